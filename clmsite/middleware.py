"""What happens around every request: one log line, an id, and no caching of private pages."""

import logging
import time
import uuid
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from clmsite.kernel.access import role_of
from clmsite.metrics import REQUESTS

log = logging.getLogger("closed_loop.request")
Next = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """Gives the request an id and logs route, status and time: no path values, no query."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex[:16]  # type: ignore[attr-defined]
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        route = match.route if match else "unmatched"
        seconds = time.monotonic() - began
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        if not route.startswith(("static", "-/")):
            REQUESTS.labels(request.method, str(response.status_code)[0] + "xx").observe(seconds)
            log.info(
                "request",
                extra={
                    "request_id": request.id,  # type: ignore[attr-defined]
                    "method": request.method,
                    "route": route,
                    "status": response.status_code,
                    "ms": round(seconds * 1000, 1),
                },
            )
        return response


class PrivatePages:
    """Pages for signed-in people are not kept by any cache (AU-10)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and "Cache-Control" not in response:
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        return response


class SecondFactor:
    """Roles named in SECOND_FACTOR_ROLES set up their second factor before anything else."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_ROLES and self._must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or request.path.startswith(("/account/", "/static/", "/-/")):
            return False
        return role_of(user) in settings.SECOND_FACTOR_ROLES and not is_mfa_enabled(user)
