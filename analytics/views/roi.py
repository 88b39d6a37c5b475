"""The ROI page and its CSV."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.metrics.catalogue import METRICS
from analytics.reports.roi import Report, roi_report
from analytics.reports.table import SUM_FIELDS, Row
from analytics.views.report_page import controls, figures, funnel, read_form
from clmsite.kernel.access import allowed
from clmsite.kernel.csv_out import csv_response
from clmsite.kernel.htmx import render_page


@allowed("analytics.view")
@require_safe
def roi(request: HttpRequest) -> HttpResponse:
    """What each campaign or channel cost and what it brought back."""
    form, choice = read_form(request)
    context: dict[str, Any] = controls(request, form, choice)
    report = roi_report(choice, timezone.now()) if choice else None
    if report and request.GET.get("format") == "csv":
        return roi_csv(report)
    context["report"] = report
    if report:
        context |= {**figures(report), "funnel": funnel(report)}
    return render_page(
        request, "analytics/roi.html", context, partial="report", status=context["status"]
    )


def roi_csv(report: Report) -> HttpResponse:
    """The table as shown, with its remainders, so that a spreadsheet adds up to the books."""
    choice = report.choice
    days = f"{choice.period.first_day:%Y%m%d}-{choice.period.last_day:%Y%m%d}"
    header = [choice.group, "channel", *SUM_FIELDS, *METRICS, "currency", "model", "from", "to"]
    return csv_response(f"roi-{choice.group}-{days}.csv", header, _lines(report))


def _lines(report: Report) -> Iterator[list[Any]]:
    choice = report.choice
    tail = [
        choice.currency,
        choice.model,
        choice.period.first_day,
        choice.period.last_day,
    ]
    for row in report.rows:
        yield _line(row.label or _("Without campaign"), row, tail)
    if report.books:
        for name, totals in (
            (_("Unattributed"), report.books.unattributed),
            (_("Excluded"), report.books.excluded),
        ):
            yield _line(name, Row(of="", label=name, totals=totals), tail)


def _line(name: str, row: Row, tail: list[Any]) -> list[Any]:
    sums = [getattr(row.totals, field) for field in SUM_FIELDS]
    metrics = [_rounded(row.metrics[key].value) for key in METRICS]
    return [name, row.sub, *sums, *metrics, *tail]


def _rounded(value: Any) -> Any:
    """Six decimals are more than any rate means."""
    return None if value is None else round(value, 6)
