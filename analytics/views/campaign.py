"""One campaign's figures: the row of the ROI page, its links, its ads, its curve."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from analytics.reports.ads import ads_page
from analytics.reports.choice import Scope
from analytics.reports.roi import table_report
from analytics.views.report_page import controls, figures, read_form
from campaigns.scope import campaigns_for
from clmsite.kernel.access import allowed
from clmsite.kernel.htmx import render_page


@allowed("analytics.view")
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """What one campaign cost and brought back, by link and by ad."""
    found = get_object_or_404(campaigns_for(request.user).select_related("channel"), pk=pk)
    form, choice = read_form(request, default="all")
    context = controls(request, form, choice)
    context["campaign"] = found
    if choice:
        scope = Scope({"campaign": pk})
        report = table_report(choice, timezone.now(), kind="link", scope=scope)
        context |= {"report": report, **figures(report)}
        context["ads"] = ads_page(choice, scope, _page(request))
    return render_page(
        request, "analytics/campaign.html", context, partial="report", status=context["status"]
    )


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1
