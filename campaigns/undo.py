"""Verb: undo — puts a campaign back to the status it had before the last click."""

from typing import Any

from django.db import transaction

from campaigns.models import Campaign
from clmsite.kernel.audit import history, record
from clmsite.kernel.versions import StaleError, save_version

_S = Campaign.Status
# (now, before): the clicks that can be taken back.
STEPS = {
    *((_S.RUNNING, _S.DRAFT), (_S.PAUSED, _S.RUNNING), (_S.RUNNING, _S.PAUSED)),
    *((_S.ENDED, _S.RUNNING), (_S.ENDED, _S.PAUSED)),
}


@transaction.atomic
def undo(*, campaign: Campaign, before: str, version: int, actor: Any) -> None:
    """Set the status back to `before`, if nothing happened since `version`. Else StaleError."""
    if (campaign.status, before) not in STEPS:
        raise StaleError(campaign)
    save_version(campaign, version=version, status=before, **_emptied(campaign, version))
    record(actor, "campaign.undone", campaign, to=before, version=campaign.version)


def _emptied(campaign: Campaign, version: int) -> dict[str, None]:
    """What the click filled in (the moment of launch, a first day that was left open)."""
    entries = history(campaign)[:5]
    last = next((entry for entry in entries if entry.detail.get("version") == version), None)
    return dict.fromkeys(last.detail.get("empty", [])) if last else {}
