"""Verb: undo — puts a campaign back to the status it had before the last click."""

from typing import Any

from django.db import transaction

from campaigns.models import Campaign
from clmsite.kernel.audit import record
from clmsite.kernel.versions import StaleError, save_version

_S = Campaign.Status
# (now, before): what the click between them had set.
_SET_BY = {
    (_S.RUNNING, _S.DRAFT): {"launched_at": None},
    (_S.PAUSED, _S.RUNNING): {},
    (_S.RUNNING, _S.PAUSED): {},
    (_S.ENDED, _S.RUNNING): {"ended_at": None},
    (_S.ENDED, _S.PAUSED): {"ended_at": None},
}


@transaction.atomic
def undo(*, campaign: Campaign, before: str, version: int, actor: Any) -> None:
    """Set the status back to `before`, if nothing happened since `version`. Else StaleError."""
    cleared = _SET_BY.get((campaign.status, before))
    if cleared is None:
        raise StaleError(campaign)
    save_version(campaign, version=version, status=before, **cleared)
    record(actor, "campaign.undone", campaign, to=before, version=campaign.version)
