"""Edit the fields of a deal. Stage, outcome and place have verbs of their own."""

from datetime import datetime
from typing import Any

from django.db import transaction

from clmsite.kernel.outbox import announce
from leads.models import Activity, Deal
from leads.pipeline.ledger import correct
from leads.pipeline.refusals import RefusedError, StaleDealError
from leads.pipeline.swap import current, swap
from leads.snapshot import snapshot

EDITABLE = (
    "name",
    "amount",
    "currency",
    "owner",
    "expected_close_on",
    "next_step",
    "next_step_on",
)


@transaction.atomic
def edit_deal(*, deal_id: int, version: int, now: datetime, by: Any = None, **changes: Any) -> Deal:
    """The deal with `changes` (any of EDITABLE) made; one entry tells who wrote which fields.

    The amount of a won deal may change: the ledger gets a correction, not another sale.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not fields one may edit: {sorted(unknown)}")
    deal = current(deal_id)
    if deal.version != version:
        raise StaleDealError(deal)
    changes = {name: value for name, value in changes.items() if getattr(deal, name) != value}
    if not changes:
        return deal
    _check(deal, changes)
    edited = swap(deal, version=version, **changes)
    _log(deal, edited, tuple(changes), now=now, by=by)
    if deal.outcome == Deal.Outcome.WON and "amount" in changes:
        correct(edited, now=now)
        announce("revenue.changed", deal_ids=[deal.pk])
    return edited


def _check(deal: Deal, changes: dict[str, Any]) -> None:
    if deal.outcome and "currency" in changes:
        raise RefusedError("currency_fixed", deal)
    if deal.outcome == Deal.Outcome.WON and changes.get("amount", deal.amount) is None:
        raise RefusedError("amount_needed", deal)


def _log(old: Deal, new: Deal, names: tuple[str, ...], *, now: datetime, by: Any) -> None:
    was, became = snapshot(old, names), snapshot(new, names)
    Activity.objects.create(
        lead_id=old.lead_id,
        deal=old,
        kind=Activity.Kind.SYSTEM,
        text="",
        at=now,
        author=by,
        detail={
            "action": "deal_edited",
            "version": new.version,
            "changes": {column: [was[column], became[column]] for column in was},
        },
    )
