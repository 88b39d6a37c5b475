"""What the report views share: reading the form, and the words and figures of the page."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.attribution.catalogue import MODELS
from analytics.charts.roi import return_on_spend, revenue_and_spend
from analytics.forms import PRESET_LABELS, ReportForm
from analytics.metrics.ratio import ratio
from analytics.reports.choice import DEFAULT_PRESET, PRESETS, Choice
from analytics.reports.roi import Report
from analytics.reports.series import grain_of

WHOLE = {"first_touch", "last_touch", "last_non_direct"}
BARS = 10  # of the chart "return on spend": more would not be read


def read_form(
    request: HttpRequest, *, default: str = DEFAULT_PRESET
) -> tuple[ReportForm, Choice | None]:
    """The form of the URL, and the choice in it when it is valid.

    `default` is the preset of an address without a period. One campaign is looked at over all
    its time: it may have ended long ago.
    """
    form = ReportForm(request.GET, now=timezone.now(), default=default)
    return form, form.choice() if form.is_valid() else None


def controls(request: HttpRequest, form: ReportForm, choice: Choice | None) -> dict[str, Any]:
    """What the bar above every report needs: presets as links, models with their sentence."""
    model = MODELS[choice.model] if choice else None
    return {
        "form": form,
        "choice": choice,
        "preset": choice.preset if choice else "custom",
        "presets": [(key, PRESET_LABELS[key]) for key in PRESETS if key != "custom"],
        "model": model,
        "models": list(MODELS.values()),
        "status": 200 if choice else 400,
        # Models that give all to one touch have whole results.
        "digits": 0 if choice and choice.model in WHOLE else 1,
        "report": None,
        "is_strange": any(name in form.errors for name in ("period", "model", "group")),
    }


def figures(report: Report) -> dict[str, Any]:
    """The charts of a report and the sums their sentences say."""
    points, choice = report.points, report.choice
    best = [row for row in report.rows if row.metrics["roas"].value is not None]
    best.sort(key=lambda row: row.metrics["roas"].value, reverse=True)
    return {
        "grain": grain_of(choice.period),
        "table": list(zip(points, _padded(report), strict=True)),
        "fig_revenue": revenue_and_spend(
            [point.on for point in points],
            [point.totals.revenue for point in points],
            [point.totals.spend for point in points],
            [point.totals.revenue for point in report.previous_points],
            words={
                "revenue": _("Attributed revenue"),
                "spend": _("Spend"),
                "previous": _("Revenue of the period before"),
            },
            currency=choice.currency,
            by_month=grain_of(choice.period) == "month",
        ),
        "returns": best[:BARS],
        "fig_returns": return_on_spend(
            [row.label or _("Without campaign") for row in best[:BARS]],
            [row.metrics["roas"].value for row in best[:BARS]],
        ),
    }


def funnel(report: Report) -> list[dict[str, Any]]:
    """Visits, leads and customers, each with its rate from the step before."""
    totals, steps, before = report.total.totals, [], None
    counts = (
        (_("Visits"), "visits", totals.visits),
        (_("Leads"), "leads", totals.leads),
        (_("Customers"), "customers", totals.customers),
    )
    top = max((count or Decimal(0) for _label, _what, count in counts), default=Decimal(0))
    for label, what, count in counts:
        count = count or Decimal(0)
        # The square root keeps a hundred customers visible beside a hundred thousand visits.
        width = (count / top).sqrt() * 100 if top else Decimal(0)
        rate = ratio(count, before)
        steps.append(
            {"label": label, "what": what, "count": count, "rate": rate, "width": f"{width:.1f}"}
        )
        before = count
    return steps


def _padded(report: Report) -> list[Any]:
    """The previous points beside the current ones; None where there is none."""
    before: list[Any] = list(report.previous_points[: len(report.points)])
    return before + [None] * (len(report.points) - len(before))
