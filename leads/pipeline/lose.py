"""Close a deal as lost, with the reason."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction

from leads.models import Deal, Reason
from leads.pipeline.closing import change, must_be, open_for_change
from leads.pipeline.days import closing_moment
from leads.pipeline.refusals import RefusedError
from leads.pipeline.swap import Moved


@transaction.atomic
def lose_deal(
    *,
    deal_id: int,
    version: int,
    now: datetime,
    reason: Reason | None,
    by: Any = None,
    on: date | None = None,
    note: str = "",
    key: uuid.UUID | None = None,
) -> Moved:
    """The lost deal. A reason is needed; the database asks for it, too."""
    deal, done = open_for_change(deal_id, version, key)
    if done:
        return done
    must_be(deal, is_open=True)
    if reason is None or reason.kind != Reason.Kind.LOST:
        raise RefusedError("reason_needed", deal)
    closed_at, _day = closing_moment(on, now)
    if closed_at > now:
        raise RefusedError("in_the_future", deal)
    values = {
        "outcome": Deal.Outcome.LOST,
        "closed_at": closed_at,
        "reason": reason,
        "close_note": note,
        "close_seq": deal.close_seq + 1,
    }
    return change(
        deal, values, now=now, by=by, key=key, then=lambda lost: None, event="deal.closed"
    )
