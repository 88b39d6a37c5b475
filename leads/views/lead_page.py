"""What the page of one lead shows."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from clmsite.kernel.access import can
from leads.forms.fields import owners
from leads.forms.leads import ActivityForm, EditLeadForm, FeedbackForm
from leads.journey import journey
from leads.lifecycle.stages import ALLOWED, ORDER, TIME_OF
from leads.lifecycle.undo import can_undo
from leads.models import Activity, Feedback, Lead
from leads.pipeline.board import dress
from leads.scope import deals_for
from leads.wording import STAGE_WORDS

ONLY = ("", "marketing", "sales")


def lead_context(
    request: HttpRequest,
    lead: Lead,
    *,
    now: datetime,
    edit_form: EditLeadForm | None = None,
    note_form: ActivityForm | None = None,
) -> dict[str, Any]:
    only = request.GET.get("only", "")
    deals = deals_for(request.user).filter(lead=lead).select_related("stage", "owner")
    last = lead.activities.filter(kind=Activity.Kind.SYSTEM).order_by("-id").first()
    return {
        "lead": lead,
        "part": only if only in ONLY else "",
        "journey": journey(lead, deals=deals_for(request.user), only=only),
        "steps": steps_of(lead),
        "deals": [dress(deal, now=now) for deal in deals],
        "has_open": any(not deal.outcome for deal in deals),
        "tasks": list(open_tasks(lead)),
        "note_form": note_form or ActivityForm(initial={"key": uuid.uuid4()}),
        "edit_form": edit_form or edit_form_of(lead),
        "is_editing": edit_form is not None,
        "feedback": list(lead.feedback.all()),
        "feedback_form": FeedbackForm(),
        "feedback_kinds": Feedback.Kind.choices,
        "owners": list(owners()),
        "extra": [(key, value) for key, value in lead.extra.items() if value not in ("", None)],
        "now": now,
        "undo_entry": last if last and can_undo(last, lead) else None,
    } | rights(request, lead)


def rights(request: HttpRequest, lead: Lead) -> dict[str, bool]:
    edits = can(request.user, "leads.edit")
    return {
        "may_edit": edits,
        "may_deal": can(request.user, "deals.edit"),
        "may_assign": can(request.user, "leads.assign"),
        "may_accept": edits and lead.stage in ALLOWED["accept"],
        "may_reject": edits and lead.stage in ALLOWED["reject"],
        "may_qualify": edits and lead.stage in ALLOWED["qualify"],
    }


def steps_of(lead: Lead) -> list[dict[str, Any]]:
    """The stages as steps: which are behind, which is now, and since when."""
    at = ORDER.index(lead.stage) if lead.stage in ORDER else 0
    return [
        {
            "name": STAGE_WORDS[name],
            "is_done": i < at,
            "is_now": name == lead.stage,
            "at": lead.created_at if name == "new" else getattr(lead, TIME_OF[name]),
        }
        for i, name in enumerate(ORDER)
    ]


def edit_form_of(lead: Lead, data: Any = None) -> EditLeadForm:
    names = [name for name in EditLeadForm.base_fields if name != "version"]
    start = {name: getattr(lead, name) for name in names} | {"version": lead.version}
    return EditLeadForm(data, initial=start)


def open_tasks(lead: Lead):
    tasks = lead.activities.filter(kind=Activity.Kind.TASK, done_at=None)
    return tasks.order_by("due_at", "id")
