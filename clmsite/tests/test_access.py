"""Every door has a policy, and roles have the rights the table says."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from clmsite.kernel.access import REP, RIGHTS, can

# Views of libraries that bring their own policy.
OTHERS = ("allauth.", "django.", "rest_framework.", "drf_spectacular.", "knox.")


def patterns(resolver=None, prefix="") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def test_every_view_of_ours_has_a_policy():
    bare = []
    for route, entry in patterns():
        view = entry.callback
        ours = not view.__module__.startswith(OTHERS)
        cls = getattr(view, "cls", None)
        declared = hasattr(view, "policy") or getattr(cls, "rights", None)
        if ours and not declared:
            bare.append(f"{route} ({view.__module__}.{view.__name__})")

    assert bare == []


def test_no_get_view_is_open_by_accident():
    """The list of open doors; adding one is a decision to be reviewed here."""
    doors = {
        route
        for route, entry in patterns()
        if str(getattr(entry.callback, "policy", "")).startswith("public")
    }

    assert doors == OPEN_DOORS


OPEN_DOORS = {
    "",
    "-/live",
    "-/ready",
    "-/metrics",
    "setup",
    "join/<str:token>",
    "account/login/",
    "preferences",  # theme and language of the browser
    "r/<str:code>",  # links are clicked by strangers
    "api/schema/",  # describes the API; holds no data
}


@pytest.mark.django_db
def test_an_account_without_a_role_can_nothing(rep):
    rep.groups.clear()

    assert not can(rep, "any")
    assert not any(can(rep, right) for right in RIGHTS)


@pytest.mark.django_db
def test_an_administrator_can_everything_and_a_rep_no_money_pages(administrator, rep):
    assert all(can(administrator, right) for right in RIGHTS)
    assert {right for right in RIGHTS if can(rep, right)} == {
        right for right, roles in RIGHTS.items() if REP in roles
    }
    assert not can(rep, "analytics.view")
    assert not can(rep, "spend.view")


@pytest.mark.django_db
def test_a_switched_off_account_can_nothing(administrator):
    administrator.is_active = False

    assert not can(administrator, "any")
