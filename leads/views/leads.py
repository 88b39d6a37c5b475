"""Leads: the list, a new one by hand, the page of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clmsite.kernel.access import allowed, can
from clmsite.kernel.csv_out import csv_response
from clmsite.kernel.htmx import is_partial, render_page
from clmsite.kernel.listing import listing
from clmsite.kernel.toasts import toast
from leads.create import create_lead, likely_duplicates
from leads.filters import LeadFilter
from leads.first_touch import with_first_touch
from leads.forms.fields import owners
from leads.forms.leads import LeadForm
from leads.models import Lead
from leads.scope import leads_for
from leads.views.lead_page import lead_context
from leads.views.list_parts import CREATED, folded
from leads.wording import ORIGIN_WORDS, STAGE_WORDS

SORTS = {
    "name": ("name", "email"),
    "company": "company",
    "stage": "stage",
    "owner": "owner__name",
    "created": "created_at",
    "channel": "first_channel",
    "campaign": "first_campaign",
}
CSV_HEADER = (
    *("id", "name", "email", "phone", "company", "job_title", "country", "stage", "owner"),
    *("origin", "first_channel", "first_campaign", "first_touch_at", "said_source"),
    *("created_at", "accepted_at", "qualified_at", "opportunity_at", "customer_at"),
    *("rejected_at", "reject_reason"),
)


@allowed("leads.view")
@require_safe
def lead_list(request: HttpRequest) -> HttpResponse:
    rows = with_first_touch(leads_for(request.user)).select_related("owner", "reject_reason")
    found = listing(request, rows, filterset_class=LeadFilter, sorts=SORTS, default_sort="-created")
    if found.wants_csv:
        return csv_response("leads.csv", CSV_HEADER, (csv_row(lead) for lead in found.all_rows()))
    context = {
        "list": found,
        "owners": list(owners()),
        "may_edit": can(request.user, "leads.edit"),
        "may_assign": can(request.user, "leads.assign"),
        "may_import": can(request.user, "imports.run"),
    }
    names = ("campaign", "origin", "has_deal", "said_source")
    context |= folded(request, names=names, ranges={"created": CREATED})
    for lead in found.rows:
        lead.stage_word = STAGE_WORDS[lead.stage]
        lead.origin_word = ORIGIN_WORDS[lead.origin]
    return render_page(request, "leads/list.html", context, partial="list", status=found.status)


def csv_row(lead: Any) -> list[Any]:
    return [lead.pk if name == "id" else _cell(getattr(lead, name)) for name in CSV_HEADER]


def _cell(value: Any) -> Any:
    return str(value) if hasattr(value, "pk") else value


@allowed("leads.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A lead from a name or an e-mail address; those who may be the same are shown first."""
    form = LeadForm(request.POST or None)
    same: list[Lead] = []
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        same = _same(request, sent)
        if not same or request.POST.get("is_new"):
            lead, made = create_lead(
                now=timezone.now(),
                actor=request.user,
                owner=request.user,
                origin=Lead.Origin.HAND,
                **sent,
            )
            words = _("%(lead)s added.") if made else _("%(lead)s was there already.")
            toast(request, words % {"lead": lead})
            return redirect(
                "leads:lead" if _sees(request, lead) else "leads:list", *_page(request, lead)
            )
    is_sent = request.method == "POST"
    context = {
        "form": form,
        "same": same,
        "taken": any(lead.email_key and lead.email_key == _key(form) for lead in same),
    }
    status = 422 if is_sent else 200
    return render(request, "leads/lead_new.html", context, status=status)


def _same(request: HttpRequest, sent: dict[str, Any]) -> list[Lead]:
    scope = leads_for(request.user)
    return list(likely_duplicates(scope, name=sent["name"], email=sent["email"])[:5])


def _key(form: LeadForm) -> str:
    return form.cleaned_data.get("email", "").strip().lower()


def _sees(request: HttpRequest, lead: Lead) -> bool:
    return leads_for(request.user).filter(pk=lead.pk).exists()


def _page(request: HttpRequest, lead: Lead) -> list[int]:
    return [lead.pk] if _sees(request, lead) else []


@allowed("leads.view")
@require_safe
def lead(request: HttpRequest, lead_id: int) -> HttpResponse:
    """The person: where they came from, what they did, what we did, what came of it."""
    rows = leads_for(request.user).select_related("owner", "reject_reason")
    found = get_object_or_404(rows, pk=lead_id)
    context = lead_context(request, found, now=timezone.now())
    if is_partial(request) and "only" in request.GET:
        return render(request, "leads/lead.html#timeline", context)
    return render_page(request, "leads/lead.html", context, partial="lead")
