"""Unsafe production settings do not start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "PRODUCTION": True,
    "DEBUG": False,
    "SECRET_KEY": "k3y-" * 5 + "abcdefghijklmnopqrstuvwxyz0123456789",
    "ALLOWED_HOSTS": ["loop.example.com"],
    "SITE_URL": "https://loop.example.com",
    "SITE_HOST": "loop.example.com",
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "BROKER_URL": "redis://redis/0",
}


def found(settings, **changed):
    for name, value in (SAFE | changed).items():
        setattr(settings, name, value)
    return {m.id.split(".")[1] for m in run_checks() if m.id.startswith("closed_loop.")}


def test_a_safe_install_passes(settings):
    assert found(settings) == set()


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"DEBUG": True}, "E001"),
        ({"SECRET_KEY": "short"}, "E002"),
        ({"SECRET_KEY": "a" * 60}, "E002"),
        ({"ALLOWED_HOSTS": ["*"]}, "E003"),
        ({"SITE_URL": "http://loop.example.com"}, "E004"),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, "E005"),
        ({"BROKER_URL": ""}, "E006"),
        ({"SITE_HOST": "other.example.com"}, "E007"),
        ({"REPORTING_TIME_ZONE": "Mars/Olympus"}, "E010"),
        ({"REPORTING_CURRENCY": "euro"}, "E011"),
    ],
)
def test_each_unsafe_setting_is_an_error_of_its_own(settings, changed, error):
    assert error in found(settings, **changed)


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
