"""Reject a lead, with the reason: what marketing learns from."""

from datetime import datetime
from typing import Any

from django.db import transaction

from clmsite.kernel.outbox import announce
from leads.lifecycle.change import NotAllowedError, change_lead, load
from leads.lifecycle.stages import ALLOWED
from leads.models import Activity, Lead, Reason


@transaction.atomic
def reject_lead(
    *,
    lead_id: int,
    reason: Reason | None,
    now: datetime,
    by: Any = None,
    note: str = "",
    version: int | None = None,
) -> Activity:
    """The entry about it. A lead with an open deal is not rejected: the deal is lost first."""
    lead = load(lead_id, version)
    if lead.stage not in ALLOWED["reject"]:
        raise NotAllowedError("not_rejectable", lead)
    if reason is None or reason.kind != Reason.Kind.REJECT:
        raise NotAllowedError("reason_needed", lead)
    if lead.deals.open().exists():
        raise NotAllowedError("has_open_deals", lead)
    values = {
        "stage": Lead.Stage.REJECTED,
        "rejected_at": now,
        "reject_reason": reason,
        "reject_note": note,
    }
    entry = change_lead(lead, "rejected", values, now=now, by=by, text=note)
    announce("lead.changed", lead_ids=[lead.pk])
    return entry
