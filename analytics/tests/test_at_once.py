"""Many workers on the same conversions at once: one result stands, and the books balance."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from analytics.books import off_balance
from analytics.credits import full_run, refresh_conversions, request_full_run
from analytics.models import Conversion
from analytics.tests.make import make_won
from campaigns.tests.make import NOW, make_campaign
from leads.models import Deal

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6


def at_once(*jobs):
    """Run the jobs in threads that start together; an error of any is raised here."""
    start = Barrier(len(jobs))

    def work(job):
        try:
            start.wait(timeout=10)
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(work, jobs))


@pytest.fixture(autouse=True)
def _needs_a_server():
    if connection.vendor != "postgresql":
        pytest.skip("threads share the in-memory SQLite of tests; PostgreSQL shows real races")


def test_the_same_refresh_many_times_at_once():
    deal = make_won(make_campaign(), make_campaign(), amount=100)

    def refresh():
        refresh_conversions(lead_ids=[deal.lead_id], reason="race", now=NOW)

    at_once(*[refresh] * WORKERS)

    assert Conversion.objects.count() == 2
    assert off_balance() == []


def test_changes_and_refreshes_and_a_full_run_at_once():
    deals = [make_won(make_campaign(), make_campaign(), amount=100) for _ in range(4)]
    run = request_full_run(by=None, now=NOW)

    def change(deal):
        def job():
            for amount in (10, 20, 30):
                Deal.objects.filter(pk=deal.pk).update(amount=amount)
                refresh_conversions(deal_ids=[deal.pk], reason="race", now=NOW)

        return job

    at_once(*[change(deal) for deal in deals], lambda: full_run(run_id=run.pk))

    standing = Conversion.objects.standing().filter(milestone="won")
    assert sorted(standing.values_list("value", flat=True)) == [30] * 4
    assert off_balance() == []
