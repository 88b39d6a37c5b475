"""GET /r/<code>: the click is on the disk, then the visitor is sent on.

When the click cannot be written but the link could be read, the visitor still arrives: the
loss is logged and counted (`closed_loop_clicks_unrecorded_total`), not hidden. A spool on
disk that keeps such clicks, and a copy of the links for when the database is gone
altogether (TL-11), are not part of this yet. No broker, no cache and no session is touched.
"""

import logging
import uuid
from math import ceil
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from prometheus_client import Counter

from campaigns.destination import UTM, with_tags
from campaigns.models import Click, Link
from campaigns.tracking.bots import PURPOSE_HEADERS, Kind, kind_of
from campaigns.tracking.limits import TokenBuckets
from clmsite.kernel.access import public
from clmsite.kernel.client_ip import ip_prefix

log = logging.getLogger("closed_loop.redirect")
CLICKS = Counter("closed_loop_clicks_total", "Clicks on links, by kind", ["kind"])
UNRECORDED = Counter(
    "closed_loop_clicks_unrecorded_total", "Clicks whose visitor arrived but which were not stored"
)
METHODS = "GET, HEAD"
MAX_CODE = 40
# Who asks for many codes that do not exist is guessing (TL-03): 30 a minute, then 429.
UNKNOWN = TokenBuckets(per_second=0.5, burst=30)


@public("links are clicked by strangers")
@csrf_exempt
def redirect(request: HttpRequest, code: str) -> HttpResponse:
    """302 to the link's stored destination; 404 for an unknown code, 410 for one that is over."""
    if request.method not in {"GET", "HEAD"}:
        return _private(HttpResponse("", status=405, headers={"Allow": METHODS}))
    now = timezone.now()
    try:
        link = _find(code)
    except DatabaseError as error:
        return _unreadable(error)
    if link is None:
        return _unknown(request)
    if not link.is_enabled or (link.expires_at is not None and link.expires_at <= now):
        return _private(render(request, "campaigns/link_gone.html", {"gone": True}, status=410))
    kind = _kind(request)
    if kind is Kind.PREFETCH:
        # The browser drops the speculation and asks again when somebody really clicks (TL-05).
        return _private(HttpResponse("", status=503))
    click = Click(id=uuid.uuid4(), link=link, at=now, kind=kind, **_caller(request))
    _store(click)
    return _private(
        HttpResponse("", status=302, headers={"Location": _location(request, link, click)})
    )


def _find(code: str) -> Link | None:
    """The link with this code; typed from paper in capitals it is the same code.

    Codes may differ in case only, so an exact match comes first.
    """
    if not code.isprintable() or len(code) > MAX_CODE:
        return None
    found = {link.code: link for link in Link.objects.filter(code__in={code, code.lower()})}
    return found.get(code) or found.get(code.lower())


def _unknown(request: HttpRequest) -> HttpResponse:
    wait = UNKNOWN.take(ip_prefix(request))
    if wait:
        headers = {"Retry-After": str(ceil(wait))}
        return _private(HttpResponse("", status=429, headers=headers))
    return _private(render(request, "campaigns/link_gone.html", {"gone": False}, status=404))


def _unreadable(error: DatabaseError) -> HttpResponse:
    """Nobody knows where the link leads just now: never a 404, the visitor may try again."""
    log.error("link not readable", extra={"error": type(error).__name__})
    text = "This link does not answer just now. Please try again in a few seconds."
    headers = {"Retry-After": "5"}
    return _private(HttpResponse(text, status=503, content_type="text/plain", headers=headers))


def _kind(request: HttpRequest) -> Kind:
    purpose = " ".join(request.headers.get(name, "") for name in PURPOSE_HEADERS)
    agent = request.headers.get("User-Agent", "")
    return kind_of(agent, method=request.method or "GET", purpose=purpose)


def _caller(request: HttpRequest) -> dict[str, str]:
    return {
        "ip_prefix": ip_prefix(request),
        "user_agent": _text(request.headers.get("User-Agent", ""), 300),
        "referrer": _text(request.headers.get("Referer", "").partition("?")[0], 500),
    }


def _text(value: str, width: int) -> str:
    return "".join(char for char in value if char.isprintable())[:width]


def _store(click: Click) -> bool:
    """Commit the click before anybody is answered; False when that was impossible."""
    try:
        with transaction.atomic():
            click.save(force_insert=True)
    except DatabaseError as error:
        UNRECORDED.inc()
        # The id travels with the visitor: enough to find the visit that lacks its click.
        log.error(  # the driver's own text may quote values, so only its name
            "click not recorded",
            extra={"link": click.link_id, "click": str(click.pk), "error": type(error).__name__},
        )
        return False
    CLICKS.labels(str(click.kind)).inc()
    return True


def _location(request: HttpRequest, link: Link, click: Click) -> str:
    return with_tags(
        link.destination,
        stored={key: getattr(link, key) for key in UTM},
        asked={key: _first(request.GET, key) for key in request.GET},
        click=str(click.pk),
    )


def _first(query: Any, key: str) -> str:
    return next((value for value in query.getlist(key) if value), "")


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and in no index (TL-07, TL-09)."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response
