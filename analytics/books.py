"""The books: attributed + unattributed + excluded = booked, to the cent, at any time.

Booked is what leads and deals say; the three others are what attribution made of it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, Sum

from analytics.journeys import LEAD, WON
from analytics.models import Conversion, Credit
from clmsite.kernel.periods import Period
from leads.models import Deal, Lead

State = Conversion.State
CENT = Decimal("0.01")
WEIGHT_UNIT = Decimal("0.00000001")


@dataclass
class Line:
    """One milestone in one currency ("" for leads, which have no amount)."""

    milestone: str
    currency: str
    booked: int = 0
    booked_value: Decimal = Decimal(0)
    counts: dict[str, int] = field(default_factory=dict)  # state -> conversions
    values: dict[str, Decimal] = field(default_factory=dict)  # state -> money

    @property
    def is_balanced(self) -> bool:
        return (
            sum(self.counts.values()) == self.booked
            and sum(self.values.values()) == self.booked_value
        )

    @property
    def columns(self) -> list[tuple[int, Decimal]]:
        """Count and money of each state in the order of a table, and what was booked."""
        states = (State.ATTRIBUTED, State.UNATTRIBUTED, State.EXCLUDED)
        found = [(self.counts.get(s, 0), self.values.get(s, Decimal(0))) for s in states]
        return [*found, (self.booked, self.booked_value)]

    def __str__(self) -> str:
        return (
            f"{self.milestone} {self.currency}: booked {self.booked} / {self.booked_value}, "
            f"found {sum(self.counts.values())} / {sum(self.values.values())}"
        )


def books(period: Period | None = None) -> list[Line]:
    """Every milestone and currency with what was booked and what attribution made of it.

    With a period: what happened in it, by creation of the lead and closing of the deal.
    Three queries.
    """
    lines: dict[tuple[str, str], Line] = {}
    for milestone, currency, count, value in _booked(period):
        line = lines.setdefault((milestone, currency), Line(milestone, currency))
        line.booked, line.booked_value = count, value
    for milestone, currency, state, count, value in _found(period):
        line = lines.setdefault((milestone, currency), Line(milestone, currency))
        line.counts[state], line.values[state] = count, value
    return [lines[key] for key in sorted(lines)]


def off_balance() -> list[str]:
    """One sentence for each thing that does not add up; empty when the books balance."""
    wrong = [str(line) for line in books() if not line.is_balanced]
    return wrong + list(_credits_off())


def _booked(period: Period | None) -> Iterator[tuple[str, str, int, Decimal]]:
    leads, deals = Lead.objects.all(), Deal.objects.won()
    if period:
        leads = leads.created_between(period.start, period.end)
        deals = deals.closed_between(period.start, period.end)
    count = leads.count()
    if count:
        yield LEAD, "", count, Decimal(0)
    for row in deals.order_by().values("currency").annotate(n=Count("pk"), sum=Sum("amount")):
        yield WON, row["currency"], row["n"], row["sum"].quantize(CENT)


def _found(period: Period | None) -> Iterator[tuple[str, str, str, int, Decimal]]:
    rows = Conversion.objects.standing().exclude(state=State.GONE)
    if period:
        rows = rows.filter(converted_at__gte=period.start, converted_at__lt=period.end)
    sums = rows.order_by().values("milestone", "currency", "state")
    merged: dict[tuple[str, str, str], list[Decimal]] = defaultdict(lambda: [0, Decimal(0)])
    for row in sums.annotate(n=Count("pk"), sum=Sum("value")):
        currency = row["currency"] if row["milestone"] == WON else ""
        line = merged[row["milestone"], currency, row["state"]]
        line[0] += row["n"]
        line[1] += row["sum"].quantize(CENT)
    for key, (count, value) in merged.items():
        yield (*key, int(count), value)


def _credits_off() -> Iterator[str]:
    """Conversions whose weights do not sum to 1 or whose values do not sum to their amount."""
    sums = (
        Credit.objects.filter(conversion__superseded_by=None, conversion__state=State.ATTRIBUTED)
        .order_by()
        .values("conversion_id", "model", booked=F("conversion__value"))
        .annotate(weights=Sum("weight"), values=Sum("value"))
    )
    for row in sums.iterator(chunk_size=5000):
        # SQLite adds decimals as floats; at the precision they are stored in, sums are exact.
        weights, values = row["weights"].quantize(WEIGHT_UNIT), row["values"].quantize(CENT)
        if weights != 1:
            yield f"conversion {row['conversion_id']}: {row['model']} weighs {weights}"
        if values != row["booked"]:
            yield f"conversion {row['conversion_id']}: {row['model']} shares {values}"
