"""Verbs: end one campaign, or all whose last day is over."""

from datetime import date, datetime
from typing import Any

from campaigns.models import Campaign
from campaigns.status import NotReadyError, change_status


def end(*, campaign: Campaign, actor: Any, now: datetime) -> bool:
    """End a running or paused campaign. True if this call did."""
    return change_status(
        campaign,
        come_from=[Campaign.Status.RUNNING, Campaign.Status.PAUSED],
        to=Campaign.Status.ENDED,
        actor=actor,
        action="campaign.ended",
        ended_at=now,
    )


def end_finished(*, now: datetime, today: date) -> int:
    """End every campaign whose last day lies before `today`; return how many.

    Run twice, the second run finds nothing. One that somebody ends meanwhile is left to them.
    """
    ended = 0
    for campaign in Campaign.objects.past_their_end(today=today).select_related("channel"):
        try:
            ended += end(campaign=campaign, actor=None, now=now)
        except NotReadyError:
            continue  # was put back to draft between the query and now
    return ended
