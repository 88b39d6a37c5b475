"""Errors of the API: Django REST framework's own bodies, with one word for programs in `error`.

{"error": "unknown_field", "nmae": ["There is no such field."]}
{"error": "not_ready", "detail": "Its last day is over."}
"""

from typing import Any

from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

# Codes that say more than that something was wrong.
_TELLING = {"unknown_field", "unknown_parameter"}


class ConflictError(APIException):
    """409: the request was understood, but does not fit what is stored."""

    status_code = status.HTTP_409_CONFLICT

    def __init__(self, error: str, detail: str, **more: Any) -> None:
        super().__init__(detail, error)
        self.more = more


def api_errors(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler with `error` added to every body."""
    response = exception_handler(exc, context)
    if response is None or not isinstance(exc, APIException):
        if response is not None and isinstance(response.data, dict):
            response.data["error"] = {403: "permission_denied", 404: "not_found"}.get(
                response.status_code, "error"
            )
        return response
    body = response.data if isinstance(response.data, dict) else {"detail": response.data}
    response.data = {"error": _code(exc), **body, **getattr(exc, "more", {})}
    return response


def _code(exc: APIException) -> str:
    codes = set(_flat(exc.get_codes()))
    telling = sorted(codes & _TELLING)
    if telling:
        return telling[0]
    if exc.status_code == status.HTTP_400_BAD_REQUEST:
        return "parse_error" if "parse_error" in codes else "invalid"
    return next(iter(codes), "error")


def _flat(codes: Any) -> list[str]:
    if isinstance(codes, dict):
        return [code for value in codes.values() for code in _flat(value)]
    if isinstance(codes, list):
        return [code for value in codes for code in _flat(value)]
    return [codes]
