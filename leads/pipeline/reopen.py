"""Open a closed deal again: a booked sale is taken back, the card returns to its stage."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from leads.models import Deal
from leads.pipeline.closing import change, must_be, open_for_change
from leads.pipeline.ledger import take_back
from leads.pipeline.places import place_in
from leads.pipeline.swap import Moved


@transaction.atomic
def reopen_deal(
    *, deal_id: int, version: int, now: datetime, by: Any = None, key: uuid.UUID | None = None
) -> Moved:
    deal, done = open_for_change(deal_id, version, key)
    if done:
        return done
    must_be(deal, is_open=False)
    values = {
        "outcome": "",
        "closed_at": None,
        "reason": None,
        "close_note": "",
        "rank": place_in(deal.stage_id, deal_id=deal.pk),
        "stage_entered_at": now,
    }

    def money(reopened: Deal) -> None:
        if deal.outcome == Deal.Outcome.WON:
            take_back(deal, now=now)

    return change(deal, values, now=now, by=by, key=key, then=money, event="deal.reopened")
