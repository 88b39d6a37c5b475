"""Unsafe production settings do not start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clmsite.checks import production_is_safe, reporting_settings_are_known

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "PRODUCTION": True,
    "DEBUG": False,
    "SECRET_KEY": "k3y-" * 5 + "abcdefghijklmnopqrstuvwxyz0123456789",
    "ALLOWED_HOSTS": ["loop.example.com"],
    "SITE_URL": "https://loop.example.com",
    "SITE_HOST": "loop.example.com",
    "BROKER_URL": "redis://redis/0",
}


POSTGRES, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"


@pytest.fixture
def found(settings, monkeypatch):
    """A function from changed settings to the ids of the errors they cause."""

    def check(engine=POSTGRES, **changed):
        monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", engine)
        for name, value in (SAFE | changed).items():
            setattr(settings, name, value)
        errors = production_is_safe(None) + reporting_settings_are_known(None)
        return {error.id.removeprefix("closed_loop.") for error in errors}

    return check


def test_a_safe_install_passes(found):
    assert found() == set()


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"DEBUG": True}, "E001"),
        ({"SECRET_KEY": "short"}, "E002"),
        ({"SECRET_KEY": "a" * 60}, "E002"),
        ({"ALLOWED_HOSTS": ["*", "loop.example.com"]}, "E003"),
        ({"SITE_URL": "http://loop.example.com"}, "E004"),
        ({"engine": SQLITE}, "E005"),
        ({"BROKER_URL": ""}, "E006"),
        ({"SITE_HOST": "other.example.com"}, "E007"),
        ({"REPORTING_TIME_ZONE": "Mars/Olympus"}, "E010"),
        ({"REPORTING_CURRENCY": "euro"}, "E011"),
    ],
)
def test_each_unsafe_setting_is_an_error_of_its_own(found, changed, error):
    assert found(**changed) == {error}


@pytest.mark.slow
def test_the_process_refuses_to_start(tmp_path):
    env = {
        "PATH": os.environ["PATH"],
        "CLOSED_LOOP_MODE": "production",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3",
    }
    run = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True
    )

    assert run.returncode != 0
    assert "SECRET_KEY" in run.stderr
