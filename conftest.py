"""Fixtures that every app's tests share: one small world everybody knows.

`marketer`, `rep`, `other_rep`, `manager`, `administrator` are users; `client_of(user)` signs in.
Tests marked `postgres`, `redis` or `browser` skip with a reason where the service is missing;
with REQUIRE_SERVICES=1 (CI) they fail instead.
"""

import os
import shutil
import socket
from collections.abc import Callable

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils.module_loading import import_string
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from campaigns.models import Channel
from clmsite.kernel.access import ROLES

DATA_MIGRATIONS = (
    "clmsite.migrations.0002_roles.add_roles",
    "campaigns.migrations.0003_channels.add_channels",
    "leads.migrations.0002_pipeline_and_reasons.add_defaults",
)
REQUIRED = os.environ.get("REQUIRE_SERVICES") == "1"

# Playwright keeps an event loop running in this thread once a browser test has begun; without
# this, Django would refuse the database to every later test of the same process.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# SQLite in memory shares one cache between threads and refuses where a file would wait; the
# product runs on a file, so its tests do, too. One for each process.
if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(
        settings.VAR_DIR / f"tests-{os.getpid()}.sqlite3"
    )

# A busy machine is not a wrong answer, so an example may take its time. In CI the examples are
# the same in every run; on a developer's machine new ones are tried.
hypothesis_settings.register_profile(
    "calm", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=REQUIRED
)
hypothesis_settings.load_profile("calm")


def _missing(what: str) -> None:
    if REQUIRED:
        pytest.fail(f"{what} (REQUIRE_SERVICES=1)")
    pytest.skip(what)


def _listens(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and not _listens("127.0.0.1", 5432):
        _missing("no PostgreSQL answers on 127.0.0.1:5432")
    if item.get_closest_marker("redis") and not _listens("127.0.0.1", 6379):
        _missing("no Redis answers on 127.0.0.1:6379")
    if item.get_closest_marker("browser") and not (
        shutil.which("chromium") or shutil.which("google-chrome")
    ):
        _missing("no Chromium is installed")


@pytest.fixture(scope="session", autouse=True)
def _fast_and_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Cheap password hashes, and nothing written outside a temporary folder."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["default"]["OPTIONS"]["location"] = str(tmp_path_factory.mktemp("files"))
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Jobs wait in the outbox until a test runs them with `outbox.run_all()`."""
    if not request.node.get_closest_marker("real_broker"):
        monkeypatch.setattr("clmsite.kernel.outbox.publish", lambda job_id: True)


@pytest.fixture(autouse=True)
def _what_migrations_put_in(request: pytest.FixtureRequest) -> None:
    """Channels, stages, reasons and roles, as a new install has them.

    A test with real transactions empties every table when it is over; whoever comes next in
    the same process finds them again.
    """
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("db")
        restore_install()


def restore_install() -> None:
    if not Channel.objects.exists():
        for path in DATA_MIGRATIONS:
            import_string(path)(apps, None)


def make_user(role: str, *, name: str = "", email: str = ""):
    user = get_user_model().objects.create_user(
        email or f"{role}@example.com", "correct horse", name=name or ROLES[role]
    )
    user.groups.add(Group.objects.get_or_create(name=ROLES[role])[0])
    return user


@pytest.fixture
def marketer(db):
    return make_user("marketer", name="Mara Keting")


@pytest.fixture
def rep(db):
    return make_user("rep", name="Rea Presenter")


@pytest.fixture
def other_rep(db):
    return make_user("rep", name="Otto Representer", email="other@example.com")


@pytest.fixture
def manager(db):
    return make_user("manager", name="Mani Ager")


@pytest.fixture
def administrator(db):
    return make_user("administrator", name="Ada Min")


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """A test client signed in as the given user."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
