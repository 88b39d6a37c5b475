"""Sites: the tracked domains, the line to paste, and whether it works."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.models import Site
from campaigns.scope import sites_for
from campaigns.tracking.latest import latest_hits
from campaigns.tracking.save_site import create_site, edit_site
from clmsite.kernel.access import allowed
from clmsite.kernel.htmx import render_page
from clmsite.kernel.toasts import toast
from leads.capture.wording import HIT_FATES, HIT_REASONS
from leads.forms.sites import SiteForm


@allowed("capture.edit")
@require_safe
def site_list(request: HttpRequest) -> HttpResponse:
    return render(request, "leads/sites.html", {"sites": sites_for(request.user)})


@allowed("capture.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def site_new(request: HttpRequest) -> HttpResponse:
    """Only a name and a domain are asked for; the origin follows from the domain."""
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        origins = values["origins"] or [f"https://{values['domain']}"]
        site = create_site(
            name=values["name"], domain=values["domain"], origins=origins, now=timezone.now()
        )
        toast(request, _("Site made. Paste its line into your pages."))
        return redirect("leads:site", site.pk)
    status = 422 if form.is_bound else 200
    return render(request, "leads/site_new.html", {"form": form}, status=status)


@allowed("capture.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def site(request: HttpRequest, site_id: int) -> HttpResponse:
    """One site: its line, its latest hits, its settings."""
    found = _site(request, site_id)
    form = SiteForm(request.POST or None, site=found)
    if request.method == "POST" and form.is_valid():
        edit_site(found, **form.cleaned_data)
        toast(request, _("Saved."))
        return redirect("leads:site", found.pk)
    context = {"form": form, "snippet": snippet(found)} | _check(found)
    status = 422 if form.is_bound else 200
    return render_page(request, "leads/site.html", context, partial="check", status=status)


@allowed("capture.edit")
@require_POST
def site_enable(request: HttpRequest, site_id: int) -> HttpResponse:
    """Switch a site on or off; while it is off its hits are answered 410."""
    found = _site(request, site_id)
    is_enabled = request.POST.get("enabled") == "1"
    edit_site(found, is_enabled=is_enabled)
    words = _("%(site)s is tracked again.") if is_enabled else _("%(site)s is switched off.")
    toast(
        request,
        words % {"site": found},
        request.path,
        {"enabled": "0" if is_enabled else "1"},
    )
    return redirect("leads:site", found.pk)


def _site(request: HttpRequest, site_id: int) -> Site:
    return get_object_or_404(sites_for(request.user), pk=site_id)


def _check(found: Site) -> dict[str, Any]:
    hits = [
        {
            "at": hit.at,
            "fate": hit.fate,
            "words": HIT_FATES[hit.fate],
            "what": hit.path or hit.origin,
            "detail": HIT_REASONS.get(hit.reason, hit.reason) if hit.reason else hit.source,
        }
        for hit in latest_hits(found)
    ]
    return {"site": found, "hits": hits, "poll": "15s" if found.first_hit_at else "3s"}


def snippet(found: Site) -> str:
    """The line to paste. The key holds no character that means something in HTML."""
    return f'<script async src="{settings.SITE_URL}/t.js" data-site="{found.key}"></script>'
