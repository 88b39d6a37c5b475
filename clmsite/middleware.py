"""What happens around every request: one log line, an id, and no caching of private pages."""

import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

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
