"""Answers to what no view answers: JSON for programs (/api/), Django's own pages for people."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults


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
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        body: dict[str, Any] = {"error": "server_error"}
        return JsonResponse(body | _request_id(request), status=500)
    return defaults.server_error(request)


def _request_id(request: HttpRequest) -> dict[str, str]:
    """What the log calls this request, if it came as far as getting a name."""
    name = getattr(request, "id", None)
    return {"request_id": name} if name else {}
