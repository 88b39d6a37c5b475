"""What is done with a lead: accept, reject, qualify, assign, edit, log, note what they said."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clmsite.kernel.access import allowed
from clmsite.kernel.htmx import is_partial
from clmsite.kernel.periods import reporting_zone
from clmsite.kernel.toasts import toast
from leads.activities import finish_task, log_activity
from leads.feedback import add_feedback
from leads.forms.leads import ActivityForm, FeedbackForm, RejectForm
from leads.lifecycle.accept import accept_lead
from leads.lifecycle.assign import assign_lead
from leads.lifecycle.change import NotAllowedError, StaleLeadError
from leads.lifecycle.edit import edit_lead
from leads.lifecycle.qualify import qualify_lead
from leads.lifecycle.reject import reject_lead
from leads.lifecycle.undo import undo_change
from leads.models import Activity, Lead
from leads.scope import activities_for, leads_for
from leads.views.answers import next_page
from leads.views.lead_page import edit_form_of, lead_context
from leads.wording import REFUSALS, field_list


def _lead(request: HttpRequest, lead_id: int) -> Lead:
    return get_object_or_404(leads_for(request.user).select_related("owner"), pk=lead_id)


def _do(
    request: HttpRequest, lead: Lead, verb: Callable[..., Activity | None], text: str, **more: Any
) -> HttpResponse:
    """Run a verb of the lead's life; tell what happened, with a way back."""
    page = next_page(request, reverse("leads:lead", args=[lead.pk]))
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() else None
    try:
        entry = verb(lead_id=lead.pk, now=timezone.now(), by=request.user, version=version, **more)
    except (NotAllowedError, StaleLeadError) as error:
        toast(request, REFUSALS[error.code], level="error")
        return redirect(page)
    if entry is not None:
        undo = reverse("leads:change_undo", args=[entry.pk])
        toast(request, text % {"lead": lead}, undo, {"next": page})
    if not leads_for(request.user).filter(pk=lead.pk).exists():
        # Given to somebody else: the page is out of one's own sight now.
        return redirect(page if page != reverse("leads:lead", args=[lead.pk]) else "leads:list")
    return redirect(page)


@allowed("leads.edit")
@require_POST
def accept(request: HttpRequest, lead_id: int) -> HttpResponse:
    return _do(request, _lead(request, lead_id), accept_lead, _("%(lead)s accepted."))


@allowed("leads.edit")
@require_POST
def qualify(request: HttpRequest, lead_id: int) -> HttpResponse:
    return _do(request, _lead(request, lead_id), qualify_lead, _("%(lead)s qualified."))


