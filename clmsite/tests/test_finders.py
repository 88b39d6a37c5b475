"""Third-party browser files come from package managers, through a short list of names."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from clmsite.finders import VENDOR_FILES, VendorFinder

ROOT = Path(settings.BASE_DIR)


@pytest.mark.parametrize("name", VENDOR_FILES)
def test_every_listed_file_is_installed_and_found(name):
    found = finders.find(name)

    assert found == str(VENDOR_FILES[name])
    assert Path(found).stat().st_size > 500


@pytest.mark.parametrize("name", ["vendor/", "vendor/../settings.py", "node_modules/htmx.org"])
def test_nothing_else_is_found(name):
    assert VendorFinder().find(name) is None
    assert VendorFinder().find(name, find_all=True) == []


def test_missing_files_are_a_warning_that_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setitem(VENDOR_FILES, "vendor/gone.js", tmp_path / "gone.js")

    (warning,) = VendorFinder().check()

    assert "vendor/gone.js" in warning.msg
    assert "npm ci" in warning.hint
    assert "vendor/gone.js" not in [name for name, _ in VendorFinder().list(None)]


def test_versions_are_exact_and_the_lock_file_names_no_server():
    package = json.loads((ROOT / "package.json").read_text())
    lock_text = (ROOT / "package-lock.json").read_text()
    lock = json.loads(lock_text)["packages"]

    assert package["private"] is True
    for name, version in (package["dependencies"] | package["devDependencies"]).items():
        assert version[0].isdigit()
        assert lock[f"node_modules/{name}"]["version"] == version
        assert lock[f"node_modules/{name}"]["integrity"].startswith("sha512-")
    assert '"resolved"' not in lock_text


@pytest.mark.slow
def test_production_collects_all_static_files_with_hashed_names(tmp_path):
    env = {
        "PATH": "/usr/bin:/bin",
        "CLOSED_LOOP_MODE": "production",
        "SECRET_KEY": "only-for-collecting-static-files-0123456789-abcdefgh",
        "VAR_DIR": str(tmp_path / "var"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "ALLOWED_HOSTS": "example.com",
        "SITE_URL": "https://example.com",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "BROKER_URL": "redis://127.0.0.1:1/0",
    }
    # Post-processing, where broken references show; compression is the image's business.
    code = (
        "import django; django.setup();"
        "from whitenoise.storage import CompressedManifestStaticFilesStorage as S;"
        "S.compress_files = lambda self, names: iter(());"
        "from django.core.management import call_command;"
        "call_command('collectstatic', interactive=False, verbosity=0)"
    )
    env["DJANGO_SETTINGS_MODULE"] = "clmsite.settings"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True
    )

    assert answer.returncode == 0, answer.stderr[-2000:]
    manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    for name in VENDOR_FILES:
        assert manifest[name] != name
        assert (tmp_path / "static" / manifest[name]).exists()
