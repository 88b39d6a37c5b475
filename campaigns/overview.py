"""What the ground floor knows about one campaign: money out, clicks, visits, links, history.

What came of it (leads, customers, revenue) is known further up, in analytics.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet, Sum
from django.db.models.functions import TruncDate

from campaigns.models import Campaign, Click, Link, Spend, Touch
from campaigns.pacing import elapsed_share, missing_for_pacing, pacing
from clmsite.kernel.money import Money
from clmsite.kernel.periods import Period, reporting_zone


@dataclass(frozen=True, slots=True)
class Planned:
    """Spend on days that have not come, in the campaign's currency."""

    amount: Decimal
    first: date


def planned_spend(campaigns: Iterable[Campaign], *, today: date) -> dict[int, Planned]:
    """Campaign id -> what is entered for later days; campaigns without are not in it."""
    ids = [campaign.pk for campaign in campaigns]
    rows = Spend.objects.filter(campaign__in=ids, spent_on__gt=today)
    own = rows.filter(currency=F("campaign__currency")).order_by().values("campaign_id")
    sums = own.annotate(total=Sum("amount"), first=Min("spent_on"))
    return {row["campaign_id"]: Planned(row["total"], row["first"]) for row in sums}


@dataclass(frozen=True, slots=True)
class Budget:
    """Budget against spend, in the campaign's currency; None is "not known"."""

    spent: Decimal | None  # to date
    planned: Planned | None
    others: list[Money]  # spend in other currencies, never mixed in
    elapsed: Decimal | None
    pacing: Decimal | None
    missing: list[str]  # what the pacing lacks


def budget_of(campaign: Campaign, *, today: date) -> Budget:
    sums = campaign.spend.filter(spent_on__lte=today).order_by().values_list("currency")
    totals = dict(sums.annotate(total=Sum("amount")))
    spent = totals.pop(campaign.currency, None)
    dates = campaign.starts_on, campaign.ends_on
    return Budget(
        spent=spent,
        planned=planned_spend([campaign], today=today).get(campaign.pk),
        others=[Money(amount, currency) for currency, amount in sorted(totals.items())],
        elapsed=elapsed_share(*dates, today),
        pacing=pacing(spent, campaign.budget, *dates, today),
        missing=missing_for_pacing(spent, campaign.budget, *dates, today),
    )


@dataclass(frozen=True, slots=True)
class Clicks:
    human: int
    machines: int
    last_at: datetime | None = None


def clicks_by_link(links: Iterable[Link]) -> dict[int, Clicks]:
    """Human and machine clicks of each link; links nobody clicked have zeros."""
    ids = [link.pk for link in links]
    found = {link_id: Clicks(0, 0) for link_id in ids}
    rows = Click.objects.filter(link__in=ids).order_by().values("link_id", "kind")
    # Count("*"), not of a column: so the index alone has the answer.
    for row in rows.annotate(n=Count("*"), last_at=Max("at")):
        known = found[row["link_id"]]
        human = row["kind"] == Click.Kind.HUMAN
        found[row["link_id"]] = Clicks(
            human=known.human + (row["n"] if human else 0),
            machines=known.machines + (0 if human else row["n"]),
            last_at=row["last_at"] if human else known.last_at,
        )
    return found


def clicks_by_day(clicks: QuerySet[Click], period: Period) -> list[tuple[date, int, int]]:
    """Each day of the period with its human and its machine clicks; days without have zeros."""
    rows = clicks.filter(at__gte=period.start, at__lt=period.end).order_by()
    days = rows.annotate(on=TruncDate("at", tzinfo=reporting_zone())).values_list("on", "kind")
    counts: dict[tuple[date, bool], int] = {}
    for on, kind, n in days.annotate(n=Count("*")):
        key = on, kind == Click.Kind.HUMAN
        counts[key] = counts.get(key, 0) + n
    return [(on, counts.get((on, True), 0), counts.get((on, False), 0)) for on in period.days()]


def human_visits(campaign: Campaign) -> int:
    return Touch.objects.human().filter(campaign=campaign, kind=Touch.Kind.VISIT).count()


def latest_spend(campaign: Campaign, limit: int = 8) -> Sequence[Any]:
    return campaign.spend.select_related("link").order_by("-spent_on", "-id")[:limit]
