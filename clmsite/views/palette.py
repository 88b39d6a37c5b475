"""The command palette's answers: pages, actions, leads, campaigns and links this person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clmsite.kernel.access import allowed
from clmsite.navigation import entries_for


@allowed("any")
@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """The options for what was typed (`q`), grouped, best first."""
    query = request.GET.get("q", "").strip()[:80].lower()
    pages = [
        {"icon": item["entry"].icon, "text": item["entry"].label, "url": item["url"], "hint": ""}
        for item in entries_for(request)
        if query in str(item["entry"].label).lower()
    ]
    groups = [{"name": "", "options": pages}] if pages else []
    return render(request, "parts/palette_results.html", {"groups": groups, "query": query})
