"""Figures over time: the same sums cut into days, weeks or months."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from analytics.journeys import LEAD
from analytics.metrics.totals import Totals
from analytics.models import Conversion
from analytics.reports.choice import Choice, Scope
from analytics.reports.figures import (
    CENT,
    EVERYTHING,
    WEIGHT_UNIT,
    conversions_in,
    credits_in,
    spend_in,
)
from clmsite.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Point:
    """One bucket: its first day and its sums (spend, leads, customers and revenue)."""

    on: date
    totals: Totals


def grain_of(period: Period) -> str:
    """Days up to seven weeks, weeks up to seven months, then months: 7 to 50 points."""
    if period.day_count <= 49:
        return "day"
    return "week" if period.day_count <= 214 else "month"


def series(choice: Choice, period: Period, scope: Scope = EVERYTHING) -> list[Point]:
    """Attributed sums of each bucket of the period, oldest first, empty ones included.

    Two queries. Without a scope whole conversions are counted, else their credits.
    """
    grain = grain_of(period)
    found: dict[date, Totals] = defaultdict(Totals)
    zero = Totals(leads=Decimal(0), customers=Decimal(0), revenue=Decimal(0))
    for on in period.days():
        found[_bucket(on, grain, period)] = zero
    for on, totals in (*_spent(choice, period, scope), *_converted(choice, period, scope)):
        found[_bucket(on, grain, period)] += totals
    return [Point(on, totals) for on, totals in sorted(found.items())]


def _bucket(on: date, grain: str, period: Period) -> date:
    """The first day of the bucket a day is in; the first bucket starts with the period."""
    first = on
    if grain == "week":
        first = on - timedelta(days=on.weekday())
    elif grain == "month":
        first = on.replace(day=1)
    return max(first, period.first_day)


def _spent(choice: Choice, period: Period, scope: Scope) -> Iterator[tuple[date, Totals]]:
    rows = spend_in(period, scope).filter(currency=choice.currency).order_by()
    for on, money in rows.values_list("spent_on").annotate(money=Sum("amount")):
        yield on, Totals(spend=money.quantize(CENT))


def _converted(choice: Choice, period: Period, scope: Scope) -> Iterator[tuple[date, Totals]]:
    if scope.parts:
        prefix, rows = "conversion__", credits_in(choice, period, scope)
        count, money = Sum("weight"), Sum("value")
    else:
        prefix, rows = "", conversions_in(period).filter(state=Conversion.State.ATTRIBUTED)
        count, money = Count("pk"), Sum("value")
    day = TruncDate(f"{prefix}converted_at", tzinfo=period.zone)
    sums = rows.order_by().values_list(day, f"{prefix}milestone")
    for on, milestone, n, value in sums.annotate(n=count, money=money):
        counted = Decimal(n).quantize(WEIGHT_UNIT)
        if milestone == LEAD:
            yield on, Totals(leads=counted)
        else:
            yield on, Totals(customers=counted, revenue=value.quantize(CENT))
