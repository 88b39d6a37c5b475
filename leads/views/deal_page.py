"""What the page of one deal shows; also drawn into the drawer of the board."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from campaigns.models import Touch
from clmsite.kernel.access import can
from leads.forms.deals import DealForm, LoseForm, WinForm
from leads.models import Deal, Feedback
from leads.pipeline.board import dress
from leads.pipeline.days import today_of
from leads.pipeline.story import deal_story
from leads.pipeline.undo import can_undo
from leads.scope import leads_for

# What customers say most, one tap each. Typed ones are added on the lead's page.
CHIPS = [
    (Feedback.Kind.OBJECTION, "Price"),
    (Feedback.Kind.OBJECTION, "Timing"),
    (Feedback.Kind.COMPETITOR, "Competitor named"),
    (Feedback.Kind.MISSING, "Feature missing"),
    (Feedback.Kind.FIT, "Good fit"),
]


def chip_choices() -> list[tuple[str, str]]:
    return [(f"{kind}:{topic}", topic) for kind, topic in CHIPS]


def deal_context(
    request: HttpRequest, deal: Deal, *, now: datetime, form: DealForm | None = None
) -> dict[str, Any]:
    dress(deal, now=now)
    last = deal.moves.order_by("-id").first()
    return {
        "deal": deal,
        "form": form or DealForm(instance=deal),
        "stages": list(deal.stage.pipeline.stages.all()),
        "may_edit": can(request.user, "deals.edit"),
        # Name and company stand on the card anyway; how to reach them is the lead's page's.
        "sees_lead": leads_for(request.user).filter(pk=deal.lead_id).exists(),
        "story": deal_story(deal),
        "last_move": last if last and can_undo(last, deal) else None,
        "touch": first_touch_of_deal(deal),
        "revenue": list(deal.revenue.all()),
        "feedback": list(deal.feedback.all()),
    }


def first_touch_of_deal(deal: Deal) -> Touch | None:
    touches = Touch.objects.filter(visitor__identity__lead=deal.lead_id, is_human=True)
    return touches.select_related("campaign", "channel").order_by("at", "id").first()


def win_form(deal: Deal, data: Any = None, *, now: datetime) -> WinForm:
    """The amount in the smallest form one can retype; the day is today."""
    initial = _initial(deal, now) | {"amount": deal.amount}
    return WinForm(data, chips=chip_choices(), initial=initial)


def lose_form(deal: Deal, data: Any = None, *, now: datetime) -> LoseForm:
    return LoseForm(data, chips=chip_choices(), initial=_initial(deal, now))


def _initial(deal: Deal, now: datetime) -> dict[str, Any]:
    return {"version": deal.version, "key": uuid.uuid4(), "on": today_of(now)}
