"""Money: amounts with a currency, added only like to like and split without loss.

No Django in here and no clock, so that the pure folders may use it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

# ISO 4217 currencies whose smallest unit is not a hundredth. Everything else has two
# decimals. (The two fund codes with four, CLF and UYW, are units of account nobody
# pays in; they are treated like any other.)
_WITHOUT_DECIMALS = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"}
    | {"UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


class CurrencyMismatchError(ValueError):
    """Two currencies met in one sum. There is no right answer without a dated rate."""


def currency_exponent(currency: str) -> int:
    """How many decimals the currency's smallest unit has: 0, 2 or 3."""
    if currency in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """`amount` at the currency's precision, halves to even (no drift over many lines)."""
    return amount.quantize(Decimal(1).scaleb(-currency_exponent(currency)), ROUND_HALF_EVEN)


def split_units(units: int, weights: Sequence[Decimal]) -> list[int]:
    """Share whole `units` by `weights`; the parts are whole and add up to exactly `units`.

    Shapes  n weights in time order (oldest first); returns n parts in that order.
    Units   Weights are any non-negative numbers; only their ratios count.
    Formula Largest remainder: everybody gets the rounded-down share, the units left over
            go one each to the largest remainders; equal remainders: the latest first.
    Errors  ValueError for negative units or weights, or when nobody has a weight.
    """
    if units < 0 or any(weight < 0 for weight in weights):
        raise ValueError("neither units nor weights may be negative")
    parts = _whole_parts(weights)
    total = sum(parts)
    if total == 0:
        raise ValueError("nobody has a weight to receive anything")
    shares = [divmod(units * part, total) for part in parts]
    given = [share for share, _ in shares]
    neediest = sorted(range(len(parts)), key=lambda i: (shares[i][1], i), reverse=True)
    for i in neediest[: units - sum(given)]:
        given[i] += 1
    return given


def split_amount(amount: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Share `amount` by `weights`; the parts add up to exactly `amount`.

    Shapes  n weights in time order (oldest first); returns n parts in that order.
    Units   Parts are in whole smallest units of the currency. An amount that is finer than
            that (an imported 1.4299999) is split at its own precision: nothing is lost.
    Formula `split_units` on the smallest units. A negative amount (a refund) is the mirror
            image of the positive one.
    Errors  ValueError for a negative weight, weights that are all 0, or nobody to give to.
    """
    if not amount:
        return [round_amount(amount, currency)] * len(weights)
    places = max(currency_exponent(currency), -_exponent(amount))
    sign = -1 if amount < 0 else 1
    shares = split_units(abs(int(amount.scaleb(places))), weights)
    return [Decimal(sign * share).scaleb(-places) for share in shares]


def spread_over_days(
    amount: Decimal, start: date, end: date, currency: str = ""
) -> list[tuple[date, Decimal]]:
    """`amount` spread evenly over the days from `start` to `end`, both included.

    Not a cent is lost: days that get one more than others are the latest ones.
    Without a currency the smallest unit is a hundredth.
    """
    if end < start:
        raise ValueError("the range ends before it starts")
    days = [start + timedelta(days=i) for i in range((end - start).days + 1)]
    return list(zip(days, split_amount(amount, [Decimal(1)] * len(days), currency), strict=True))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency. Adding another currency is an error, not a guess."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("money is Decimal: floats cannot hold cents")

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(Decimal(0), currency)

    @classmethod
    def total(cls, amounts: Iterable["Money"], currency: str) -> "Money":
        """The sum of `amounts`, which must all be in `currency`; zero for none."""
        return sum(amounts, cls.zero(currency))

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(f"{self.currency} is not {other.currency}")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def rounded(self) -> "Money":
        """At the currency's own precision."""
        return Money(round_amount(self.amount, self.currency), self.currency)

    def split(self, weights: Sequence[Decimal]) -> list["Money"]:
        """Parts by `weights` that add up to exactly this; see `split_amount`."""
        parts = split_amount(self.amount, weights, self.currency)
        return [Money(part, self.currency) for part in parts]


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError("not a finite amount")
    return exponent


def _whole_parts(weights: Sequence[Decimal]) -> list[int]:
    """The weights as integers in the same ratios, so that dividing them is exact."""
    places = max((-_exponent(weight) for weight in weights), default=0)
    return [int(weight.scaleb(max(places, 0))) for weight in weights]
