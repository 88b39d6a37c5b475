"""The command palette's answers: pages, actions, leads, deals, campaigns, links one may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clmsite.finding import find
from clmsite.kernel.access import allowed

LONGEST = 80


@allowed("any")
@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """The options for what was typed (`q`), in groups, best first."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    context = {"groups": find(request, query), "query": query}
    return render(request, "parts/palette_results.html", context)
