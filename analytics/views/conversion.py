"""One conversion: how its credit was shared, under every model, and that it still holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from analytics.models import Conversion
from analytics.reports.proof import proof_of
from clmsite.kernel.access import allowed


@allowed("analytics.view")
@require_safe
def conversion(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof behind every share of one lead or deal."""
    found = get_object_or_404(Conversion.objects.select_related("run"), pk=pk)
    return render(request, "analytics/conversion.html", {"proof": proof_of(found)})
