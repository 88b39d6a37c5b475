"""Compare and swap: the one way a deal row changes. The database picks one winner of two."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leads.models import Deal, DealMove, Stage
from leads.pipeline.refusals import RefusedError, StaleDealError


@dataclass(frozen=True)
class Moved:
    """What a verb did. `is_repeat`: this gesture was done before, nothing changed now (AP-07)."""

    deal: Deal
    move: DealMove
    is_repeat: bool = False


def current(deal_id: int) -> Deal:
    return Deal.objects.select_related("stage", "lead", "owner").get(pk=deal_id)


def lock_columns(*stage_ids: int) -> dict[int, Stage]:
    """The stages by id, held until the transaction ends: one at a time orders their cards (AP-08).

    In the order of their ids, so that two who want the same two never wait for each other. NO
    KEY, so that deals may still be written into them elsewhere. SQLite needs no lock here: its
    transactions are IMMEDIATE, one writer at a time.
    """
    held = Stage.objects.select_for_update(no_key=True).filter(pk__in=stage_ids).order_by("pk")
    return {stage.pk: stage for stage in held}


def repeated(key: uuid.UUID | None, deal_id: int) -> Moved | None:
    """What the gesture `key` did when it was first sent."""
    move = DealMove.objects.filter(key=key).first() if key else None
    if move is None:
        return None
    deal = current(deal_id)
    if move.deal_id != deal_id:
        raise RefusedError("key_reused", deal)
    return Moved(deal, move, is_repeat=True)


def swap(deal: Deal, *, version: int, **values: Any) -> Deal:
    """Write `values` if the deal still has `version`; raise StaleDealError if it has not."""
    winner = Deal.objects.filter(pk=deal.pk, version=version)
    if not winner.update(version=version + 1, **values):
        raise StaleDealError(current(deal.pk))
    return current(deal.pk)


def record(
    old: Deal,
    new: Deal,
    *,
    now: datetime,
    by: Any,
    key: uuid.UUID | None,
    before: dict[str, Any] | None = None,
) -> DealMove:
    """The history row of a change from `old` to `new`."""
    return DealMove.objects.create(
        deal=new,
        at=now,
        by=by,
        from_stage_id=old.stage_id,
        to_stage_id=new.stage_id,
        from_rank=old.rank,
        from_outcome=old.outcome,
        to_outcome=new.outcome,
        before=before or {},
        key=key or uuid.uuid4(),
        version=new.version,
    )
