"""Open a deal for a lead: on top of its column."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from clmsite.kernel.outbox import announce
from leads.lifecycle.advance import advance_lead
from leads.models import Deal, Lead, Stage
from leads.pipeline.places import place_in
from leads.pipeline.swap import current, lock_columns


@transaction.atomic
def create_deal(
    *,
    lead: Lead,
    now: datetime,
    by: Any = None,
    name: str = "",
    amount: Decimal | None = None,
    currency: str = "",
    stage: Stage | None = None,
    **fields: Any,
) -> Deal:
    """The new deal. Its name is the company's (else the person's), its owner the lead's or `by`."""
    stage = stage or Stage.objects.order_by("pipeline", "position", "id")[0]
    lock_columns(stage.pk)
    fields.setdefault("owner", lead.owner or by)
    deal = Deal.objects.create(
        lead=lead,
        name=name or lead.company or str(lead),
        amount=amount,
        currency=currency or settings.REPORTING_CURRENCY,
        stage=stage,
        rank=place_in(stage.pk),
        created_at=now,
        stage_entered_at=now,
        **fields,
    )
    advance_lead(lead=lead, to=Lead.Stage.OPPORTUNITY, at=now)
    announce("lead.changed", lead_ids=[lead.pk])
    return current(deal.pk)
