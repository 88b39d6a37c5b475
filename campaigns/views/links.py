"""Links: the list, one link's page with its clicks and QR code, and the form."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.filters import LinkFilter
from campaigns.link_form import LinkForm
from campaigns.links import UTM, CodeTakenError, create_link, edit_link, same_links, set_enabled
from campaigns.models import Campaign, Click, Link
from campaigns.overview import clicks_by_day, clicks_by_link
from campaigns.qr import qr_png, qr_svg
from campaigns.scope import campaigns_for, links_for
from campaigns.short_url import short_url
from campaigns.suggest import suggested_utm
from campaigns.timeline import since, timeline
from clmsite.kernel.access import allowed, can
from clmsite.kernel.csv_out import csv_response
from clmsite.kernel.htmx import render_page
from clmsite.kernel.listing import Listing, listing, render_list
from clmsite.kernel.periods import Period
from clmsite.kernel.toasts import toast
from clmsite.kernel.versions import StaleError

SORTS: dict[str, str | tuple[str, ...]] = {
    "name": ("name", "code"),
    "campaign": ("campaign__name", "code"),
    "clicks": "human_clicks",
    "created": "id",
}
CSV = (
    *("id", "name", "short_url", "destination", "campaign", *UTM),
    *("is_enabled", "expires_at", "human_clicks"),
)
DAYS = 30


@allowed("campaigns.view")
@require_safe
def link_list(request: HttpRequest) -> HttpResponse:
    """All links; `?format=csv` gives every row that matches."""
    rows = links_for(request.user).select_related("campaign", "campaign__channel")
    by_clicks = request.GET.get("sort", "").removeprefix("-") == "clicks"
    wants_csv = request.GET.get("format") == "csv"
    if by_clicks or wants_csv:
        rows = rows.with_human_clicks()
    found = listing(
        *(request, rows), filterset_class=LinkFilter, sorts=SORTS, default_sort="-created"
    )
    if found.wants_csv:
        return _csv(found)
    clicks = clicks_by_link(found.rows)
    context = {
        "rows": [(link, clicks[link.pk], short_url(link)) for link in found.rows],
        "now": timezone.now(),
        "may_link": can(request.user, "links.edit"),
    }
    return render_list(found, "campaigns/links.html", context)


def _csv(found: Listing) -> HttpResponse:
    def cells(link: Link) -> list[Any]:
        return [
            *(link.pk, link.name, short_url(link), link.destination, link.campaign.name),
            *(getattr(link, name) for name in UTM),
            *(link.is_enabled, link.expires_at, link.human_clicks),
        ]

    return csv_response("links.csv", CSV, (cells(link) for link in found.all_rows()))


@allowed("campaigns.view")
@require_safe
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """One link: address, QR code, clicks by day, what happened to it."""
    found = get_object_or_404(links_for(request.user).select_related("campaign__channel"), pk=pk)
    now = timezone.now()
    days = clicks_by_day(Click.objects.filter(link=found), Period.last_days(DAYS, now))
    utm = {name: getattr(found, name) for name in UTM}
    context = {
        "link": found,
        "url": short_url(found),
        "utm": [(name, value) for name, value in utm.items() if value],
        "clicks": clicks_by_link([found])[found.pk],
        "expired": bool(found.expires_at and found.expires_at <= now),
        "figure": _figure(days),
        "days": [day for day in reversed(days) if day[1] or day[2]],
        "recent_people": sum(human for _on, human, _bots in days),
        "duplicates": same_links(
            campaign=found.campaign, destination=found.destination, utm=utm, besides=found.pk
        ),
        "history": timeline(found),
        "may_link": can(request.user, "links.edit"),
    }
    return render(request, "campaigns/link.html", context)


def _figure(days: list[tuple[Any, int, int]]) -> dict[str, Any]:
    dates = [on.isoformat() for on, _human, _bots in days]

    def bars(name: str, values: list[int], colour: str) -> dict[str, Any]:
        hover = "%{y}<extra>" + name + "</extra>"
        trace = {"type": "bar", "name": name, "x": dates, "y": values, "hovertemplate": hover}
        return {**trace, "meta": {"marker": colour}}

    return {
        "data": [
            bars(_("People"), [human for _on, human, _bots in days], "--c1"),
            bars(_("Machines"), [bots for _on, _human, bots in days], "--c-muted"),
        ],
        "layout": {
            "barmode": "stack",
            "bargap": 0.3,
            "height": 230,
            "margin": {"l": 36, "r": 8, "t": 8, "b": 44},
            "showlegend": False,
            "hovermode": "x unified",
            "xaxis": {"type": "date", "nticks": 6, "showgrid": False},
            "yaxis": {"rangemode": "tozero", "tickformat": ",d", "nticks": 4},
        },
    }


@allowed("links.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def link_new(request: HttpRequest) -> HttpResponse:
    """The form with suggested UTM values (`?campaign=`); POST makes the link, once."""
    if request.method != "POST":
        return _form(request, LinkForm(initial=_suggestion(request, request.GET.get("campaign"))))
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        made, _is_new = create_link(actor=request.user, now=timezone.now(), **form.values())
    except CodeTakenError:
        form.add_error("code", _("Another link has this code. Choose a different one."))
        return _form(request, form, status=422)
    toast(request, _("Link made. Copy it, or download its QR code."))
    return redirect("campaigns:link", pk=made.pk)


def _suggestion(request: HttpRequest, number: str | None) -> dict[str, Any]:
    """Start values for a link of the campaign with this number; nothing when there is none."""
    campaign = _campaign(request, number)
    if campaign is None:
        return {}
    utm = suggested_utm(campaign)
    return {
        "campaign": campaign,
        "utm_source": utm.source,
        "utm_medium": utm.medium,
        "utm_campaign": utm.campaign,
    }


def _campaign(request: HttpRequest, number: str | None) -> Campaign | None:
    if not number or not number.isdecimal():
        return None
    rows = campaigns_for(request.user).select_related("channel")
    return rows.filter(pk=int(number[:18])).first()


@allowed("links.edit")
@require_safe
def link_utm(request: HttpRequest) -> HttpResponse:
    """The UTM fields for the campaign just chosen; without JavaScript the whole form again."""
    kept = {name: request.GET.get(name, "") for name in ("destination", "name", "code")}
    asked = {name: request.GET.get(name, "") for name in ("utm_term", "utm_content")}
    initial = {**{name: value for name, value in {**kept, **asked}.items() if value}}
    form = LinkForm(initial={**initial, **_suggestion(request, request.GET.get("campaign"))})
    return render_page(request, "campaigns/link_form.html", {"form": form}, partial="utm")


@allowed("links.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def link_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with what is stored. If somebody saved meanwhile, what was typed is kept (409)."""
    stored = get_object_or_404(links_for(request.user), pk=pk)
    name, code = str(stored), stored.code
    if request.method != "POST":
        return _form(request, LinkForm(instance=stored), name=name)
    form = LinkForm(request.POST, instance=stored)
    if not form.is_valid():
        return _form(request, form, name=name, status=422)
    version = form.cleaned_data["version"] or 0
    try:
        edit_link(link=stored, version=version, actor=request.user, **form.values())
    except StaleError:
        current = Link.objects.get(pk=pk)
        form.set_version(current.version)
        return _form(request, form, name=name, status=409, changes=since(current, version))
    except CodeTakenError:
        form.add_error("code", _("Another link has this code. Choose a different one."))
        return _form(request, form, name=name, status=422)
    warn = stored.code != code and _("Saved. The old short address does not work any more.")
    toast(request, warn or _("Saved."))
    return redirect("campaigns:link", pk=pk)


