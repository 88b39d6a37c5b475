"""/ui-kit: every part of the interface on one page, to look at and to copy from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clmsite.kernel.access import allowed


@allowed("any")
@require_safe
def ui_kit(request: HttpRequest) -> HttpResponse:
    return render(request, "ui_kit.html", {})
