"""The ROI page: what each campaign or channel cost and brought back, balanced with the books."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from analytics.books import Line, books
from analytics.journeys import LEAD, WON
from analytics.metrics.catalogue import METRICS
from analytics.metrics.totals import Totals
from analytics.models import Conversion
from analytics.reports.choice import Choice, Scope
from analytics.reports.figures import EVERYTHING, spend_in, sums_by
from analytics.reports.freshness import Freshness, freshness
from analytics.reports.names import named_rows
from analytics.reports.series import Point, series
from analytics.reports.table import Row, add_up, change, sorted_rows
from analytics.wording import gettext_noop

State = Conversion.State


@dataclass(frozen=True, slots=True)
class Kpi:
    """One key figure: now, before, the change and its little curve."""

    key: str
    label: str
    unit: str
    value: Decimal | None
    why: str
    change: Decimal | None
    good: str  # the direction that is good: "up", "down" or "" for neither
    curve: list[Decimal | None]
    what: str  # the rows behind it


@dataclass
class Report:
    choice: Choice
    rows: list[Row]
    total: Row
    points: list[Point]
    previous_points: list[Point]
    kpis: list[Kpi]
    books: "Balance | None"
    fresh: Freshness
    left_out: int  # cost lines in other currencies
    scope: Scope = EVERYTHING

    @property
    def top_revenue(self) -> Decimal:
        return max((row.totals.revenue or Decimal(0) for row in self.rows), default=Decimal(0))

    @property
    def is_empty(self) -> bool:
        return not self.rows and not (self.books and self.books.booked.leads)


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands beside the attributed rows, so that the table sums to what was booked."""

    unattributed: Totals
    excluded: Totals
    excluded_money: list[tuple[Decimal, str]]
    booked: Totals
    is_balanced: bool


def roi_report(choice: Choice, now: datetime) -> Report:
    """Everything the page shows; a fixed number of queries."""
    report = table_report(choice, now, kind=choice.group)
    report.books = balance(books(choice.period), choice.currency)
    return report


def table_report(choice: Choice, now: datetime, *, kind: str, scope: Scope = EVERYTHING) -> Report:
    """A table by `kind` inside `scope`, with key figures and curves, without the books."""
    sums = sums_by(kind, choice, choice.period, scope)
    before = sums_by(kind, choice, choice.previous, scope) if choice.compare else None
    total = Row(
        of=str(scope) or "all",
        label="",
        totals=add_up(sums),
        previous=None if before is None else add_up(before),
    )
    points = series(choice, choice.period, scope)
    lines = spend_in(choice.period, scope)
    return Report(
        choice=choice,
        rows=sorted_rows(named_rows(kind, sums, before, scope), choice.sort),
        total=total,
        points=points,
        previous_points=series(choice, choice.previous, scope) if choice.compare else [],
        kpis=_kpis(total, points),
        books=None,
        fresh=freshness(now),
        left_out=lines.exclude(currency=choice.currency).count(),
        scope=scope,
    )


def balance(lines: list[Line], currency: str) -> Balance:
    """The books of the period in the shape of table rows."""
    excluded = [
        (line.values[State.EXCLUDED], line.currency)
        for line in lines
        if line.milestone == WON and line.counts.get(State.EXCLUDED)
    ]
    return Balance(
        unattributed=_booked_as(lines, currency, State.UNATTRIBUTED),
        excluded=Totals(customers=Decimal(_count(lines, WON, State.EXCLUDED))),
        excluded_money=excluded,
        booked=Totals(
            leads=Decimal(sum(line.booked for line in lines if line.milestone == LEAD)),
            customers=Decimal(sum(line.booked for line in lines if line.milestone == WON)),
            revenue=sum(
                (line.booked_value for line in lines if line.currency == currency), Decimal(0)
            ),
        ),
        is_balanced=all(line.is_balanced for line in lines),
    )


def _booked_as(lines: list[Line], currency: str, state: str) -> Totals:
    money = (line.values.get(state, Decimal(0)) for line in lines if line.currency == currency)
    return Totals(
        leads=Decimal(_count(lines, LEAD, state)),
        customers=Decimal(_count(lines, WON, state)),
        revenue=sum(money, Decimal(0)),
    )


def _count(lines: list[Line], milestone: str, state: str) -> int:
    return sum(line.counts.get(state, 0) for line in lines if line.milestone == milestone)


@dataclass(frozen=True, slots=True)
class _KpiSpec:
    key: str
    what: str
    good: str
    label: str = ""  # of a sum; a metric brings its own
    unit: str = "count"
    why: str = field(default="")


KPIS = (
    _KpiSpec("revenue", "revenue", "up", gettext_noop("Attributed revenue"), "money"),
    _KpiSpec(
        *("spend", "spend", "", gettext_noop("Spend"), "money"),
        why=gettext_noop("no spend is recorded"),
    ),
    _KpiSpec("roi", "revenue", "up"),
    _KpiSpec("leads", "leads", "up", gettext_noop("Leads")),
    _KpiSpec("customers", "customers", "up", gettext_noop("Customers")),
    _KpiSpec("cac", "customers", "down"),
)


def _kpis(total: Row, points: list[Point]) -> list[Kpi]:
    return [_kpi(spec, total, points) for spec in KPIS]


def _kpi(spec: _KpiSpec, total: Row, points: list[Point]) -> Kpi:
    metric = METRICS.get(spec.key)

    def read(totals: Totals) -> Any:
        return metric.of(totals) if metric else getattr(totals, spec.key)

    value = read(total.totals)
    before = read(total.previous) if total.previous else None
    return Kpi(
        key=spec.key,
        label=metric.label if metric else spec.label,
        unit=str(metric.unit) if metric else spec.unit,
        value=value,
        why=metric.why_not(total.totals) if metric else spec.why,
        change=change(value, before),
        good=spec.good,
        curve=[read(point.totals) for point in points],
        what=spec.what,
    )
