"""Metric: one number with its name, unit, formula and the sum it divides by."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from analytics.metrics.totals import WHY_UNKNOWN, WHY_ZERO, Totals


class Unit(StrEnum):
    MONEY = "money"  # in the reporting currency
    FRACTION = "fraction"  # 0.25 is shown as 25 %
    MULTIPLE = "multiple"  # 2.5 is shown as 2.5×


@dataclass(frozen=True, slots=True)
class Metric:
    """`of` answers None exactly when the number is not available; `why_not` then says why."""

    key: str
    label: str
    unit: Unit
    sentence: str
    formula: str
    numerator: str  # the fields of Totals it is made of
    denominator: str
    of: Callable[[Totals], Decimal | None]
    more_is_better: bool = True

    def why_not(self, totals: Totals) -> str:
        """Why the number is not available; "" when it is. A text to translate."""
        if self.of(totals) is not None:
            return ""
        divisor, divided = getattr(totals, self.denominator), getattr(totals, self.numerator)
        if divisor is None or divided is None:
            return WHY_UNKNOWN[self.denominator if divisor is None else self.numerator]
        return WHY_ZERO[self.denominator if divisor == 0 else self.numerator]
