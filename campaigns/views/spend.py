"""Spend: the list of all rows, and the form that adds or changes one by hand."""

from typing import Any

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.filters import SpendFilter
from campaigns.forms import SpendForm
from campaigns.models import Campaign, Spend
from campaigns.scope import campaigns_for, spend_for
from campaigns.spend import SpendConflictError, delete_spend, edit_spend, record_spend
from campaigns.wording import SOURCE_NAMES
from clmsite.kernel.access import allowed, can
from clmsite.kernel.csv_out import csv_response
from clmsite.kernel.listing import Listing, listing, render_list
from clmsite.kernel.models import AuditEntry
from clmsite.kernel.periods import day_of
from clmsite.kernel.toasts import toast
from clmsite.kernel.trash import CannotRestoreError, restore

SORTS: dict[str, str | tuple[str, ...]] = {
    "day": ("spent_on", "id"),
    "campaign": ("campaign__name", "spent_on"),
    "amount": ("currency", "amount"),
    "source": ("source", "spent_on"),
}
CSV = (
    *("id", "spent_on", "campaign", "channel", "label", "amount", "currency", "impressions"),
    *("clicks", "claimed_conversions", "source", "external_id"),
)


@allowed("spend.view")
@require_safe
def spend_list(request: HttpRequest) -> HttpResponse:
    """Every row of money out, with a total per currency of what is shown."""
    rows = spend_for(request.user).select_related("campaign", "campaign__channel", "link")
    found = listing(*(request, rows), filterset_class=SpendFilter, sorts=SORTS, default_sort="-day")
    if found.wants_csv:
        return _csv(found)
    for row in found.rows:
        row.source_name = SOURCE_NAMES[row.source]
    totals = found.queryset.order_by().values("currency")
    context = {
        "totals": totals.annotate(total=Sum("amount"), n=Count("id")).order_by("currency"),
        "may_edit": can(request.user, "spend.edit"),
        "may_import": can(request.user, "imports.run"),
    }
    return render_list(found, "campaigns/spend.html", context)


def _csv(found: Listing) -> HttpResponse:
    def cells(row: Spend) -> list[Any]:
        return [
            *(row.pk, row.spent_on, row.campaign.name, row.campaign.channel.name, row.label),
            *(row.amount, row.currency, row.impressions, row.clicks, row.claimed_conversions),
            *(row.source, row.external_id),
        ]

    return csv_response("spend.csv", CSV, (cells(row) for row in found.all_rows()))


@allowed("spend.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def spend_new(request: HttpRequest) -> HttpResponse:
    """The empty form (`?campaign=`); POST records one row, once however often it is sent."""
    if request.method != "POST":
        return _form(request, _blank(request))
    form = SpendForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    key = form.cleaned_data["key"]
    try:
        spend, _is_new = record_spend(
            actor=request.user,
            now=timezone.now(),
            external_id=f"form:{key}" if key else None,
            **form.values(),
        )
    except SpendConflictError as conflict:
        form.add_error(None, _("This form was sent before, with other figures."))
        return _form(request, form, status=409, known=conflict.existing)
    toast(request, _("Recorded."), reverse("campaigns:spend_delete", args=[spend.pk]))
    return _back(request, spend.campaign)


def _blank(request: HttpRequest) -> SpendForm:
    number = request.GET.get("campaign", "")
    rows = campaigns_for(request.user)
    campaign = rows.filter(pk=int(number[:18])).first() if number.isdecimal() else None
    initial: dict[str, Any] = {"spent_on": day_of(timezone.now())}
    if campaign:
        initial |= {"campaign": campaign, "currency": campaign.currency}
    return SpendForm(initial=initial, campaign=campaign)


@allowed("spend.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def spend_edit(request: HttpRequest, pk: int) -> HttpResponse:
    stored = get_object_or_404(spend_for(request.user).select_related("campaign"), pk=pk)
    if request.method != "POST":
        return _form(request, SpendForm(instance=stored, campaign=stored.campaign), spend=stored)
    form = SpendForm(request.POST, instance=stored)
    if not form.is_valid():
        return _form(request, form, status=422, spend=stored)
    edit_spend(spend=Spend.objects.get(pk=pk), actor=request.user, **form.values())
    toast(request, _("Saved."))
    return _back(request, form.cleaned_data["campaign"])


def _form(request: HttpRequest, form: SpendForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "next": _next(request), **more}
    context["cancel_url"] = context["next"] or reverse("campaigns:spend")
    return render(request, "campaigns/spend_form.html", context, status=status)


@allowed("spend.edit")
@require_POST
def spend_delete(request: HttpRequest, pk: int) -> HttpResponse:
    spend = get_object_or_404(spend_for(request.user).select_related("campaign"), pk=pk)
    entry = delete_spend(spend=spend, actor=request.user)
    back = {"entry": entry.pk, "next": request.POST.get("next", "")}
    toast(request, _("Spend deleted."), reverse("campaigns:spend_restore"), back)
    return _back(request, spend.campaign)


@allowed("spend.edit")
@require_POST
def restore_deleted(request: HttpRequest) -> HttpResponse:
    """Bring a deleted row back: only what this person deleted themselves."""
    number = request.POST.get("entry", "")
    entries = AuditEntry.objects.filter(action="spend.deleted", actor=request.user)
    entry = get_object_or_404(entries, pk=int(number[:18]) if number.isdecimal() else 0)
    try:
        spend = restore(request.user, "spend.restored", entry)
    except CannotRestoreError:
        toast(request, _("This row is back already."), level="error")
        return redirect("campaigns:spend")
    toast(request, _("Spend is back."))
    return _back(request, spend.campaign)


def _back(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """To where the form was opened from, else to the campaign's page."""
    target = _next(request)
    return redirect(target) if target else redirect("campaigns:campaign", pk=campaign.pk)


def _next(request: HttpRequest) -> str:
    """The page of ours to go back to; "" when none was named or it is not ours."""
    target = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if ours else ""
