"""Verbs: pause and resume. Links of a paused campaign still lead where they lead."""

from typing import Any

from campaigns.models import Campaign
from campaigns.status import change_status


def pause(*, campaign: Campaign, actor: Any) -> bool:
    """Pause a running campaign. True if this call did."""
    return change_status(
        campaign,
        come_from=[Campaign.Status.RUNNING],
        to=Campaign.Status.PAUSED,
        actor=actor,
        action="campaign.paused",
    )


def resume(*, campaign: Campaign, actor: Any) -> bool:
    """Let a paused campaign run again. True if this call did."""
    return change_status(
        campaign,
        come_from=[Campaign.Status.PAUSED],
        to=Campaign.Status.RUNNING,
        actor=actor,
        action="campaign.resumed",
    )
