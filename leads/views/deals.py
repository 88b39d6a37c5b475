"""One deal: its page, edits, closing, reopening; and new deals with more than a name."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clmsite.kernel.access import allowed
from clmsite.kernel.htmx import is_partial, render_page
from clmsite.kernel.toasts import Toast, toast
from leads.create import create_lead
from leads.feedback import add_feedback
from leads.forms.deals import DealForm, NewDealForm
from leads.models import Deal, Lead
from leads.pipeline.create import create_deal
from leads.pipeline.edit import edit_deal
from leads.pipeline.lose import lose_deal
from leads.pipeline.refusals import RefusedError
from leads.pipeline.reopen import reopen_deal
from leads.pipeline.undo_edit import last_edit, undo_edit
from leads.pipeline.win import win_deal
from leads.scope import deals_for, leads_for
from leads.views.answers import Answer, moved, refused, respond, words_of
from leads.views.deal_page import deal_context, lose_form, win_form


def _deal(request: HttpRequest, deal_id: int) -> Deal:
    rows = deals_for(request.user).select_related("lead", "owner", "stage__pipeline", "reason")
    return get_object_or_404(rows, pk=deal_id)


@allowed("deals.view")
@require_safe
def deal(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The deal's page; in the drawer of the board only its part of it."""
    found = _deal(request, deal_id)
    context = deal_context(request, found, now=timezone.now())
    return render_page(request, "leads/deal.html", context, partial="deal")


@allowed("deals.edit")
@require_POST
def edit(request: HttpRequest, deal_id: int) -> HttpResponse:
    found = _deal(request, deal_id)
    form = DealForm(request.POST, instance=found)
    if not form.is_valid():
        found.refresh_from_db()
        context = deal_context(request, found, now=timezone.now(), form=form)
        return render_page(request, "leads/deal.html", context, partial="deal", status=422)
    version = form.cleaned_data["version"]
    try:
        edited = edit_deal(
            deal_id=deal_id, version=version, now=timezone.now(), by=request.user, **form.changes
        )
    except RefusedError as error:
        return _edit_refused(request, error, version)
    entry = last_edit(edited) if edited.version != version else None
    undo = reverse("leads:edit_undo", args=[entry.pk]) if entry else ""
    return respond(request, Answer(edited, Toast(_("Saved."), undo), [edited.stage_id]))


@allowed("deals.edit")
@require_POST
def edit_undo(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take an edit back."""
    found = get_object_or_404(deals_for(request.user), activities=entry_id)
    try:
        back = undo_edit(entry_id=entry_id, now=timezone.now(), by=request.user)
    except RefusedError as error:
        return refused(request, error)
    text = _("“%(deal)s” is as it was before.") % {"deal": found}
    return respond(request, Answer(back, Toast(text), [back.stage_id]))


def _edit_refused(request: HttpRequest, error: RefusedError, version: int) -> HttpResponse:
    """409 with what was typed still in the form, and what is there now beside it."""

    now_there = _deal(request, error.deal.pk)
    data = request.POST.copy()
    data["version"] = now_there.version
    form = DealForm(data, instance=Deal(pk=now_there.pk, version=now_there.version))
    form.is_valid()
    form.add_error(None, words_of(error, version))
    if error.code == "stale_version":
        form.add_error(None, _("Saving again writes what stands here."))
    context = deal_context(request, now_there, now=timezone.now(), form=form)
    return render_page(request, "leads/deal.html", context, partial="deal", status=409)


@allowed("deals.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def win(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The form for winning, and winning."""
    found = _deal(request, deal_id)
    now = timezone.now()
    form = win_form(found, request.POST if request.method == "POST" else None, now=now)
    if not form.is_valid():
        return _close_page(request, found, form, "won")
    sent = form.cleaned_data
    try:
        done = win_deal(
            **_shared(request, found, form, now), amount=sent["amount"], reason=sent["reason"]
        )
    except RefusedError as error:
        return refused(request, error, version=sent["version"])
    _keep_chips(request, done, form, now)
    return moved(request, done, _("“%(deal)s” is won.") % {"deal": found})


@allowed("deals.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def lose(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The form for losing, and losing."""
    found = _deal(request, deal_id)
    now = timezone.now()
    form = lose_form(found, request.POST if request.method == "POST" else None, now=now)
    if not form.is_valid():
        return _close_page(request, found, form, "lost")
    sent = form.cleaned_data
    try:
        done = lose_deal(**_shared(request, found, form, now), reason=sent["reason"])
    except RefusedError as error:
        return refused(request, error, version=sent["version"])
    _keep_chips(request, done, form, now)
    return moved(request, done, _("“%(deal)s” is lost.") % {"deal": found})


@allowed("deals.edit")
@require_POST
def reopen(request: HttpRequest, deal_id: int) -> HttpResponse:
    found = _deal(request, deal_id)
    version = int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else None
    if version is None:
        return HttpResponse(_("The version of the deal is missing."), status=428)
    try:
        done = reopen_deal(
            deal_id=deal_id, version=version, now=timezone.now(), by=request.user, key=_key(request)
        )
    except RefusedError as error:
        return refused(request, error, version=version)
    return moved(request, done, _("“%(deal)s” is open again.") % {"deal": found})


@allowed("deals.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A deal with amount and next step, for a lead that is known (?lead=) or new."""
    scope = leads_for(request.user)
    start = {name: request.GET.get(name, "") for name in ("lead", "name", "stage")}
    form = NewDealForm(
        request.POST or None, leads=scope, initial={k: v for k, v in start.items() if v}
    )
    lead = scope.filter(pk=start["lead"]).first() if start["lead"].isdecimal() else None
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"form": form, "lead": lead}
        return render_page(request, "leads/deal_new.html", context, partial="form", status=status)
    made = _make(request, form.cleaned_data)
    toast(request, _("“%(deal)s” added to %(stage)s.") % {"deal": made, "stage": made.stage})
    return redirect("leads:deal", made.pk)


def _make(request: HttpRequest, sent: dict[str, Any]) -> Deal:
    now, lead = timezone.now(), sent["lead"]
    if lead is None:
        name = sent["name"]
        person = {"email": name} if "@" in name and " " not in name else {"name": name}
        origin = Lead.Origin.HAND
        lead, _made = create_lead(now=now, owner=request.user, origin=origin, **person)
    return create_deal(
        lead=lead,
        now=now,
        by=request.user,
        name=sent["title"],
        **{k: sent[k] for k in ("amount", "currency", "stage", "next_step", "next_step_on")},
    )


def _shared(request: HttpRequest, found: Deal, form: Any, now: Any) -> dict[str, Any]:
    sent = form.cleaned_data
    shared = {name: sent[name] for name in ("version", "key", "on", "note")}
    return shared | {"deal_id": found.pk, "now": now, "by": request.user}


def _keep_chips(request: HttpRequest, done: Any, form: Any, now: Any) -> None:
    if done.is_repeat:
        return
    for kind, topic in form.said:
        add_feedback(
            lead=done.deal.lead, deal=done.deal, kind=kind, topic=topic, now=now, by=request.user
        )


def _close_page(request: HttpRequest, found: Deal, form: Any, outcome: str) -> HttpResponse:
    context = {
        "deal": found,
        "form": form,
        "outcome": outcome,
        "action": reverse(f"leads:deal_{'win' if outcome == 'won' else 'lose'}", args=[found.pk]),
    }
    status = 422 if request.method == "POST" else 200
    if is_partial(request):
        return render(request, "leads/deal_close.html#close", context, status=status)
    return render(request, "leads/deal_close.html", context, status=status)


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None
