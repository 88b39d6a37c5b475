"""The proof page: every share of one conversion, computed again."""

from decimal import Decimal

import pytest
from django.urls import reverse

from analytics.reports.proof import proof_of
from analytics.tests.make import make_journey, make_won, refresh, standing
from campaigns.tests.make import make_campaign, make_touch
from leads.models import Deal, Lead

pytestmark = pytest.mark.django_db


def test_the_shares_of_every_model_sum_to_the_deal():
    deal = make_won(make_campaign(), None, make_campaign(), amount="100.01")
    refresh(deals=[deal])

    proof = proof_of(standing(deal))

    assert proof.holds is True
    assert len(proof.steps) == 3
    for n in range(len(proof.models)):
        shares = [step.shares[n] for step in proof.steps if step.shares[n]]
        assert sum(share.weight for share in shares) == 1
        assert sum(share.value for share in shares) == Decimal("100.01")


def test_changed_facts_are_noticed():
    lead = make_journey(make_campaign())
    refresh(leads=[lead])
    make_touch(visitor=lead.identities.get().visitor, at=lead.created_at)

    assert proof_of(standing(lead)).holds is False


def test_a_reopened_deal_no_longer_holds_until_its_run():
    deal = make_won(make_campaign())
    refresh(deals=[deal])
    Deal.objects.filter(pk=deal.pk).update(outcome="", closed_at=None)
    assert proof_of(standing(deal)).holds is False

    refresh(deals=[deal])

    assert proof_of(standing(deal)).holds is True


def test_what_stood_before_is_still_readable():
    deal = make_won(make_campaign(), amount=100)
    refresh(deals=[deal])
    first = standing(deal)
    Deal.objects.filter(pk=deal.pk).update(amount=70)
    refresh(deals=[deal])

    first.refresh_from_db()
    old, new = proof_of(first), proof_of(standing(deal))

    assert (old.holds, old.conversion.value) == (None, 100)
    assert [other.pk for other in new.earlier] == [first.pk]


@pytest.mark.parametrize("met", [[True], [], [True, None, True]])
def test_the_page_opens(client_of, manager, met):
    deal = make_won(*[make_campaign() if one else None for one in met], amount=50)
    refresh(leads=[deal.lead])
    client = client_of(manager)

    for subject in (deal, deal.lead):
        page = client.get(reverse("analytics:conversion", args=[standing(subject).pk]))
        assert page.status_code == 200
        assert "the same, to the last digit" in page.content.decode()


def test_the_lead_and_the_company_are_told_apart(client_of, manager):
    lead = make_journey(make_campaign())
    Lead.objects.filter(pk=lead.pk).update(company="Critic & Söhne")
    refresh(leads=[lead])

    page = client_of(manager).get(reverse("analytics:conversion", args=[standing(lead).pk]))

    assert "</a> · <small><bdi>Critic &amp; Söhne</bdi></small>" in page.content.decode()


def test_a_sales_rep_does_not_see_it(client_of, rep):
    lead = make_journey(make_campaign())
    refresh(leads=[lead])

    page = client_of(rep).get(reverse("analytics:conversion", args=[standing(lead).pk]))

    assert page.status_code == 403