def _form(
    request: HttpRequest, form: LinkForm, *, name: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "name": name, "stale": status == 409, **more}
    context["base_url"] = settings.SITE_URL + reverse("campaigns:redirect", args=["x"])[:-1]
    return render(request, "campaigns/link_form.html", context, status=status)


@allowed("links.edit")
@require_POST
def link_enabled(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch on (`on=1`) or off (`on=0`), with the way back."""
    found = get_object_or_404(links_for(request.user), pk=pk)
    is_enabled = request.POST.get("on") == "1"
    if set_enabled(link=found, is_enabled=is_enabled, actor=request.user):
        said = _("Link is on.") if is_enabled else _("Link is off: it now says that it is over.")
        back = {"on": "0" if is_enabled else "1"}
        toast(request, said, reverse("campaigns:link_enabled", args=[pk]), back)
    return redirect("campaigns:link", pk=pk)


@allowed("campaigns.view")
@require_safe
def link_qr(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The link as a QR code: qr.svg to show, qr.svg or qr.png with `?download=1` to print."""
    found = get_object_or_404(links_for(request.user), pk=pk)
    if kind not in {"svg", "png"}:
        raise Http404
    made = qr_svg(short_url(found)) if kind == "svg" else qr_png(short_url(found))
    types = {"svg": "image/svg+xml", "png": "image/png"}
    response = HttpResponse(made, content_type=types[kind])
    if request.GET.get("download"):
        response["Content-Disposition"] = f'attachment; filename="{found.code}.{kind}"'
    return response
