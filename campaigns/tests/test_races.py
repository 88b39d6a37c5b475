"""Two people, one moment: the database decides, and nothing happens twice.

Needs PostgreSQL: SQLite lets one writer in at a time, so there is no race to lose.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from campaigns.create import create_campaign
from campaigns.launch import launch
from campaigns.links import CodeTakenError, create_link
from campaigns.models import Campaign, Link, Spend
from campaigns.spend import record_spend
from campaigns.tests.make import NOW, TODAY, channel, make_campaign
from clmsite.kernel.audit import history

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]

PEOPLE = 6


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What `act(n)` gave each of PEOPLE threads that start together; errors are results, too."""
    start = Barrier(PEOPLE)

    def run(n: int) -> Any:
        start.wait()
        try:
            return act(n)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(run, range(PEOPLE)))


def test_one_launch_of_many_counts():
    campaign = make_campaign(status="draft")

    done = at_once(
        lambda n: launch(
            campaign=Campaign.objects.select_related("channel").get(pk=campaign.pk),
            actor=None,
            now=NOW,
            today=TODAY,
        )
    )

    assert sorted(done) == [False] * (PEOPLE - 1) + [True]
    campaign.refresh_from_db()
    assert (campaign.status, campaign.version) == ("running", 2)
    assert history(campaign).count() == 1


def test_one_form_sent_many_times_at_once_is_one_campaign():
    plan = {"name": "Spring", "channel": channel(), "currency": "EUR"}

    made = at_once(lambda n: create_campaign(actor=None, now=NOW, key="form:1", **plan))

    assert sorted(is_new for _campaign, is_new in made) == [False] * (PEOPLE - 1) + [True]
    assert Campaign.objects.count() == 1


def test_the_same_name_at_once_gives_each_a_slug_of_its_own():
    plan = {"name": "Spring", "channel": channel(), "currency": "EUR"}

    at_once(lambda n: create_campaign(actor=None, now=NOW, **plan))

    slugs = set(Campaign.objects.values_list("slug", flat=True))
    assert len(slugs) == PEOPLE


def test_one_source_row_sent_many_times_at_once_is_counted_once():
    campaign = make_campaign()
    row = {"amount": Decimal(7), "currency": "EUR", "spent_on": TODAY, "external_id": "ad-1"}

    done = at_once(
        lambda n: record_spend(campaign=campaign, actor=None, now=NOW, source="api", **row)
    )

    assert sorted(is_new for _spend, is_new in done) == [False] * (PEOPLE - 1) + [True]
    assert Spend.objects.get().amount == 7


def test_one_short_code_goes_to_one():
    campaign = make_campaign()
    utm = {"utm_source": "a", "utm_medium": "b", "utm_campaign": "c"}

    done = at_once(
        lambda n: create_link(
            actor=None,
            now=NOW,
            code="radio",
            campaign=campaign,
            destination=f"https://shop{n}.example.com/",
            **utm,
        )
    )

    assert sum(isinstance(result, CodeTakenError) for result in done) == PEOPLE - 1
    assert Link.objects.count() == 1
