"""From the ROI page to the next campaign: the finding, its evidence, and the draft."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from analytics.attribution.catalogue import MODELS
from analytics.forms import DraftForm
from analytics.metrics.catalogue import METRICS
from analytics.metrics.totals import Totals
from analytics.next_campaign.explain import Finding, find, paid_together
from analytics.next_campaign.propose import propose
from analytics.reports.choice import Choice
from analytics.reports.figures import sums_by
from analytics.reports.names import NOTHING
from analytics.views.report_page import controls, read_form
from campaigns.drafting import draft_campaign
from campaigns.models import Campaign
from campaigns.scope import campaigns_for
from clmsite.kernel.access import allowed, can
from clmsite.kernel.htmx import render_page
from clmsite.kernel.toasts import toast


@allowed("analytics.view")
@require_http_methods(["GET", "HEAD", "POST"])
def next_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a campaign taught; on POST make the draft that follows from it."""
    campaign = get_object_or_404(campaigns_for(request.user).select_related("channel"), pk=pk)
    report_form, choice = read_form(request, default="all")
    context = controls(request, report_form, choice)
    context |= {"campaign": campaign, "of": f"campaign-{pk}"}
    if not choice:
        return _page(request, context)
    sums = sums_by("campaign", choice, choice.period)
    totals = sums.get(pk, NOTHING)
    finding = find(totals, paid_together(sum_ for of, sum_ in sums.items() if of is not None))
    context |= {"finding": finding, "totals": totals, "evidence": _evidence(finding)}
    key = _key(pk, choice)
    context["draft"] = Campaign.objects.filter(proposal_key=key).first()
    form = DraftForm(request.POST or None, initial=_initial(campaign, finding, totals))
    context["draft_form"] = form
    if request.method == "POST":
        if not can(request.user, "campaigns.edit"):
            raise PermissionDenied
        if form.is_valid():
            return _make(request, campaign, form, _learned(campaign, finding, totals, choice), key)
        context["status"] = 422
    return _page(request, context)


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render_page(
        request,
        "analytics/next_campaign.html",
        context,
        partial="proposal",
        status=context["status"],
    )


def _make(
    request: HttpRequest, campaign: Campaign, form: DraftForm, learned: str, key: str
) -> HttpResponse:
    draft = draft_campaign(
        follows=campaign,
        name=form.cleaned_data["name"],
        channel=form.cleaned_data["channel"],
        hypothesis=form.cleaned_data["hypothesis"],
        learned=learned,
        budget=form.cleaned_data["budget"],
        currency=campaign.currency,
        owner=request.user,
        key=key,
    )
    toast(request, _("The draft “%(name)s” is ready to be planned.") % {"name": draft.name})
    return redirect("campaigns:campaign", pk=draft.pk)


def _key(pk: int, choice: Choice) -> str:
    """One draft for each campaign, period and model, however often it is asked for."""
    period = choice.period
    return f"roi-{pk}-{period.first_day:%Y%m%d}-{period.last_day:%Y%m%d}-{choice.model}"


def _initial(campaign: Campaign, finding: Finding, totals: Totals) -> dict[str, Any]:
    proposal = propose(finding, totals.spend)
    texts = [_(proposal.hypothesis), _(proposal.change) if proposal.change else ""]
    return {
        "name": _("%(name)s, next") % {"name": campaign.name[:100]},
        "channel": campaign.channel,
        "hypothesis": " ".join(text for text in texts if text),
        "budget": proposal.budget,
    }


def _learned(campaign: Campaign, finding: Finding, totals: Totals, choice: Choice) -> str:
    """What was known when the draft was made; kept with it, as the figures will move on."""
    figures = {
        "name": campaign.name,
        "first": choice.period.first_day.isoformat(),
        "last": choice.period.last_day.isoformat(),
        "model": _(MODELS[choice.model].label),
    }
    lines = [_("%(name)s, %(first)s to %(last)s, %(model)s:") % figures, _(finding.sentence)]
    if finding.step_sentence:
        lines.append(_(finding.step_sentence))
    sums = (
        (_("Spend"), totals.spend, choice.currency),
        (_("Leads"), totals.leads, ""),
        (_("Customers"), totals.customers, ""),
        (_("Revenue"), totals.revenue, choice.currency),
    )
    lines += [f"{label}: {_written(value)} {unit}".strip() for label, value, unit in sums]
    roi = METRICS["roi"].of(totals)
    lines.append(
        f"ROI: {roi * 100:.0f} %"
        if roi is not None
        else f"ROI: {_('not available')} ({_(METRICS['roi'].why_not(totals))})"
    )
    return "\n".join(lines)


def _written(value: Any) -> str:
    return _("not available") if value is None else f"{value:,.2f}"


def _evidence(finding: Finding) -> list[dict[str, Any]]:
    return [
        {"metric": METRICS[line.key], "value": line.value, "overall": line.overall, "why": line.why}
        for line in finding.evidence
    ]
