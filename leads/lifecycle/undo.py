"""Take one change of a lead back, when nothing came after it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from clmsite.kernel.outbox import announce
from leads.lifecycle.assign import give_deals_back
from leads.lifecycle.change import NotAllowedError, change_lead, load
from leads.models import Activity, Lead
from leads.snapshot import values_of


@transaction.atomic
def undo_change(*, entry_id: int, now: datetime, by: Any = None) -> Activity:
    """The entry about the undoing. NotAllowedError ("cannot_undo") when it is too late."""
    entry = Activity.objects.select_related("lead").get(pk=entry_id)
    lead = load(entry.lead_id, None)
    if not can_undo(entry, lead):
        raise NotAllowedError("cannot_undo", lead)
    was = {name: pair[0] for name, pair in entry.detail["changes"].items()}
    undone = change_lead(lead, "undone", values_of(Lead, was), now=now, by=by)
    give_deals_back(entry)
    announce("lead.changed", lead_ids=[lead.pk])
    return undone


def can_undo(entry: Activity, lead: Lead) -> bool:
    """The lead is as the entry left it: same version, same stage (deals move it without one)."""
    detail = entry.detail
    is_change = "changes" in detail and detail.get("action") not in {"undone", "deal_edited"}
    return is_change and detail["version"] == lead.version and detail["stage"] == lead.stage
