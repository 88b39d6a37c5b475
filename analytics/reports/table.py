"""Rows of a report: sums with their metrics, sorted, added up."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import reduce
from typing import Any

from analytics.metrics.catalogue import METRICS
from analytics.metrics.totals import Totals
from analytics.reports.figures import Sums

SUM_FIELDS = tuple(f.name for f in fields(Totals))


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric of one row: its value, or why there is none."""

    value: Decimal | None
    why: str


@dataclass
class Row:
    """One line of a table. `of` names its rows in URLs ("campaign-12"), see `Scope`."""

    of: str
    label: str
    totals: Totals
    sub: str = ""
    id: int | None = None
    previous: Totals | None = None
    note: str = ""  # instead of a label: "none" is what belongs to no campaign
    metrics: dict[str, Figure] = field(init=False)

    def __post_init__(self) -> None:
        self.metrics = {
            key: Figure(metric.of(self.totals), metric.why_not(self.totals))
            for key, metric in METRICS.items()
        }

    @property
    def revenue_change(self) -> Decimal | None:
        """Revenue against the period before, as a fraction; None when there was none."""
        if self.previous is None:
            return None
        return change(self.totals.revenue, self.previous.revenue)


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """(now - before) / before; None when either is unknown or there was nothing before."""
    if now is None or not before:
        return None
    return (now - before) / abs(before)


def add_up(sums: Sums) -> Totals:
    return reduce(lambda one, other: one + other, sums.values(), Totals())


def sorted_rows(rows: Iterable[Row], sort: str) -> list[Row]:
    """By a sum, a metric or "name"; a leading "-" turns it round. Unknown is always last."""
    name, falling = sort.removeprefix("-"), sort.startswith("-")
    rows = sorted(rows, key=lambda row: (row.label.casefold(), row.of))
    if name == "name":
        return rows[::-1] if falling else rows
    known = [row for row in rows if _value(row, name) is not None]
    unknown = [row for row in rows if _value(row, name) is None]
    return sorted(known, key=lambda row: _value(row, name), reverse=falling) + unknown


def is_sortable(sort: str) -> bool:
    name = sort.removeprefix("-")
    return name in {"name", "change"} or name in SUM_FIELDS or name in METRICS


def _value(row: Row, name: str) -> Any:
    if name == "change":
        return row.revenue_change
    if name in METRICS:
        return row.metrics[name].value
    return getattr(row.totals, name)
