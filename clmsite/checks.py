"""Configuration mistakes, found before a user finds them (reliability OP-03)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Errors that keep an unsafe production install from starting."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []

    def wrong(number: str, what: str, hint: str) -> None:
        found.append(Error(what, hint=hint, id=f"closed_loop.E{number}"))

    if settings.DEBUG:
        wrong("001", "DEBUG is on in production.", "Unset DEBUG.")
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        wrong("002", "SECRET_KEY is missing or short.", "Set SECRET_KEY (50+ random characters).")
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        wrong("003", "ALLOWED_HOSTS is empty or '*'.", "List your host names, comma-separated.")
    if not settings.SITE_URL.startswith("https://"):
        wrong("004", "SITE_URL is not https.", "Set SITE_URL=https://your.host and serve TLS.")
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        wrong(
            "005",
            "Production runs on SQLite.",
            "Set DATABASE_URL=postgres://… ; SQLite is for one machine: CLOSED_LOOP_MODE=embedded.",
        )
    if not settings.BROKER_URL:
        wrong("006", "No broker is set.", "Set BROKER_URL=redis://…")
    return found


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
