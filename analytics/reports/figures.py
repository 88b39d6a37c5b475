"""The sums behind every table: per campaign, channel or link, for a period and a model.

Five queries each time, however many rows come out.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from analytics.journeys import LEAD, WON
from analytics.metrics.totals import Totals
from analytics.models import Conversion, Credit
from analytics.reports.choice import FIELDS, Choice, Scope
from campaigns.models import Click, Spend, Touch
from clmsite.kernel.periods import Period

CENT = Decimal("0.01")
WEIGHT_UNIT = Decimal("0.00000001")
EVERYTHING = Scope()
Sums = dict[int | None, Totals]
# What we count ourselves is 0 where nothing was found. What others report stays unknown.
COUNTED = ("link_clicks", "visits", "leads", "customers", "revenue")


def sums_by(kind: str, choice: Choice, period: Period, scope: Scope = EVERYTHING) -> Sums:
    """Totals for each campaign, channel or link (`kind`); None is the key of "without"."""
    found: dict[int | None, dict[str, Decimal | None]] = defaultdict(dict)
    fields = FIELDS[kind]
    for key, sums in _spend(fields["spend"], choice, period, scope):
        found[key].update(sums)
    for name, rows, field in (
        ("link_clicks", clicks_in(period, scope), fields["click"]),
        ("visits", visits_in(period, scope), fields["touch"]),
    ):
        # Not Count("pk"): rows counted as such can be counted in an index alone.
        for key, count in rows.order_by().values_list(field).annotate(n=Count("*")):
            found[key][name] = Decimal(count)
    for key, sums in _credit(fields["credit"], choice, period, scope):
        found[key].update(sums)
    zero = dict.fromkeys(COUNTED, Decimal(0))
    return {key: Totals(**{**zero, **sums}) for key, sums in found.items()}


def spend_in(period: Period, scope: Scope = EVERYTHING) -> QuerySet[Spend]:
    return Spend.objects.between(period.first_day, period.last_day).filter(scope.where("spend"))


def clicks_in(period: Period, scope: Scope = EVERYTHING) -> QuerySet[Click]:
    inside = Q(at__gte=period.start, at__lt=period.end)
    return Click.objects.human().filter(inside, scope.where("click"))


def visits_in(period: Period, scope: Scope = EVERYTHING) -> QuerySet[Touch]:
    visits = Touch.objects.human().between(period.start, period.end)
    return visits.filter(scope.where("touch"), kind=Touch.Kind.VISIT)


def conversions_in(period: Period) -> QuerySet[Conversion]:
    """What stands and happened in the period: leads by creation, deals by closing."""
    return (
        Conversion.objects.standing()
        .exclude(state=Conversion.State.GONE)
        .filter(converted_at__gte=period.start, converted_at__lt=period.end)
    )


def credits_in(choice: Choice, period: Period, scope: Scope = EVERYTHING) -> QuerySet[Credit]:
    """The credits of those conversions under the chosen model."""
    return Credit.objects.filter(
        scope.where("credit"),
        model=choice.model,
        conversion__superseded_by=None,
        conversion__converted_at__gte=period.start,
        conversion__converted_at__lt=period.end,
    )


def _spend(
    field: str, choice: Choice, period: Period, scope: Scope
) -> Iterator[tuple[int | None, dict[str, Decimal | None]]]:
    rows = spend_in(period, scope).filter(currency=choice.currency).order_by().values(field)
    sums = rows.annotate(
        money=Sum("amount"),
        seen=Sum("impressions"),
        clicked=Sum("clicks"),
        results=Sum("claimed_conversions"),
    )
    for row in sums:
        yield (
            row[field],
            {
                "spend": row["money"].quantize(CENT),
                "impressions": _count(row["seen"]),
                "ad_clicks": _count(row["clicked"]),
                "claimed": _count(row["results"]),
            },
        )


def _credit(
    field: str, choice: Choice, period: Period, scope: Scope
) -> Iterator[tuple[int | None, dict[str, Decimal]]]:
    rows = credits_in(choice, period, scope).order_by().values(field, "conversion__milestone")
    for row in rows.annotate(weights=Sum("weight"), money=Sum("value")):
        # SQLite adds decimals as floats; at the precision they are stored in, sums are exact.
        weights = row["weights"].quantize(WEIGHT_UNIT)
        if row["conversion__milestone"] == LEAD:
            yield row[field], {"leads": weights}
        elif row["conversion__milestone"] == WON:
            yield row[field], {"customers": weights, "revenue": row["money"].quantize(CENT)}


def _count(number: Any) -> Decimal | None:
    return None if number is None else Decimal(number)
