"""Answers to what no view answers: JSON for programs (/api/), Django's own pages for people."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import is_valid_path
from django.utils.encoding import iri_to_uri
from django.views import defaults

# Where pages for people live whose addresses end without a slash; never the doors for strangers.
PAGES = ("/campaigns/", "/links/", "/spend/", "/settings/", "/imports/", "/analytics/")


def _is_api(request: HttpRequest) -> bool:
    # The page of the documentation is for people.
    return request.path.startswith("/api/") and not request.path.startswith("/api/docs")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return JsonResponse({"error": "invalid"}, status=400)
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return JsonResponse({"error": "permission_denied"}, status=403)
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return JsonResponse({"error": "not_found"}, status=404)
    other = _without_slash(request)
    if other:
        return HttpResponsePermanentRedirect(other)
    return defaults.page_not_found(request, exception)


def _without_slash(request: HttpRequest) -> str:
    """The same address without its last slash, when that is one of ours; else "".

    The counterpart of Django's APPEND_SLASH: /campaigns/new/ leads to /campaigns/new.
    """
    path = request.path_info
    is_page = path.startswith(PAGES) and path.endswith("/")
    if request.method not in {"GET", "HEAD"} or not is_page:
        return ""
    if not is_valid_path(path[:-1], getattr(request, "urlconf", None)):
        return ""
    query = request.META.get("QUERY_STRING", "")
    return iri_to_uri(request.path[:-1]) + (f"?{query}" if query else "")


def server_error(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        body: dict[str, Any] = {"error": "server_error"}
        return JsonResponse(body | _request_id(request), status=500)
    return defaults.server_error(request)


def _request_id(request: HttpRequest) -> dict[str, str]:
    """What the log calls this request, if it came as far as getting a name."""
    name = getattr(request, "id", None)
    return {"request_id": name} if name else {}
