"""Accept a lead: sales will work on it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from clmsite.kernel.outbox import announce
from leads.lifecycle.change import NotAllowedError, change_lead, load
from leads.lifecycle.stages import ALLOWED
from leads.models import Activity, Lead


@transaction.atomic
def accept_lead(
    *, lead_id: int, now: datetime, by: Any = None, version: int | None = None
) -> Activity:
    """The entry about it. Whoever accepts a lead that nobody owns, owns it.

    A rejected one may come back.
    """
    lead = load(lead_id, version)
    if lead.stage not in ALLOWED["accept"]:
        raise NotAllowedError("not_acceptable", lead)
    values = {
        "stage": Lead.Stage.ACCEPTED,
        "accepted_at": lead.accepted_at or now,
        "rejected_at": None,
        "reject_reason": None,
        "reject_note": "",
    }
    if lead.owner is None and by is not None:
        values["owner"] = by
    entry = change_lead(lead, "accepted", values, now=now, by=by)
    announce("lead.changed", lead_ids=[lead.pk])
    return entry