@allowed("leads.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, lead_id: int) -> HttpResponse:
    """The form with the reasons, and rejecting."""
    lead = _lead(request, lead_id)
    is_sent = request.method == "POST"
    start = {"version": lead.version}
    form = RejectForm(request.POST if is_sent else None, initial=start)
    if is_sent and form.is_valid():
        sent = form.cleaned_data
        text = _("%(lead)s rejected.")
        return _do(request, lead, reject_lead, text, reason=sent["reason"], note=sent["note"])
    template = "leads/lead_reject.html" + ("#reject" if is_partial(request) else "")
    context = {"form": form, "lead": lead, "next": request.POST.get("next", "")}
    return render(request, template, context, status=422 if is_sent else 200)


@allowed("leads.assign")
@require_POST
def assign(request: HttpRequest, lead_id: int) -> HttpResponse:
    lead = _lead(request, lead_id)
    wanted = request.POST.get("owner", "")
    people = get_user_model().objects.filter(is_active=True)
    owner = get_object_or_404(people, pk=wanted) if wanted.isdecimal() else None
    text = _("%(lead)s has a new owner.")
    return _do(request, lead, assign_lead, text, owner=owner)


@allowed("leads.edit")
@require_POST
def undo(request: HttpRequest, entry_id: int) -> HttpResponse:
    # Who gave a lead away does not see it any more, but may take the gift back.
    given = Activity.objects.filter(author=request.user, detail__action="assigned")
    seen = Q(pk__in=activities_for(request.user).filter(pk=entry_id)) | Q(pk__in=given)
    entry = get_object_or_404(Activity.objects.filter(seen), pk=entry_id)
    try:
        undo_change(entry_id=entry.pk, now=timezone.now(), by=request.user)
    except NotAllowedError as error:
        toast(request, REFUSALS[error.code], level="error")
    else:
        toast(request, _("Undone."))
    return redirect(next_page(request, reverse("leads:lead", args=[entry.lead_id])))


@allowed("leads.edit")
@require_POST
def edit(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Save the details; a stale form comes back with what was typed and who was faster."""
    lead = _lead(request, lead_id)
    form = edit_form_of(lead, request.POST)
    if not form.is_valid():
        return _edit_again(request, lead, form, 422)
    try:
        entry = edit_lead(
            lead_id=lead.pk,
            now=timezone.now(),
            by=request.user,
            version=form.cleaned_data["version"],
            **form.changes,
        )
    except StaleLeadError:
        return _stale(request, lead, form.cleaned_data["version"])
    except NotAllowedError as error:
        form.add_error("email", REFUSALS[error.code])
        return _edit_again(request, lead, form, 422)
    undo_url = reverse("leads:change_undo", args=[entry.pk]) if entry else None
    toast(request, _("Saved."), undo_url)
    return redirect("leads:lead", lead.pk)


def _stale(request: HttpRequest, lead: Lead, version: int) -> HttpResponse:
    """409: what was typed stays; whoever was faster is named, with the fields they wrote."""
    data = request.POST.copy()
    data["version"] = lead.version
    form = edit_form_of(lead, data)
    form.is_valid()
    since = lead.activities.filter(kind=Activity.Kind.SYSTEM, detail__version__gt=version)
    for entry in since.select_related("author"):
        names = [name.removesuffix("_id") for name in entry.detail.get("changes", {})]
        who = {"who": entry.author or _("Somebody"), "fields": field_list(names)}
        form.add_error(None, _("%(who)s changed this first: %(fields)s.") % who)
    form.add_error(None, _("Saving again writes what stands here."))
    return _edit_again(request, lead, form, 409)


def _edit_again(request: HttpRequest, lead: Lead, form: Any, status: int) -> HttpResponse:
    context = lead_context(request, lead, now=timezone.now(), edit_form=form)
    return render(request, "leads/lead.html", context, status=status)


@allowed("leads.edit")
@require_POST
def log(request: HttpRequest, lead_id: int) -> HttpResponse:
    """A call, mail, meeting, note or task. The answer is a fresh form and the journey."""
    lead = _lead(request, lead_id)
    form = ActivityForm(request.POST)
    now = timezone.now()
    if form.is_valid():
        sent = form.cleaned_data
        log_activity(
            lead=lead,
            kind=sent["kind"],
            text=sent["text"],
            now=now,
            by=request.user,
            due_at=_noon(sent["due_on"]),
            key=sent["key"],
        )
        if not is_partial(request):
            toast(request, _("Saved."))
            return redirect("leads:lead", lead.pk)
    context = lead_context(request, lead, now=now, note_form=None if form.is_valid() else form)
    part = "#logged" if is_partial(request) else ""
    status = 200 if form.is_valid() else 422
    return render(request, f"leads/lead.html{part}", context, status=status)


def _noon(day: Any) -> datetime | None:
    return datetime.combine(day, time(12), tzinfo=reporting_zone()) if day else None


@allowed("leads.edit")
@require_POST
def finish(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Tick a task off, or (undo) open it again."""
    task = get_object_or_404(activities_for(request.user), pk=activity_id)
    is_done = request.POST.get("open") != "1"
    finish_task(activity_id=task.pk, now=timezone.now(), is_done=is_done)
    page = next_page(request, reverse("leads:lead", args=[task.lead_id]))
    if is_done:
        undo_url = reverse("leads:task_done", args=[task.pk])
        toast(request, _("Task done."), undo_url, {"open": "1", "next": page})
    return redirect(page)


@allowed("leads.edit")
@require_POST
def say(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Note what the person said: a chip and, if one likes, words."""
    lead = _lead(request, lead_id)
    form = FeedbackForm(request.POST)
    if form.is_valid():
        add_feedback(lead=lead, now=timezone.now(), by=request.user, **form.cleaned_data)
        toast(request, _("Noted."))
    else:
        toast(request, _("Choose a kind and write a few words."), level="error")
    return redirect("leads:lead", lead.pk)
