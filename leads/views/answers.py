"""Answers to a change of a deal, for every way it can be asked for.

With htmx: the columns that changed, the sums, a toast with Undo, and the deal's own page part if
that is where one is. Without: a toast and the page again. A refusal (409) looks the same, with
everything as it is now.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from clmsite.kernel.access import can
from clmsite.kernel.htmx import is_partial
from clmsite.kernel.toasts import Toast, toast
from leads.models import Deal, DealMove
from leads.pipeline.changes import changes_since
from leads.pipeline.refusals import RefusedError
from leads.pipeline.swap import Moved
from leads.views.board_state import BoardState
from leads.views.deal_page import deal_context


@dataclass(frozen=True)
class Answer:
    """What to tell, and which columns to draw again (None: all of them)."""

    deal: Deal
    toast: Toast
    stages: list[int] | None = None
    status: int = 200
    focus: bool = True


def moved(request: HttpRequest, done: Moved, text: str, *, with_undo: bool = True) -> HttpResponse:
    """The answer to a change that went through (or had gone through before)."""
    move = done.move
    undo = reverse("leads:move_undo", args=[move.pk]) if with_undo else ""
    stages = [move.from_stage_id, move.to_stage_id]
    return respond(request, Answer(done.deal, Toast(text, undo), stages))


def refused(
    request: HttpRequest, error: RefusedError, *, version: int | None = None
) -> HttpResponse:
    """409: what went against it, and everything as it is now."""
    text = words_of(error, version)
    return respond(request, Answer(error.deal, Toast(text, is_error=True), None, status=409))


def respond(request: HttpRequest, answer: Answer) -> HttpResponse:
    if not is_partial(request):
        return _redirect(request, answer)
    now = timezone.now()
    state = BoardState.sent_along(request)
    context: dict[str, Any] = {"toasts": [answer.toast], "deal": answer.deal, "board": None}
    context["may_edit"] = can(request.user, "deals.edit")
    if state:
        context |= state.context(state.read(now=now, only=answer.stages))
    context["shows_deal"] = request.POST.get("shows") == "deal"
    if context["shows_deal"]:
        context |= deal_context(request, answer.deal, now=now)
    context["redrawn"] = answer.stages
    response = render(request, "leads/board.html#changed", context, status=answer.status)
    patch_vary_headers(response, ["HX-Request-Type"])
    # Everything comes as partials; the form that was sent keeps its place.
    response["HX-Reswap"] = "none"
    if answer.status == 200:
        response["HX-Trigger"] = "deal-changed"
    return response


def words_of(error: RefusedError, version: int | None) -> str:
    """The conflict in words: who did what to the deal meanwhile, where that is known."""
    if error.code != "stale_version" or version is None:
        return error.text
    changes = changes_since(error.deal, version)
    if not changes:
        return error.text
    who = str(changes[0].by or _("Somebody"))
    last = next((change.move for change in changes if change.move), None)
    if last is None:
        return _("%(who)s edited “%(deal)s” first.") % {"who": who, "deal": error.deal}
    words = {"who": str(last.by or _("Somebody")), "deal": error.deal}
    return story_of(last) % (words | {"stage": last.to_stage})


def story_of(move: DealMove) -> str:
    """A sentence with %(who)s, %(deal)s and %(stage)s for what a move did."""
    if move.to_outcome == Deal.Outcome.WON:
        return _("%(who)s closed “%(deal)s” as won first.")
    if move.to_outcome == Deal.Outcome.LOST:
        return _("%(who)s closed “%(deal)s” as lost first.")
    if move.from_outcome:
        return _("%(who)s reopened “%(deal)s” in %(stage)s first.")
    return _("%(who)s moved “%(deal)s” to %(stage)s first.")


def _redirect(request: HttpRequest, answer: Answer) -> HttpResponse:
    said = answer.toast
    level = "error" if said.is_error else "success"
    toast(request, said.text, said.undo_url or None, level=level)
    return redirect(next_page(request, reverse("leads:deal", args=[answer.deal.pk])))


def next_page(request: HttpRequest, otherwise: str) -> str:
    """Where the form wants to go on; only to a page of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if wanted and ours else otherwise
