"""Who may do what: four roles, a table of rights, and the decorators that state a view's policy.

Rows are scoped elsewhere (`leads.scope`, `campaigns.scope`); this says which *functions* a
role has. Every view carries a policy: `test_access.py` walks the URLs and fails on a bare one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import BasePermission

MARKETER, REP, MANAGER, ADMINISTRATOR = "marketer", "rep", "manager", "administrator"
ROLES = {
    MARKETER: "Marketer",
    REP: "Sales rep",
    MANAGER: "Manager",
    ADMINISTRATOR: "Administrator",
}

# right -> roles that have it. An administrator has all of them.
RIGHTS: dict[str, set[str]] = {
    "campaigns.view": {MARKETER, REP, MANAGER},
    "campaigns.edit": {MARKETER, MANAGER},
    "spend.view": {MARKETER, MANAGER},
    "spend.edit": {MARKETER, MANAGER},
    "links.edit": {MARKETER, MANAGER},
    "capture.edit": {MARKETER, MANAGER},  # sites, forms
    "leads.view": {MARKETER, REP, MANAGER},
    "leads.edit": {MARKETER, REP, MANAGER},
    "leads.assign": {REP, MANAGER, MARKETER},
    "deals.view": {MARKETER, REP, MANAGER},
    "deals.edit": {REP, MANAGER},
    "analytics.view": {MARKETER, MANAGER},
    "analytics.run": {MARKETER, MANAGER},
    "imports.run": {MARKETER, MANAGER},
    "settings.edit": set(),
    "users.edit": set(),
}

View = Callable[..., HttpResponse]


def role_of(user: Any) -> str:
    """The key of a user's role; "" when they have none. Superusers are administrators."""
    if user.is_superuser:
        return ADMINISTRATOR
    cached = getattr(user, "_role", None)
    if cached is None:
        names = set(user.groups.values_list("name", flat=True))
        cached = next((key for key in reversed(ROLES) if ROLES[key] in names), "")
        user._role = cached
    return cached


def can(user: Any, right: str) -> bool:
    """Whether `user` has `right`; `"any"` asks only for an active account with a role."""
    if not (user.is_authenticated and user.is_active):
        return False
    role = role_of(user)
    if right == "any":
        return bool(role)
    return role == ADMINISTRATOR or role in RIGHTS[right]


def allowed(right: str) -> Callable[[View], View]:
    """Policy: signed in and with `right`. Anonymous people are sent to sign in, others get 403."""
    if right != "any" and right not in RIGHTS:
        raise ValueError(f"unknown right {right!r}")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not can(request.user, right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.policy = right
        return guarded

    return decorate


def public(why: str) -> Callable[[View], View]:
    """Policy: anyone. `why` is written down for whoever reads the list of open doors."""

    def decorate(view: View) -> View:
        view.policy = f"public: {why}"
        return view

    return decorate


class RolePermission(BasePermission):
    """DRF: a viewset names `rights = {"read": …, "write": …}`; without it nothing is allowed."""

    def has_permission(self, request: Any, view: Any) -> bool:
        rights = getattr(view, "rights", None)
        if rights is None:
            return False
        kind = "read" if request.method in {"GET", "HEAD", "OPTIONS"} else "write"
        if kind == "write" and getattr(request.auth, "is_read_only", False):
            return False
        return can(request.user, rights[kind])
