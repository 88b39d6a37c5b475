"""Pacing: whether the money of a campaign goes out as fast as its days do."""

from datetime import date
from decimal import Decimal


def elapsed_share(starts_on: date | None, ends_on: date | None, today: date) -> Decimal | None:
    """The share of the campaign's days that are over (today counts as one), 0..1.

    None without both days, or before the first: nothing can be said about the pace yet.
    """
    if starts_on is None or ends_on is None or ends_on < starts_on or today < starts_on:
        return None
    total = (ends_on - starts_on).days + 1
    gone = min((today - starts_on).days + 1, total)
    return Decimal(gone) / Decimal(total)


def pacing(
    spent: Decimal | None,
    budget: Decimal | None,
    starts_on: date | None,
    ends_on: date | None,
    today: date,
) -> Decimal | None:
    """How far spending is against plan: 1 is on plan, above 1 is faster.

    Units   `spent` and `budget` in the same currency.
    Formula spend to date / (budget x elapsed days / total days), see docs/metrics.md.
    Errors  None ("not available") without spend, budget or both dates, or before the start.
    """
    share = elapsed_share(starts_on, ends_on, today)
    if spent is None or not budget or share is None:
        return None
    return spent / (budget * share)


def missing_for_pacing(
    spent: Decimal | None,
    budget: Decimal | None,
    starts_on: date | None,
    ends_on: date | None,
    today: date,
) -> list[str]:
    """What `pacing` would need and does not have: keys of campaigns.wording.PACING_NEEDS."""
    lacks = {
        "budget": not budget,
        "starts_on": starts_on is None,
        "ends_on": ends_on is None,
        "begun": starts_on is not None and today < starts_on,
        "spent": spent is None,
    }
    return [name for name, is_lacking in lacks.items() if is_lacking]
