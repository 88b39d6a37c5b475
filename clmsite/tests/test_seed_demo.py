"""seed_demo: what it prints, what it refuses, and that it can be repeated."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db.models import Sum

from campaigns.models import Channel, Spend
from clmsite.kernel.access import ROLES, role_of
from clmsite.seeding.company import PASSWORD
from clmsite.tests.small_company import run_seed, seeded_company
from leads.models import Deal, Lead, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), seeded_company() as printed:
        yield printed


@pytest.fixture
def company(seeded, db):
    return seeded


def test_each_role_can_sign_in_with_what_is_printed(company):
    lines = [line.rsplit(maxsplit=2) for line in company.strip().splitlines()[-4:]]

    assert [line[0].strip() for line in lines] == [
        ROLES[key] for key in ("marketer", "rep", "manager", "administrator")
    ]
    for role, email, password in lines:
        user = get_user_model().objects.get(email=email)
        assert user.check_password(password)
        assert ROLES[role_of(user)] == role.strip()


def test_the_sign_ins_can_be_asked_for_again(company):
    out = StringIO()
    call_command("seed_demo", "--show-sign-ins", stdout=out)

    assert out.getvalue() == "\n".join(company.splitlines()[-4:]) + "\n"
    assert PASSWORD in out.getvalue()


def test_four_reps_own_the_leads_that_were_answered(company):
    owners = set(Lead.objects.exclude(owner=None).values_list("owner__email", flat=True))

    assert len(owners) == 4
    assert not Lead.objects.filter(owner=None).exclude(stage="new").exists()


def test_it_refuses_a_database_with_people(company):
    with pytest.raises(CommandError, match="--reset"):
        run_seed()


def test_reset_begins_again_with_the_same_company(company):
    def facts() -> list:
        leads = Lead.objects.order_by("email").values_list("email", "created_at", "stage", "name")
        deals = Deal.objects.order_by("created_at", "name").values_list("name", "amount", "outcome")
        return [*leads, *deals, Spend.objects.aggregate(Sum("amount"))]

    before = facts()
    Deal.objects.open().first().delete()
    run_seed("--reset")

    assert facts() == before
    assert Channel.objects.count() >= 20
    assert Stage.objects.count() == 4


def test_another_seed_gives_another_company(company):
    before = set(Lead.objects.values_list("created_at", flat=True))
    run_seed("--reset", "--seed=5")

    assert before.isdisjoint(Lead.objects.values_list("created_at", flat=True))


def test_it_refuses_production(company, settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        run_seed("--reset")
    assert Lead.objects.exists()


@pytest.mark.parametrize("option", ["--today=yesterday", "--scale=0", "--scale=99"])
def test_a_wrong_option_deletes_nothing(company, option):
    with pytest.raises(CommandError):
        call_command("seed_demo", "--reset", option, stdout=StringIO())
    assert Lead.objects.exists()
