"""How a campaign's status changes: one conditional update, so that of two clicks one wins."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.wording import STATUS_NAMES
from clmsite.kernel.audit import record


class NotReadyError(Exception):
    """The campaign cannot do that; the message says why, in words for the person who asked."""


@transaction.atomic
def change_status(
    campaign: Campaign,
    *,
    come_from: Collection[str],
    to: str,
    actor: Any,
    action: str,
    **fields: Any,
) -> bool:
    """Move from one of `come_from` to `to`. True if this call did it, False if it was there.

    `fields` are set along with it; the history keeps which of them had no value before.

    NotReadyError when the campaign is somewhere else.
    """
    empty = [name for name in fields if getattr(campaign, name) is None]
    for before in come_from:  # one at a time, so that the history knows which it was
        rows = Campaign.objects.filter(pk=campaign.pk, status=before)
        if rows.update(status=to, version=F("version") + 1, **fields):
            campaign.refresh_from_db()
            record(actor, action, campaign, before=before, empty=empty, version=campaign.version)
            return True
    campaign.refresh_from_db()
    if campaign.status == to:
        return False
    raise NotReadyError(
        _("This campaign cannot do that now. Its status: %(status)s.")
        % {"status": STATUS_NAMES[campaign.status]}
    )
