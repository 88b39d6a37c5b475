"""Every door has a policy, and roles have the rights the table says."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from clmsite.kernel.access import REP, RIGHTS, can
from conftest import make_user

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
    ".well-known/gpc.json",  # says that the signal is honoured
    "t.js",  # the tracker and what it sends
    "t/e",
    "embed.js",  # forms on customers' pages
    "f/<str:key>",
    "f/<str:key>.json",
    "f/<str:key>/submit",
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


# A value for each kind of URL parameter; whether the row exists must not matter for a refusal.
SAMPLES = {
    "int": "1",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "slug": "x",
    "str": "x",
}
GUARDED = [
    (route, entry.callback.policy)
    for route, entry in patterns()
    if not str(getattr(entry.callback, "policy", "public")).startswith("public")
]


def address_of(route: str) -> str:
    return "/" + re.sub(r"<(\w+):\w+>", lambda match: SAMPLES[match[1]], route)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["marketer", "rep", "manager"])
def test_who_lacks_the_right_is_refused_before_anything_happens(role, client_of):
    user = make_user(role)
    client = client_of(user)
    refused = [(route, policy) for route, policy in GUARDED if not can(user, policy)]
    answers = {
        (method, route): client.generic(method, address_of(route)).status_code
        for route, _ in refused
        for method in ("GET", "POST")
    }

    assert refused  # each role lacks some right, or this test says nothing
    assert {key: status for key, status in answers.items() if status != 403} == {}


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_by_every_guarded_page(client, rep):
    answers = {
        (method, route): client.generic(method, address_of(route))
        for route, _ in GUARDED
        for method in ("GET", "POST")
    }

    wrong = {
        key: answer.status_code
        for key, answer in answers.items()
        if answer.status_code != 302 or "/account/login/" not in answer.headers["Location"]
    }
    assert wrong == {}


@pytest.mark.django_db
def test_the_api_answers_nobody_without_a_token(client, rep, client_of):
    """A session cookie is no key to the API (AU-07): pages and programs are apart."""
    routes = [f"/{route}" for route, _ in patterns() if re.fullmatch(r"api/v1/[^<^]+", route)]
    assert client_of(rep).get("/api/v1/campaigns/").status_code == 401
    assert {client.get(route.rstrip("$")).status_code for route in routes} <= {401}
