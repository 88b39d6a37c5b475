"""The board, and what is done on it: move, load more, add, see what others did."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clmsite.kernel.access import allowed, can
from clmsite.kernel.htmx import is_partial, render_page
from clmsite.kernel.toasts import Toast, toast
from leads.create import create_lead, likely_duplicates
from leads.forms.deals import MoveForm, QuickAddForm
from leads.models import Lead
from leads.pipeline.create import create_deal
from leads.pipeline.move import move_deal
from leads.pipeline.refusals import RefusedError
from leads.pipeline.undo import undo_move
from leads.scope import deals_for, leads_for
from leads.views.answers import Answer, moved, refused, respond
from leads.views.board_state import BoardState


@allowed("deals.view")
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Open deals by stage."""
    state = BoardState.of_page(request)
    context = state.context(state.read(now=timezone.now())) | {
        "state": state,
        "form": state.filter.form,
        "picks": [state.filter.form[name] for name in ("owner", "campaign")],
        "errors": state.errors,
        "may_edit": can(request.user, "deals.edit"),
        "list_url": f"{reverse('leads:deals')}?{state.querystring}",
    }
    status = 400 if state.errors else 200
    return render_page(request, "leads/board.html", context, partial="filtered", status=status)


@allowed("deals.edit")
@require_POST
def move(request: HttpRequest, deal_id: int) -> HttpResponse:
    """One gesture: a card to a place. The version it was seen with comes along."""
    deal = get_object_or_404(deals_for(request.user), pk=deal_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return HttpResponse(
            _("This move cannot be read."), status=428 if "version" in form.errors else 400
        )
    gesture = form.cleaned_data
    try:
        done = move_deal(deal_id=deal.pk, now=timezone.now(), by=request.user, **gesture)
    except RefusedError as error:
        return refused(request, error, version=gesture["version"])
    words = {"deal": done.deal, "stage": done.move.to_stage}
    if done.move.from_stage_id == done.move.to_stage_id:
        return moved(request, done, _("“%(deal)s” has a new place.") % words)
    return moved(request, done, _("“%(deal)s” moved to %(stage)s.") % words)


@allowed("deals.edit")
@require_POST
def undo(request: HttpRequest, move_id: int) -> HttpResponse:
    """Take one change on the board back."""
    deal = get_object_or_404(deals_for(request.user), moves=move_id)
    try:
        done = undo_move(move_id=move_id, now=timezone.now(), by=request.user)
    except RefusedError as error:
        return refused(request, error)
    text = _("“%(deal)s” is as it was before.") % {"deal": deal}
    return moved(request, done, text, with_undo=False)


@allowed("deals.view")
@require_safe
def column(request: HttpRequest, stage_id: int) -> HttpResponse:
    """One column, further unrolled. Without htmx: the whole board, so unrolled."""
    if not is_partial(request):
        return redirect(f"{reverse('leads:board')}?{request.GET.urlencode()}")
    state = BoardState.of_page(request)
    found = state.read(now=timezone.now(), only=[stage_id])
    one = next((c for c in found.columns if c.stage.pk == stage_id), None)
    if one is None:
        return HttpResponse(_("This stage is no longer there."), status=404)
    context = state.context(found) | {"column": one, "may_edit": can(request.user, "deals.edit")}
    return render(request, "leads/board.html#column", context)


@allowed("deals.view")
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """204 while the columns are as this browser shows them, else a notice. Asked every 15 s."""
    state = BoardState.sent_along(request)
    if state is None:
        return HttpResponse(status=204)
    now_there = {c.mark for c in state.read(now=timezone.now(), only=[]).columns}
    if now_there == set(request.GET.getlist("mark")):
        return HttpResponse(status=204)
    context = {"board_query": state.querystring}
    return render(request, "leads/board.html#notice", context)


@allowed("deals.edit")
@require_POST
def quick_add(request: HttpRequest) -> HttpResponse:
    """A deal from one field: the name of a person or company, or an e-mail address."""
    form = QuickAddForm(request.POST, leads=leads_for(request.user))
    if not form.is_valid():
        return _add_again(request, form)
    lead = form.cleaned_data["lead"]
    if lead is None and not form.cleaned_data["is_new"]:
        same = list(likely_duplicates(leads_for(request.user), **form.person)[:3])
        if same:
            return _add_again(request, form, duplicates=same)
    now = timezone.now()
    if lead is None:
        lead, _made = create_lead(
            now=now, actor=request.user, owner=request.user, origin=Lead.Origin.HAND, **form.person
        )
    deal = create_deal(lead=lead, now=now, by=request.user, stage=form.cleaned_data["stage"])
    text = _("“%(deal)s” added to %(stage)s.") % {"deal": deal, "stage": deal.stage}
    return respond(request, Answer(deal, Toast(text), [deal.stage_id]))


def _add_again(request: HttpRequest, form: QuickAddForm, duplicates: Any = ()) -> HttpResponse:
    """The form again: with its error, or with the leads that may be the same."""
    if not is_partial(request):
        text = _("There is such a lead already.") if duplicates else _("Write a name.")
        toast(request, text, level="error")
        return redirect(f"{reverse('leads:deal_new')}?{form.as_query()}")
    context = {"form": form, "stage": form.chosen_stage, "duplicates": duplicates}
    context |= {"errors": form.errors, "typed": form.data.get("name", "")}
    return render(request, "leads/board.html#add", context, status=422)
