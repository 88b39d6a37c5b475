"""A server over a database of its own, a Chromium, and a signed-in page for each role."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from clmsite.tests.browser.harness import AXE, LISTEN

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--no-first-run"),
]
STARTS_WITHIN = 60
# Generous, because a busy machine is not a fault of the page.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE / 4)


@dataclass
class World:
    """Where the server listens, who is signed in, and what the pages are about."""

    base: str
    cookies: dict[str, str]
    things: dict[str, Any]

    def address(self, name: str, *args: Any) -> str:
        return self.base + reverse(name, args=args)


def _need(condition: object, what: str) -> None:
    if condition:
        return
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{what} (REQUIRE_SERVICES=1)")
    pytest.skip(what)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A seeded database and a real server in its own process."""
    folder = tmp_path_factory.mktemp("browser")
    environment = _environment(folder)
    command = [sys.executable, "-m", "clmsite.tests.browser.world"]
    made = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert made.returncode == 0, f"the world was not made:\n{made.stderr}"
    facts = json.loads(made.stdout)
    port = _free_port()
    log = (folder / "server.log").open("w+")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(port, server, log)
        yield World(f"http://127.0.0.1:{port}", facts["cookies"], facts["things"])
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def _environment(folder: Path) -> dict[str, str]:
    """Only what a fresh embedded install has, whatever the tests themselves run on."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "clmsite.settings",
        "DATABASE_URL": f"sqlite:///{folder}/world.sqlite3",
        "VAR_DIR": str(folder / "var"),
        "LOG_LEVEL": "WARNING",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Any) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    log.seek(0)
    pytest.fail(f"the server did not start:\n{log.read()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    _need(CHROMIUM, "no Chromium is installed")
    _need(AXE.exists(), "axe-core is not installed (npm ci)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A fresh browser profile; motion is reduced so that nothing is caught half-way."""
    made: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        context = browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(LISTEN)
        made.append(context)
        return context

    yield open_one
    for context in made:
        context.close()


@pytest.fixture
def signed_in_page(
    world: World, open_context: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """`signed_in_page("rep")`: a page with that role's session; "" is nobody."""

    def sign_in(role: str = "administrator", **options: Any) -> Page:
        context = open_context(**options)
        if role:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": world.cookies[role]}
            context.add_cookies([{**cookie, "url": world.base}])
        return context.new_page()

    return sign_in
