"""Who planned, launched, paused and ended each campaign: what its page and undo read."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from campaigns.models import Campaign
from clmsite.kernel.audit import type_of
from clmsite.kernel.models import AuditEntry
from clmsite.seeding.fast_insert import fast_insert
from clmsite.seeding.market import PLANS
from clmsite.seeding.plan import Plan

Step = tuple[datetime, str, dict[str, Any], bool]  # when, action, detail, by a person


def write_campaign_history(campaigns: list[int], *, now: datetime) -> None:
    """One entry per step; a campaign's version counts them."""
    rows = []
    made = Campaign.objects.in_bulk(campaigns)
    for plan, pk in zip(PLANS, campaigns, strict=True):
        campaign = made[pk]
        steps = _steps(plan, campaign, now)
        Campaign.objects.filter(pk=pk).update(version=len(steps))
        rows += [(campaign, *step) for step in steps]
    rows.sort(key=lambda row: row[1])
    fast_insert(
        AuditEntry,
        len(rows),
        {
            "at": [at for _, at, _, _, _ in rows],
            "actor_id": [campaign.owner_id if by else None for campaign, *_, by in rows],
            "action": [f"campaign.{action}" for _, _, action, _, _ in rows],
            "object_type": type_of(Campaign),
            "object_id": [str(campaign.pk) for campaign, *_ in rows],
            "detail": [detail for *_, detail, _ in rows],
        },
    )


def _steps(plan: Plan, campaign: Campaign, now: datetime) -> list[Step]:
    steps: list[Step] = [(campaign.created_at, "created", {"version": 1}, True)]
    if campaign.launched_at:
        steps.append((campaign.launched_at, "launched", _detail("draft", 2, "launched_at"), True))
    if campaign.ended_at:
        steps.append((campaign.ended_at, "ended", _detail("running", 3, "ended_at"), False))
    if plan.status == "paused":
        day = now.date() - timedelta(days=plan.ends or 0)
        at = datetime.combine(day, time(14, 20), tzinfo=UTC)
        steps.append((at, "paused", _detail("running", 3), True))
    return steps


def _detail(before: str, version: int, *empty: str) -> dict[str, Any]:
    """As campaigns.status writes it."""
    return {"before": before, "empty": list(empty), "version": version}
