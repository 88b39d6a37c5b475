"""Verb: draft_campaign — where the loop closes: what was learned becomes the next campaign."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from campaigns.create import create_campaign
from campaigns.models import Campaign, Channel


def draft_campaign(
    *,
    follows: Campaign | None,
    name: str,
    channel: Channel,
    hypothesis: str,
    learned: str,
    budget: Decimal | None,
    currency: str,
    owner: Any,
    key: str,
    now: datetime | None = None,
) -> Campaign:
    """The draft that a finding asks for; asked again with the same `key`, the same draft.

    `follows` is the campaign it was learned from, `learned` what the figures said.
    """
    campaign, _is_new = create_campaign(
        actor=owner,
        now=now or timezone.now(),
        key=key,
        action="campaign.drafted",
        name=name,
        channel=channel,
        hypothesis=hypothesis,
        learned=learned,
        budget=budget,
        currency=currency,
        owner=owner,
        follows=follows,
    )
    return campaign
