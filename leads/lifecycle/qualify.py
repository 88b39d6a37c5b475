"""Qualify a lead: there is a need that we can serve."""

from datetime import datetime
from typing import Any

from django.db import transaction

from clmsite.kernel.outbox import announce
from leads.lifecycle.change import NotAllowedError, change_lead, load
from leads.lifecycle.stages import ALLOWED, TIME_OF, times_on_reaching
from leads.models import Activity, Lead


@transaction.atomic
def qualify_lead(
    *, lead_id: int, now: datetime, by: Any = None, version: int | None = None
) -> Activity:
    """The entry about it. A new lead is accepted by the same step."""
    lead = load(lead_id, version)
    if lead.stage not in ALLOWED["qualify"]:
        raise NotAllowedError("not_qualifiable", lead)
    known = {column: getattr(lead, column) for column in TIME_OF.values()}
    values = {
        "stage": Lead.Stage.QUALIFIED,
        **times_on_reaching(Lead.Stage.QUALIFIED, known, now),
    }
    entry = change_lead(lead, "qualified", values, now=now, by=by)
    announce("lead.changed", lead_ids=[lead.pk])
    return entry
