"""View: POST /t/e, where trackers send their events.

Open to the world, so: everything is bounded before it is read, nothing is believed before
`hit.py` has parsed it, cookies are neither read nor set, and an answer of 202 means stored.
"""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.models import Site
from campaigns.tracking.bots import PURPOSE_HEADERS
from campaigns.tracking.counters import LOST_BY_TRACKER, REFUSED
from campaigns.tracking.hit import MAX_BATCH, Envelope, RefusedError, parse_envelope
from campaigns.tracking.limits import TokenBuckets
from campaigns.tracking.pipeline import keep_refused, process
from campaigns.tracking.visitors import Caller
from clmsite.kernel.access import public
from clmsite.kernel.client_ip import client_ip, ip_prefix

log = logging.getLogger(__name__)
TYPES = {"application/json", "text/plain"}
per_address = TokenBuckets(
    per_second=settings.HITS_PER_ADDRESS, burst=5 * settings.HITS_PER_ADDRESS
)
per_site = TokenBuckets(per_second=settings.HITS_PER_SITE, burst=10 * settings.HITS_PER_SITE)


@public("visitors' browsers send their page views here")
@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def collect(request: HttpRequest) -> HttpResponse:
    """202 with the fate of each event; 4xx with a code; 503 when nothing could be stored."""
    request.user = AnonymousUser()  # whoever is signed in here has nothing to do with it
    if request.method == "OPTIONS":
        return with_cors(HttpResponse(status=204))
    try:
        response = _answer(request)
    except RefusedError as refusal:
        response = refused(request, refusal)
    except (OperationalError, InterfaceError) as error:
        log.warning("hits not stored", extra={"error": type(error).__name__})
        response = refused(request, RefusedError(503, "unavailable"))
    return with_cors(response)


def _answer(request: HttpRequest) -> JsonResponse:
    now = timezone.now()
    slow_down(per_address, client_ip(request))
    envelope = parse_envelope(read_body(request, most=MAX_BATCH), now=now)
    site = find_site(envelope.site_key)
    _check_origin(request, site)
    slow_down(per_site, str(site.pk), amount=max(1, len(envelope.events)))
    LOST_BY_TRACKER.inc(envelope.dropped)
    caller = caller_of(request, vid=envelope.vid, load=envelope.load)
    fates = process(envelope.events, site=site, caller=caller, now=now)
    status = 422 if envelope.single and fates[0].status == "rejected" else 202
    return JsonResponse(_body(envelope, fates), status=status)


def _body(envelope: Envelope, fates: list[Any]) -> dict[str, Any]:
    if envelope.single:
        return fates[0].as_dict()
    return {"events": [fate.as_dict() for fate in fates]}


def read_body(request: HttpRequest, *, most: int) -> bytes:
    """The body, refused by type and size before it is read."""
    if request.content_type not in TYPES:
        raise RefusedError(415, "unsupported_type")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise RefusedError(415, "unsupported_encoding")
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        raise RefusedError(400, "bad_length") from None
    if length > most:
        raise RefusedError(413, "too_large")
    body = request.read(most + 1)
    if len(body) > most:
        raise RefusedError(413, "too_large")
    return body


def slow_down(buckets: TokenBuckets, key: str, amount: float = 1) -> None:
    wait = buckets.take(key, amount)
    if wait:
        raise RefusedError(429, "too_many_requests", retry_after=int(wait) + 1)


def find_site(key: str) -> Site:
    site = Site.objects.filter(key=key).first() if key else None
    if site is None:
        raise RefusedError(404, "unknown_site")
    if not site.is_enabled:
        raise RefusedError(410, "site_disabled")
    return site


def _check_origin(request: HttpRequest, site: Site) -> None:
    """A site with a list takes hits of these origins only; without one everything (set-up)."""
    origin = request.headers.get("Origin", "").lower()
    if not site.origins or origin in site.origins:
        return
    keep_refused(site, reason="origin_not_allowed", origin=origin, now=timezone.now())
    raise RefusedError(403, "origin_not_allowed")


def caller_of(request: HttpRequest, *, vid: str = "", load: str = "") -> Caller:
    """What the request's headers say about the browser."""
    return Caller(
        ip_prefix=ip_prefix(request),
        user_agent=request.headers.get("User-Agent", "")[:500],
        purpose=" ".join(request.headers.get(name, "") for name in PURPOSE_HEADERS).strip(),
        refuses=request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1",
        vid=vid,
        load=load,
    )


def refused(request: HttpRequest, refusal: RefusedError) -> JsonResponse:
    REFUSED.labels(refusal.code).inc()
    body = {"error": refusal.code, "request_id": getattr(request, "id", "")}
    response = JsonResponse(body, status=refusal.status)
    if refusal.status in {429, 503}:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def with_cors(response: HttpResponse) -> HttpResponse:
    """Readable from any page, without credentials."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Content-Type"
    response["Access-Control-Expose-Headers"] = "Retry-After"
    response["Access-Control-Max-Age"] = "86400"
    response["Cache-Control"] = "no-store"
    return response
