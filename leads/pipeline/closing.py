"""What winning, losing, reopening and undoing have in common."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from clmsite.kernel.outbox import announce
from leads.lifecycle.advance import advance_lead, retreat_lead
from leads.models import Deal, Lead
from leads.pipeline.refusals import RefusedError, StaleDealError
from leads.pipeline.swap import Moved, current, lock_columns, record, repeated, swap
from leads.snapshot import snapshot

KEPT = (
    "amount",
    "outcome",
    "closed_at",
    "reason",
    "close_note",
    "stage_entered_at",
)


def open_for_change(deal_id: int, version: int, key: uuid.UUID | None) -> tuple[Deal, Moved | None]:
    """The deal, its column held, and what this gesture did if it was sent before."""
    lock_columns(current(deal_id).stage_id)
    done = repeated(key, deal_id)
    deal = current(deal_id)
    if not done and deal.version != version:
        raise StaleDealError(deal)
    return deal, done


def change(
    deal: Deal,
    values: dict[str, Any],
    *,
    now: datetime,
    by: Any,
    key: uuid.UUID | None,
    then: Callable[[Deal], None],
    event: str,
) -> Moved:
    """Write the new outcome, its money (`then`), its history, and tell whoever subscribed."""
    before = snapshot(deal, KEPT)
    changed = swap(deal, version=deal.version, **values)
    then(changed)
    _follow(changed.lead)
    move = record(deal, changed, now=now, by=by, key=key, before=before)
    announce(event, deal_ids=[deal.pk])
    return Moved(changed, move)


def must_be(deal: Deal, *, is_open: bool) -> None:
    if is_open and deal.outcome:
        raise RefusedError("deal_closed", deal)
    if not is_open and not deal.outcome:
        raise RefusedError("deal_open", deal)


def _follow(lead: Lead) -> None:
    """A lead with a won deal is a customer; one without any is not one (any more)."""
    first = lead.deals.won().order_by("closed_at").first()
    if first:
        advance_lead(lead=lead, to=Lead.Stage.CUSTOMER, at=first.closed_at)
        Lead.objects.filter(pk=lead.pk).update(customer_at=first.closed_at)
    elif lead.stage == Lead.Stage.CUSTOMER:
        retreat_lead(lead=lead)
