"""Close a deal as won: the sale is booked and the lead is a customer."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from leads.models import Deal, Reason
from leads.pipeline.closing import change, must_be, open_for_change
from leads.pipeline.days import closing_moment
from leads.pipeline.ledger import book_sale
from leads.pipeline.refusals import RefusedError
from leads.pipeline.swap import Moved


@transaction.atomic
def win_deal(
    *,
    deal_id: int,
    version: int,
    now: datetime,
    by: Any = None,
    amount: Decimal | None = None,
    on: date | None = None,
    reason: Reason | None = None,
    note: str = "",
    key: uuid.UUID | None = None,
) -> Moved:
    """The won deal. Without `amount` the deal's own counts; `on` is a day in the reporting zone."""
    deal, done = open_for_change(deal_id, version, key)
    if done:
        return done
    must_be(deal, is_open=True)
    amount = deal.amount if amount is None else amount
    if amount is None:
        raise RefusedError("amount_needed", deal)
    closed_at, day = closing_moment(on, now)
    if closed_at > now:
        raise RefusedError("in_the_future", deal)
    values = {
        "outcome": Deal.Outcome.WON,
        "amount": amount,
        "closed_at": closed_at,
        "reason": reason,
        "close_note": note,
        "close_seq": deal.close_seq + 1,
    }
    return change(
        deal,
        values,
        now=now,
        by=by,
        key=key,
        then=lambda won: book_sale(won, on=day, now=now),
        event="deal.closed",
    )
