"""One channel's figures: the row of the ROI page, its campaigns, its curve."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from analytics.reports.choice import Scope
from analytics.reports.roi import table_report
from analytics.views.report_page import controls, figures, read_form
from campaigns.models import Channel
from clmsite.kernel.access import allowed
from clmsite.kernel.htmx import render_page


@allowed("analytics.view")
@require_safe
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """What one channel cost and brought back, by campaign."""
    found = get_object_or_404(Channel, pk=pk)
    form, choice = read_form(request)
    context = controls(request, form, choice)
    context["channel"] = found
    if choice:
        scope = Scope({"channel": pk})
        report = table_report(choice, timezone.now(), kind="campaign", scope=scope)
        context |= {"report": report, **figures(report)}
    return render_page(
        request, "analytics/channel.html", context, partial="report", status=context["status"]
    )
