"""Verb: create_campaign — a draft, made once however often its form is sent."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from campaigns.models import Campaign
from campaigns.slugs import free_slug
from clmsite.kernel.audit import record

TRIES = 8  # as many people who give the same name at once each get a slug of their own


def create_campaign(
    *,
    actor: Any,
    now: datetime,
    key: str | None = None,
    action: str = "campaign.created",
    **fields: Any,
) -> tuple[Campaign, bool]:
    """A new draft from `fields`, and True; with a `key` that was used before: that one, and False.

    Without a slug the name makes one. The unique columns decide between racing calls.
    """
    for attempt in range(TRIES):
        made = made_before(key)
        if made:
            return made, False
        slug = fields.get("slug") or free_slug(fields["name"])
        try:
            with transaction.atomic():
                values = {**fields, "slug": slug, "proposal_key": key, "created_at": now}
                campaign = Campaign.objects.create(status=Campaign.Status.DRAFT, **values)
                record(actor, action, campaign)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            continue
        return campaign, True
    raise AssertionError("unreachable")


def made_before(key: str | None) -> Campaign | None:
    return Campaign.objects.filter(proposal_key=key).first() if key else None
