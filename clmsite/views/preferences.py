"""Theme, language and shortcuts. Works without JavaScript: post, then back to the page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from clmsite.context import THEME_COOKIE, THEMES
from clmsite.kernel.access import public

A_YEAR = 365 * 24 * 3600


@public("a theme and a language can be chosen before signing in")
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember what was chosen and go back. Unknown values change nothing."""
    response = HttpResponseRedirect(_way_back(request))
    theme, language = request.POST.get("theme"), request.POST.get("language")
    if theme in THEMES:
        _remember(request, response, THEME_COOKIE, theme)
    if language in dict(settings.LANGUAGES):
        _remember(request, response, settings.LANGUAGE_COOKIE_NAME, language)
    if request.user.is_authenticated and request.POST.get("shortcuts") in {"on", "off"}:
        request.user.preferences["shortcuts"] = request.POST["shortcuts"] == "on"
        request.user.save(update_fields=["preferences"])
    return response


def _remember(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    # Readable by script on purpose: the theme switch changes it without a round trip.
    response.set_cookie(
        name, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=False
    )


def _way_back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(target, hosts, require_https=request.is_secure()):
        return target
    return "/"
