"""Move a deal to a place on the board (reliability AP-06 to AP-10)."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from leads.models import Stage
from leads.pipeline.places import place_in
from leads.pipeline.refusals import RefusedError, StaleDealError
from leads.pipeline.stages import refusal
from leads.pipeline.swap import Moved, current, lock_columns, record, repeated, swap


@transaction.atomic
def move_deal(
    *,
    deal_id: int,
    stage_id: int,
    version: int,
    now: datetime,
    by: Any = None,
    before_id: int | None = None,
    after_id: int | None = None,
    key: uuid.UUID | None = None,
) -> Moved:
    """The deal in its new place, with one row of history.

    `version` is the one the caller saw; whoever comes second gets StaleDealError with the deal
    as it is now. `key` is made once per gesture: sent again, it changes nothing. Without a
    neighbour the deal goes to the top of the column.
    """
    stage = lock_columns(stage_id).get(stage_id)
    done = repeated(key, deal_id)
    if done:
        return done
    deal = current(deal_id)
    if deal.version != version:
        raise StaleDealError(deal)
    _check(deal, stage)
    rank = place_in(stage.pk, deal_id=deal_id, before_id=before_id, after_id=after_id)
    entered = deal.stage_entered_at if deal.stage_id == stage.pk else now
    before = {"stage_entered_at": deal.stage_entered_at.isoformat()}
    moved = swap(deal, version=version, stage=stage, rank=rank, stage_entered_at=entered)
    return Moved(moved, record(deal, moved, now=now, by=by, key=key, before=before))


def _check(deal: Any, stage: Stage | None) -> None:
    if stage is None:
        raise RefusedError("stage_changed", deal)
    why = refusal(
        outcome=deal.outcome,
        from_pipeline=deal.stage.pipeline_id,
        to_pipeline=stage.pipeline_id,
    )
    if why:
        raise RefusedError(why, deal)
