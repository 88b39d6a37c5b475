"""Verb: duplicate — a new draft with the plan of another campaign, without its results."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from campaigns.create import create_campaign
from campaigns.models import Campaign

PLAN = (
    *("channel", "budget", "currency", "goal_leads", "goal_qualified", "goal_customers"),
    *("goal_revenue", "hypothesis", "tags"),
)


def duplicate(
    *, campaign: Campaign, actor: Any, now: datetime, key: str | None = None
) -> tuple[Campaign, bool]:
    """A draft with the same plan and no dates, owned by `actor`, and whether it is new.

    Dates, spend, links and `follows` stay with the original: a copy is not a lesson learned.
    """
    plan = {name: getattr(campaign, name) for name in PLAN}
    name = _("Copy of %(name)s") % {"name": campaign.name}
    return create_campaign(
        actor=actor,
        now=now,
        key=key,
        action="campaign.duplicated",
        name=name[:120],
        owner=actor,
        **plan,
    )
