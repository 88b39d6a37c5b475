"""The rows behind any number of a report."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from analytics.reports.choice import Scope
from analytics.reports.rows import KINDS, STATES, Drill, drill
from analytics.reports.rows_csv import COLUMNS, csv_rows
from analytics.views.report_page import controls, read_form
from campaigns.models import Campaign, Channel, Link
from clmsite.kernel.access import allowed
from clmsite.kernel.csv_out import csv_response
from clmsite.kernel.htmx import render_page

TITLES = {
    "spend": _("Spend"),
    "impressions": _("Impressions"),
    "ad_clicks": _("Ad clicks (platform)"),
    "claimed": _("Claimed results"),
    "link_clicks": _("Link clicks"),
    "visits": _("Visits"),
    "leads": _("Leads"),
    "customers": _("Customers"),
    "revenue": _("Revenue"),
}
# A ratio is made of two sums: whoever opens one of them has the others one click away.
TABS = ("spend", "ad_clicks", "link_clicks", "visits", "leads", "customers", "revenue")
STATE_NAMES = {
    "all": _("All attributed"),
    "unattributed": _("Unattributed"),
    "excluded": _("Excluded"),
    "booked": _("Booked"),
}


@allowed("analytics.view")
@require_safe
def rows(request: HttpRequest, what: str, of: str) -> HttpResponse:
    """Everything that one figure is made of, so that nobody has to believe it."""
    form, choice = read_form(request)
    if what not in KINDS:
        raise Http404
    context = controls(request, form, choice) | {"drill": None}
    names = _names(of)
    if choice:
        context["drill"] = drill(what, of, choice, _page(request))
        context["page_obj"] = context["drill"].page
        if request.GET.get("format") == "csv":
            return _csv(context["drill"], of)
    context |= {"what": what, "of": of, "title": TITLES[what], "names": names}
    context["tabs"] = [(key, TITLES[key]) for key in TABS if _has_rows(key, of)]
    return render_page(
        request, "analytics/rows.html", context, partial="rows", status=context["status"]
    )


def _has_rows(what: str, of: str) -> bool:
    """Cost, clicks and visits are not split by the state of conversions; credits are."""
    return KINDS[what] == "credits" or of not in STATES or of == "all"


def _csv(found: Drill, of: str) -> HttpResponse:
    """All pages of the rows in one file."""
    lines = csv_rows(found.kind, found.page.paginator.object_list)
    return csv_response(f"{found.what}-{of}.csv", list(COLUMNS[found.kind]), lines)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def _names(of: str) -> list[str]:
    """What the rows belong to, in words; 404 for what does not exist."""
    if of in STATES:
        return [str(STATE_NAMES[of])]
    try:
        scope = Scope.parse(of)
    except ValueError as error:
        raise Http404 from error
    return [_name(kind, key) for kind, key in scope.parts.items()]


def _name(kind: str, key: int | None) -> str:
    if key is None:
        return str(_("Without link") if kind == "link" else _("Without campaign"))
    model = {"campaign": Campaign, "channel": Channel, "link": Link}[kind]
    found = model.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return str(found)
