"""The board as rows: each column with its cards and sums, and the sums of the whole board.

Sums are of all deals that match the filters, also of those whose cards are not loaded yet. Each
currency is summed apart; the reporting currency comes first. A deal without an amount counts as
a deal but adds to no sum (unknown is not 0); the column says how many there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from clmsite.kernel.periods import day_of, reporting_zone
from leads.first_touch import with_first_touch
from leads.models import Deal, Pipeline, Stage

PAGE = 50


@dataclass(frozen=True)
class Sums:
    currency: str
    amount: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)

    def plus(self, other: "Sums") -> "Sums":
        return Sums(self.currency, self.amount + other.amount, self.weighted + other.weighted)


@dataclass
class Totals:
    count: int = 0
    unpriced: int = 0
    versions: int = 0  # sum of the deals' versions: changes whenever one of them does
    by_currency: dict[str, Sums] = field(default_factory=dict)

    def add(self, other: "Totals") -> None:
        self.count += other.count
        self.unpriced += other.unpriced
        self.versions += other.versions
        for currency, sums in other.by_currency.items():
            known = self.by_currency.get(currency, Sums(currency))
            self.by_currency[currency] = known.plus(sums)

    @property
    def main(self) -> Sums:
        """In the reporting currency."""
        currency = settings.REPORTING_CURRENCY
        return self.by_currency.get(currency, Sums(currency))

    @property
    def others(self) -> list[Sums]:
        main = self.main.currency
        return [self.by_currency[code] for code in sorted(self.by_currency) if code != main]


@dataclass
class Column:
    stage: Stage
    totals: Totals
    cards: list[Deal]
    limit: int

    @property
    def hidden_count(self) -> int:
        return max(self.totals.count - len(self.cards), 0)

    @property
    def next_limit(self) -> int:
        return self.limit + PAGE

    @property
    def mark(self) -> str:
        """Differs whenever anything in the column has changed."""
        return f"{self.stage.pk}:{self.totals.count}:{self.totals.versions}"


@dataclass
class Board:
    pipeline: Pipeline
    columns: list[Column]

    @property
    def totals(self) -> Totals:
        all_of_them = Totals()
        for column in self.columns:
            all_of_them.add(column.totals)
        return all_of_them


def read_board(
    deals: QuerySet[Deal],
    pipeline: Pipeline,
    *,
    now: datetime,
    limits: Mapping[int, int] | None = None,
    only: Sequence[int] | None = None,
) -> Board:
    """The board of the open ones among `deals`. With `only`, cards of those stages alone.

    `limits` says how many cards a stage shows; the sums are whole in any case. Three queries.
    """
    limits = limits or {}
    stages = list(pipeline.stages.all())
    matching = deals.open().filter(stage__pipeline=pipeline)
    totals = _totals(matching)
    shown = {s.pk: limits.get(s.pk, PAGE) for s in stages if only is None or s.pk in only}
    cards = _cards(matching, shown, now) if shown else {}
    return Board(
        pipeline,
        [
            Column(s, totals.get(s.pk, Totals()), cards.get(s.pk, []), shown.get(s.pk, PAGE))
            for s in stages
        ],
    )


def _totals(deals: QuerySet[Deal]) -> dict[int, Totals]:
    rows = deals.order_by().values("stage", "currency", "stage__probability")
    found: dict[int, Totals] = {}
    for row in rows.annotate(
        count=Count("pk"), priced=Count("amount"), versions=Sum("version"), total=Sum("amount")
    ):
        part = Totals(row["count"], row["count"] - row["priced"], row["versions"])
        if row["priced"]:
            weighted = row["total"] * row["stage__probability"]
            part.by_currency[row["currency"]] = Sums(row["currency"], row["total"], weighted)
        found.setdefault(row["stage"], Totals()).add(part)
    return found


def _cards(deals: QuerySet[Deal], shown: Mapping[int, int], now: datetime) -> dict[int, list[Deal]]:
    place = Window(RowNumber(), partition_by=F("stage"), order_by=["rank", "pk"])
    rows = with_first_touch(deals, lead="lead_id").select_related("lead", "owner", "stage")
    rows = rows.filter(stage__in=shown).annotate(place=place)
    found: dict[int, list[Deal]] = {}
    for deal in rows.filter(place__lte=max(shown.values())).order_by("stage", "rank", "pk"):
        if deal.place <= shown[deal.stage_id]:
            found.setdefault(deal.stage_id, []).append(dress(deal, now=now))
    return found


def dress(deal: Deal, *, now: datetime) -> Deal:
    """The deal with what its card says: days in stage, whether that is long, when it is due."""
    deal.days = (now - deal.stage_entered_at).days
    waited = now - deal.stage_entered_at
    deal.is_stale = not deal.outcome and waited > timedelta(days=deal.stage.expected_days)
    deal.due = due_kind(deal.next_step, deal.next_step_on, day_of(now, reporting_zone()))
    return deal


def due_kind(step: str, on: date | None, today: date) -> str:
    """ "none" (nothing planned), "late", "today", "soon" (by tomorrow), "later" or "undated"."""
    if not step:
        return "none"
    if on is None:
        return "undated"
    days = (on - today).days
    if days < 0:
        return "late"
    return {0: "today", 1: "soon"}.get(days, "later")


def marks(board: Board) -> dict[str, Any]:
    return {str(column.stage.pk): column.mark for column in board.columns}
