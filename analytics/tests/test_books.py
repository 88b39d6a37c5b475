"""The books balance in any world: random journeys, currencies, changes and orders of events."""

from decimal import Decimal

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.attribution.catalogue import MODELS
from analytics.books import off_balance
from analytics.models import Conversion, Credit
from analytics.reports.choice import Choice
from analytics.reports.roi import roi_report
from analytics.tests.make import DAY, make_won, refresh, run_everything
from campaigns.tests.make import NOW, make_campaign
from clmsite.kernel.periods import Period
from leads.models import Deal

pytestmark = pytest.mark.django_db

AMOUNTS = st.decimals("0", "99999.99", places=2)
DEALS = st.lists(
    st.tuples(
        AMOUNTS,
        st.sampled_from(["EUR", "EUR", "EUR", "USD", "JPY"]),
        st.lists(st.sampled_from([0, 1, 2, None]), max_size=6),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=6,
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["reopen", "win", "amount", "refresh"]), AMOUNTS),
    max_size=6,
)


def change(deal, what, amount):
    rows = Deal.objects.filter(pk=deal.pk)
    if what == "reopen":
        rows.update(outcome="", closed_at=None)
    elif what == "win":
        rows.update(outcome="won", closed_at=NOW)
    elif what == "amount":
        rows.update(amount=amount)
    refresh(deals=[deal])


def standing_state():
    rows = Credit.objects.filter(conversion__superseded_by=None)
    return sorted(
        rows.values_list(
            "conversion__milestone", "conversion__subject_id", "model", "touch_id", "value"
        )
    )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deals=DEALS, changes=CHANGES)
def test_the_books_balance_whatever_happens(deals, changes):
    Credit.objects.all().delete()
    Conversion.objects.all().delete()
    Deal.objects.all().delete()
    campaigns = [make_campaign() for _ in range(3)]
    made = [
        make_won(
            *[None if met is None else campaigns[met] for met in path],
            amount=amount,
            currency=currency,
            at=NOW - age * DAY,
        )
        for amount, currency, path, age in deals
    ]
    run_everything()
    for which, what, amount in changes:
        change(made[which % len(made)], what, amount)

    wrong = [line for line in off_balance() if line.startswith("won")]
    assert wrong == []
    incremental = standing_state()
    run_everything()
    assert standing_state() == incremental
    for model in MODELS:
        _table_sums_to_booked(model)


def _table_sums_to_booked(model):
    period = Period.last_days(90, NOW)
    choice = Choice(preset="90", period=period, model=model, currency="EUR", compare=False)
    report = roi_report(choice, NOW)
    won = Deal.objects.filter(outcome="won", currency="EUR")
    booked = won.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    attributed = report.total.totals.revenue or Decimal(0)

    assert attributed + report.books.unattributed.revenue == report.books.booked.revenue == booked
