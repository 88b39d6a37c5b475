"""Configuration mistakes, found before a user finds them (reliability OP-03)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


def _weak_key() -> bool:
    return len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5


# id, is it wrong?, what is wrong, what to do
PRODUCTION_RULES: list[tuple[str, Callable[[], bool], str, str]] = [
    ("E001", lambda: settings.DEBUG, "DEBUG is on in production.", "Unset DEBUG."),
    (
        "E002",
        _weak_key,
        "SECRET_KEY is missing or short.",
        "Set SECRET_KEY (or SECRET_KEY_FILE) to 50 or more random characters.",
    ),
    (
        "E003",
        lambda: not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
        "ALLOWED_HOSTS is empty or '*'.",
        "List your host names, separated by commas.",
    ),
    (
        "E004",
        lambda: not settings.SITE_URL.startswith("https://"),
        "SITE_URL is not https.",
        "Set SITE_URL=https://your.host and serve TLS.",
    ),
    (
        "E005",
        lambda: "sqlite" in settings.DATABASES["default"]["ENGINE"],
        "Production runs on SQLite.",
        "Set DATABASE_URL=postgres://…; for one machine use CLOSED_LOOP_MODE=embedded.",
    ),
    ("E006", lambda: not settings.BROKER_URL, "No broker is set.", "Set BROKER_URL=redis://…"),
    (
        "E007",
        lambda: settings.SITE_HOST not in settings.ALLOWED_HOSTS,
        "The host of SITE_URL is not among ALLOWED_HOSTS.",
        "Add it, or links in mails lead nowhere.",
    ),
]


@register()
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Errors that keep an unsafe production install from starting."""
    if not settings.PRODUCTION:
        return []
    return [
        Error(what, hint=hint, id=f"closed_loop.{number}")
        for number, is_wrong, what, hint in PRODUCTION_RULES
        if is_wrong()
    ]


@register()
def reporting_settings_are_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    found: list[CheckMessage] = []
    try:
        ZoneInfo(settings.REPORTING_TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        found.append(
            Error(
                f"REPORTING_TIME_ZONE={settings.REPORTING_TIME_ZONE!r} is not a time zone.",
                hint="Use a name such as Europe/Vienna.",
                id="closed_loop.E010",
            )
        )
    code = settings.REPORTING_CURRENCY
    if not (len(code) == 3 and code.isalpha() and code.isupper()):
        found.append(
            Error(
                f"REPORTING_CURRENCY={code!r} is not a currency code.",
                hint="Use three capital letters such as EUR.",
                id="closed_loop.E011",
            )
        )
    return found
