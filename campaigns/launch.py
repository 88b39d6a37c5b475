"""Verb: launch — a draft starts to run."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.status import NotReadyError, change_status

__all__ = ["NotReadyError", "launch", "reasons_against"]


def reasons_against(campaign: Campaign, *, today: date) -> list[str]:
    """Why the campaign cannot be launched; empty when it can."""
    reasons = []
    if not campaign.name.strip():
        reasons.append(_("It has no name."))
    if campaign.channel.key == "unassigned":
        reasons.append(_("It has no channel."))
    if campaign.starts_on and campaign.ends_on and campaign.ends_on < campaign.starts_on:
        reasons.append(_("It ends before it starts."))
    if campaign.ends_on and campaign.ends_on < today:
        reasons.append(_("Its last day is over."))
    return reasons


def launch(*, campaign: Campaign, actor: Any, now: datetime, today: date) -> bool:
    """Start the campaign. True if this call did, False if it was running already.

    Without a first day it starts today. NotReadyError says what is missing.
    """
    reasons = reasons_against(campaign, today=today)
    if reasons and campaign.status == Campaign.Status.DRAFT:
        raise NotReadyError(" ".join(reasons))
    return change_status(
        campaign,
        come_from=[Campaign.Status.DRAFT],
        to=Campaign.Status.RUNNING,
        actor=actor,
        action="campaign.launched",
        launched_at=now,
        starts_on=campaign.starts_on or today,
    )
