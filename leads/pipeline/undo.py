"""Turn back one change on the board, when nothing came after it."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction

from leads.models import Deal, DealMove, Revenue
from leads.pipeline.closing import change
from leads.pipeline.ledger import book_sale, take_back
from leads.pipeline.places import place_in
from leads.pipeline.refusals import RefusedError
from leads.pipeline.swap import Moved, current, lock_columns, record, repeated, swap
from leads.snapshot import values_of


@transaction.atomic
def undo_move(
    *, move_id: int, now: datetime, by: Any = None, key: uuid.UUID | None = None
) -> Moved:
    """The deal as it was before the move: stage, place, outcome, amount, money, lead.

    That is a change like any other, with its own row of history; it can not itself be undone.
    RefusedError ("cannot_undo") when the deal has changed since, or was put back already.
    """
    move = DealMove.objects.select_related("deal").get(pk=move_id)
    lock_columns(move.from_stage_id, move.deal.stage_id)
    done = repeated(key, move.deal_id)
    if done:
        return done
    move.refresh_from_db(fields=["undone_at"])
    deal = current(move.deal_id)
    if not can_undo(move, deal):
        raise RefusedError("cannot_undo", deal)
    values = {"stage_id": move.from_stage_id} | values_of(Deal, move.before)
    if not move.from_outcome:
        values["rank"] = _free_place(move)
    back = _put_back(move, deal, values, now=now, by=by, key=key)
    DealMove.objects.filter(pk=move.pk).update(undone_at=now)
    return back


def can_undo(move: DealMove, deal: Deal) -> bool:
    return move.undone_at is None and deal.version == move.version and "undoes" not in move.before


def _put_back(
    move: DealMove,
    deal: Deal,
    values: dict[str, Any],
    *,
    now: datetime,
    by: Any,
    key: uuid.UUID | None,
) -> Moved:
    note = {"undoes": move.pk}
    if move.from_outcome == move.to_outcome:
        restored = swap(deal, version=deal.version, **values)
        return Moved(restored, record(deal, restored, now=now, by=by, key=key, before=note))
    event = "deal.closed" if move.from_outcome else "deal.reopened"
    if move.from_outcome:
        values["close_seq"] = deal.close_seq + 1

    def money(restored: Deal) -> None:
        if move.to_outcome == Deal.Outcome.WON:
            take_back(deal, now=now)
        if move.from_outcome == Deal.Outcome.WON:
            book_sale(restored, on=_last_sale_day(restored), now=now)

    back = change(deal, values, now=now, by=by, key=key, then=money, event=event)
    DealMove.objects.filter(pk=back.move.pk).update(before=back.move.before | note)
    return back


def _free_place(move: DealMove):
    """The old place; right above the card that has taken it meanwhile."""
    column = Deal.objects.open().filter(stage_id=move.from_stage_id, rank=move.from_rank)
    taken_by = column.exclude(pk=move.deal_id).values_list("pk", flat=True).first()
    if taken_by is None:
        return move.from_rank
    return place_in(move.from_stage_id, deal_id=move.deal_id, before_id=taken_by)


def _last_sale_day(deal: Deal) -> date:
    sales = Revenue.objects.filter(deal=deal, kind=Revenue.Kind.SALE).order_by("-id")
    return sales.values_list("occurred_on", flat=True)[0]
