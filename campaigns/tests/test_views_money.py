"""Money on campaign pages: to date, planned, and what is missing for a pace."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django.utils.translation import override

from campaigns.tests.make import make_campaign, make_spend
from campaigns.wording import pacing_why

pytestmark = pytest.mark.django_db

LATER = date(2099, 3, 2)


def text_of(response):
    return " ".join(strip_tags(response.content.decode()).split())


@pytest.fixture(params=["/campaigns/", "/campaigns/{pk}"])
def page_of(request, client_of, marketer):
    """The list or the campaign's page, as text."""
    return lambda one: text_of(client_of(marketer).get(request.param.format(pk=one.pk)))


def test_spend_on_a_later_day_is_planned_and_not_denied(page_of):
    campaign = make_campaign()
    make_spend(campaign=campaign, amount="40.10", spent_on=LATER)
    make_spend(campaign=campaign, amount=8, spent_on=date(2099, 5, 1))
    make_spend(campaign=campaign, amount=5, currency="USD", spent_on=LATER)

    page = page_of(campaign)

    assert "Nothing was spent up to today; spend is planned for later days" in page
    assert "€48.10 planned from 2 Mar 2099" in page
    assert "No spend was recorded" not in page


def test_planned_spend_stands_beside_what_was_spent(page_of):
    campaign = make_campaign()
    make_spend(campaign=campaign, amount="40.10", spent_on=LATER)
    make_spend(campaign=campaign, amount="7.77", spent_on=date(2026, 11, 2))

    page = page_of(campaign)

    assert "€7.77" in page
    assert "€40.10 planned from 2 Mar 2099" in page
    assert "not available" not in page


def test_without_any_row_nothing_is_planned(page_of):
    page = page_of(make_campaign())

    assert "No spend was recorded in the campaign's currency" in page.replace("&#x27;", "'")
    assert "planned" not in page


def test_planned_spend_of_all_rows_is_one_question(client_of, marketer):
    client = client_of(marketer)
    client.get("/campaigns/")
    make_spend(campaign=make_campaign(), spent_on=LATER)
    with_one = _questions(client)
    make_spend(campaign=make_campaign(), spent_on=LATER)

    assert _questions(client) == with_one


def _questions(client):
    with CaptureQueriesContext(connection) as found:
        client.get("/campaigns/")
    return len(found)


@pytest.mark.parametrize(
    ("plan", "needs"),
    [
        ({"budget": None}, "a budget"),
        ({"ends_on": None}, "a last day"),
        ({"starts_on": None, "ends_on": None}, "a first day, a last day"),
        ({"starts_on": LATER, "ends_on": LATER}, "that its first day has come"),
    ],
)
def test_a_missing_pace_names_what_it_lacks_and_nothing_else(page_of, plan, needs):
    campaign = make_campaign(**plan)
    make_spend(campaign=campaign, spent_on=date(2026, 11, 2))

    page = page_of(campaign)

    _before, after = page.split(f"Pacing still needs: {needs}", 1)
    assert not after.startswith(",")
    assert "spend up to today" not in page


def test_the_reasons_are_joined_as_the_language_does():
    with override("fa"):
        assert pacing_why(["budget", "ends_on"]).endswith("بودجه، روز پایان")


def test_a_pace_without_spend_says_so(page_of):
    assert "Pacing still needs: spend up to today in its own currency" in page_of(make_campaign())


def test_a_running_campaign_before_its_first_day_says_when_it_starts(page_of):
    campaign = make_campaign(starts_on=LATER, ends_on=None)

    assert "Running starts on 2 Mar 2099" in page_of(campaign)


@pytest.mark.parametrize("plan", [{"starts_on": None, "ends_on": None}, {"status": "draft"}, {}])
def test_other_campaigns_say_nothing_of_a_start(page_of, plan):
    assert "starts on" not in page_of(make_campaign(**plan))
