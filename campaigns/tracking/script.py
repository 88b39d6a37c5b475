"""Views: /t.js, the tracker that customers' pages load; /.well-known/gpc.json."""

import hashlib
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import condition, require_safe

from clmsite.kernel.access import public


def read_script(name: str) -> bytes:
    """A file below static/; read once, in development each time."""
    return _read_fresh(name) if settings.DEBUG else _read_once(name)


def _read_fresh(name: str) -> bytes:
    return (settings.BASE_DIR / "static" / name).read_bytes()


_read_once = lru_cache(maxsize=8)(_read_fresh)


def script_etag(name: str) -> str:
    return f'"{hashlib.sha256(read_script(name)).hexdigest()[:16]}"'


def script_response(name: str) -> HttpResponse:
    """A script for foreign pages: cached for an hour, loadable from any origin."""
    response = HttpResponse(read_script(name), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@public("customers' pages load the tracker")
@require_safe
@condition(etag_func=lambda request: script_etag("js/tracker.js"))
def tracker_script(request: HttpRequest) -> HttpResponse:
    return script_response("js/tracker.js")


@public("browsers ask whether a site honours Global Privacy Control")
@require_safe
def gpc(request: HttpRequest) -> HttpResponse:
    """We do: hits that carry the signal get no identifier (visitors.py)."""
    return JsonResponse({"gpc": True, "lastUpdate": "2026-11-21"})
