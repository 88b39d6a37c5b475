"""Which pages there are: found in the URLconf, so that a new page is checked from its first day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# What answers GET but is not a page of ours to look at, and why.
NOT_PAGES = {
    "live": "for machines",
    "ready": "for machines",
    "metrics": "for machines",
    "home": "only redirects",
    "setup": "closed once a user exists",
    "palette": "a part of every page; tested with the palette",
    "account_signup": "closed: people come by invitation",
    "account_inactive": "shown to nobody in this world",
    "account_email": "one address per account, changed by an administrator",
    "account_confirm_email": "needs a mailed key",
    "account_confirm_login_code": "signing in by a mailed code is off",
    "account_set_password": "every account has a password",
    "account_reauthenticate": "redirects unless something asked for it",
    "campaigns:link_qr": "a picture",
    "campaigns:link_utm": "a part of the link form",
    "campaigns:redirect": "leaves the product",
    "campaigns:gpc": "a statement for browsers",
    "campaigns:tracker_script": "a script for customers' sites",
    "api_schema": "for machines",
    "imports:errors": "a file",
    "leads:embed_script": "a script for customers' sites",
    "leads:form_definition": "JSON for the embedded form",
    "leads:form_submit": "takes answers; a GET only leads back to the form",
    "leads:board_changes": "a part of the board",
    "leads:board_column": "a part of the board",
    "account_reset_password_from_key": "needs a mailed key",
    "account_email_verification_sent": "addresses come verified by invitation",
    "mfa_authenticate": "needs a half-finished sign-in",
    "mfa_reauthenticate": "needs a second factor",
    "mfa_deactivate_totp": "needs a second factor",
    "mfa_view_recovery_codes": "needs a second factor",
    "mfa_download_recovery_codes": "a file",
    "mfa_generate_recovery_codes": "needs a second factor",
}
# Pages that only people who are not signed in see.
ANONYMOUS = {
    "accept",
    "leads:form_hosted",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
}
SKIPPED_NAMESPACES = ("api", "admin")


@dataclass(frozen=True)
class PageName:
    """A named URL and the arguments it needs."""

    name: str
    arguments: tuple[str, ...]


def page_names() -> list[PageName]:
    """Every named URL that answers GET with a page."""
    found = {
        PageName(name, tuple(pattern.pattern.converters))
        for name, pattern in _named(get_resolver().url_patterns)
        if name not in NOT_PAGES and "GET" in methods_of(pattern.callback)
    }
    return sorted(found, key=lambda page: page.name)


def _named(patterns: Any, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (space, pattern.namespace) if part)
            if inner.split(":")[0] not in SKIPPED_NAMESPACES:
                yield from _named(pattern.url_patterns, inner)
        elif pattern.name:
            yield (f"{space}:{pattern.name}" if space else pattern.name), pattern


def methods_of(view: Callable[..., Any]) -> set[str]:
    """What `require_http_methods` around the view lets through; everything when it has none."""
    while view is not None:
        code = getattr(view, "__code__", None)
        cells = dict(zip(code.co_freevars, view.__closure__ or (), strict=False)) if code else {}
        if "request_method_list" in cells:
            return set(cells["request_method_list"].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return {"GET", "POST"}
