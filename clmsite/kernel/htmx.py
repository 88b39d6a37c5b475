"""Whole page or one partial: the only place that knows what an htmx 4 request looks like."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_partial(request: HttpRequest) -> bool:
    """True when htmx will swap a part of the page (and not the whole of it)."""
    return request.headers.get("HX-Request-Type") == "partial"


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    partial: str,
    status: int = 200,
) -> HttpResponse:
    """Render `template`; only its `partial` when htmx will swap part of a page.

    The answer depends on a header, so caches are told with Vary.
    """
    if is_partial(request):
        template = f"{template}#{partial}"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request-Type"])
    return response
