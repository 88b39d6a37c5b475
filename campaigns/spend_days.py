"""One line of an ad platform's export as days of spend: nothing lost, nothing invented.

PURE: no Django.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from clmsite.kernel.money import round_amount, split_amount, split_units

COUNTS = ("impressions", "clicks", "claimed_conversions")


@dataclass(frozen=True)
class SpendDay:
    """What one source row says about one day."""

    spent_on: date
    amount: Decimal
    impressions: int | None = None
    clicks: int | None = None
    claimed_conversions: int | None = None

    @property
    def is_nothing(self) -> bool:
        return not (self.amount or any(getattr(self, name) for name in COUNTS))


def spread(values: dict[str, Any], first: date, last: date, currency: str) -> list[SpendDay]:
    """The figures of a row spread evenly over the days from `first` to `last`, both included.

    The amount is first rounded to the currency's smallest unit (exports carry floats such as
    1.429999948). Amount and counts are split by largest remainder, so the days add up to the
    row exactly; an unknown count stays unknown on every day. Days on which nothing happened
    are left out, but never all of them: a row that costs nothing is still a fact.
    """
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    even = [Decimal(1)] * len(days)
    amounts = split_amount(round_amount(values["amount"], currency), even, currency)
    counts = {name: _split_count(values.get(name), even) for name in COUNTS}
    spent = [
        SpendDay(day, amount, **{name: counts[name][i] for name in COUNTS})
        for i, (day, amount) in enumerate(zip(days, amounts, strict=True))
    ]
    busy = [day for day in spent if not day.is_nothing]
    return busy or spent[:1]


def _split_count(count: int | None, even: list[Decimal]) -> list[int | None]:
    if count is None:
        return [None] * len(even)
    return list(split_units(count, even))


def figures(day: Any) -> tuple[Any, ...]:
    """What must be equal for two records of one day to be the same."""
    return (day.spent_on, day.amount, *(getattr(day, name) for name in COUNTS))


def same_figures(these: Iterable[Any], those: Iterable[Any]) -> bool:
    return sorted(map(figures, these), key=str) == sorted(map(figures, those), key=str)
