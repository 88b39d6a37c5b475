"""What every template may use: theme, direction, navigation, the person's role, toasts."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from clmsite.kernel.access import role_of
from clmsite.kernel.toasts import read_toast
from clmsite.navigation import address, entries_for

# Here, because the kernel's table of roles holds names of groups, not words for people.
ROLE_NAMES = {
    "marketer": _("Marketer"),
    "rep": _("Sales rep"),
    "manager": _("Manager"),
    "administrator": _("Administrator"),
}
THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


def theme_of(request: HttpRequest) -> str:
    """The chosen theme; anything else in the cookie counts as "auto"."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def page_context(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "theme": theme_of(request),
        "lang": get_language() or settings.LANGUAGE_CODE,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "languages": settings.LANGUAGES,
        "csrf": SimpleLazyObject(lambda: get_token(request)),
        "home_url": address("home") or "/",
        "signed_in": signed_in,
        "role": ROLE_NAMES.get(role_of(user), "") if signed_in else "",
        "shortcuts": bool(signed_in and user.preferences.get("shortcuts", True)),
        # Callables, so that API answers and partials pay nothing for them.
        "nav": cache(lambda: entries_for(request)) if signed_in else [],
        "toasts": cache(lambda: [read_toast(m) for m in get_messages(request)]),
    }
