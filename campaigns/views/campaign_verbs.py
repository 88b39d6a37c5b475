"""Launch, pause, resume, end, duplicate, delete: one POST each, and the way back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campaigns import delete_draft as deleting
from campaigns import duplicate as copying
from campaigns import end as ending
from campaigns import launch as launching
from campaigns import pause as pausing
from campaigns import undo as undoing
from campaigns.models import Campaign
from campaigns.scope import campaigns_for
from campaigns.status import NotReadyError
from clmsite.kernel.access import allowed
from clmsite.kernel.models import AuditEntry
from clmsite.kernel.periods import day_of
from clmsite.kernel.text import clean_line
from clmsite.kernel.toasts import toast
from clmsite.kernel.trash import CannotRestoreError, restore
from clmsite.kernel.versions import StaleError

SAID = {
    "launch": gettext_lazy("Launched."),
    "pause": gettext_lazy("Paused. Its links still work."),
    "resume": gettext_lazy("Running again."),
    "end": gettext_lazy("Ended. Its links still work."),
}


def _found(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(campaigns_for(request.user).select_related("channel"), pk=pk)


def _change(request: HttpRequest, pk: int, verb: str, change: Any) -> HttpResponse:
    """Run one change of status and say so, with Undo; a second click of the same kind is silent."""
    campaign = _found(request, pk)
    before = campaign.status
    try:
        changed = change(campaign)
    except NotReadyError as reason:
        toast(request, str(reason), level="error")
        return redirect("campaigns:campaign", pk=pk)
    if changed:
        back = {"before": before, "version": campaign.version}
        toast(request, SAID[verb], reverse("campaigns:undo", args=[pk]), back)
    return redirect("campaigns:campaign", pk=pk)


@allowed("campaigns.edit")
@require_POST
def launch(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    times = {"now": now, "today": day_of(now)}
    return _change(
        *(request, pk, "launch"),
        lambda campaign: launching.launch(campaign=campaign, actor=request.user, **times),
    )


@allowed("campaigns.edit")
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(
        *(request, pk, "pause"),
        lambda campaign: pausing.pause(campaign=campaign, actor=request.user),
    )


@allowed("campaigns.edit")
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(
        *(request, pk, "resume"),
        lambda campaign: pausing.resume(campaign=campaign, actor=request.user),
    )


@allowed("campaigns.edit")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    return _change(
        *(request, pk, "end"),
        lambda campaign: ending.end(campaign=campaign, actor=request.user, now=now),
    )


@allowed("campaigns.edit")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last change of status back, as long as it is the last."""
    campaign = _found(request, pk)
    version = request.POST.get("version", "")
    try:
        undoing.undo(
            campaign=campaign,
            before=request.POST.get("before", ""),
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            actor=request.user,
        )
    except StaleError:
        toast(request, _("Too late to undo: it was changed again since."), level="error")
    else:
        toast(request, _("Undone."))
    return redirect("campaigns:campaign", pk=pk)


@allowed("campaigns.edit")
@require_POST
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft with the same plan and open its form; the page's key makes it one."""
    key = clean_line(request.POST.get("key"), 60)
    copy, _is_new = copying.duplicate(
        campaign=_found(request, pk),
        actor=request.user,
        now=timezone.now(),
        key=f"copy:{key}" if key else None,
    )
    return redirect("campaigns:campaign_edit", pk=copy.pk)


@allowed("campaigns.edit")
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _found(request, pk)
    try:
        entry = deleting.delete_draft(campaign=campaign, actor=request.user)
    except NotReadyError as reason:
        toast(request, str(reason), level="error")
        return redirect("campaigns:campaign", pk=pk)
    said = _("Draft “%(name)s” deleted.") % {"name": campaign.name}
    toast(request, said, reverse("campaigns:restore"), {"entry": entry.pk})
    return redirect("campaigns:list")


@allowed("campaigns.edit")
@require_POST
def restore_deleted(request: HttpRequest) -> HttpResponse:
    """Bring a deleted draft back: only what this person deleted themselves."""
    number = request.POST.get("entry", "")
    entries = AuditEntry.objects.filter(action="campaign.deleted", actor=request.user)
    entry = get_object_or_404(entries, pk=number if number.isdecimal() else 0)
    try:
        campaign = restore(request.user, "campaign.restored", entry)
    except CannotRestoreError:
        toast(request, _("It is back already, or its short name was taken."), level="error")
        return redirect("campaigns:list")
    toast(request, _("Draft is back."))
    return redirect("campaigns:campaign", pk=campaign.pk)
