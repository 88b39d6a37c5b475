"""The files that operators use: secrets are made once, the health check asks as the proxy does."""

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml

from clmsite.deploy.healthcheck import is_ready

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ROOT / "clmsite" / "deploy" / "make-secrets.sh"


def make_secrets(folder: Path) -> str:
    answer = subprocess.run(["sh", SECRETS, folder], capture_output=True, text=True, check=True)
    return answer.stdout


def test_secrets_are_made_once_and_closed_to_others(tmp_path):
    folder = tmp_path / "secrets"
    make_secrets(folder)
    first = {path.name: path.read_text() for path in folder.iterdir()}
    make_secrets(folder)

    assert {path.name: path.read_text() for path in folder.iterdir()} == first
    assert folder.stat().st_mode & 0o077 == 0
    assert len(first["secret_key"]) >= 50
    assert first["postgres_password"] in first["database_url"]


def test_every_secret_that_compose_mounts_is_made_or_asked_for(tmp_path):
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    said = make_secrets(tmp_path / "secrets")

    made = {path.name for path in (tmp_path / "secrets").iterdir()}
    for name, secret in compose["secrets"].items():
        assert secret["file"] == f"./secrets/{name}"
        assert name in made or f"/{name}" in said
    for service in compose["services"].values():
        assert set(service.get("secrets", [])) <= set(compose["secrets"])


def test_only_the_proxy_is_reachable_from_outside():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]

    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["postgres"]["networks"] == services["redis"]["networks"] == ["inside"]


@pytest.fixture
def server():
    """A stand-in for the web server that remembers what it was asked."""
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        status = 200

        def do_GET(self) -> None:
            asked.append((self.path, self.headers["Host"]))
            self.send_response(Handler.status)
            self.end_headers()

        def log_message(self, *args: object) -> None: ...

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield httpd.server_port, asked, Handler
    httpd.shutdown()
    httpd.server_close()


def test_the_health_check_asks_for_the_public_host(server):
    port, asked, handler = server

    assert is_ready(port, "https://loop.example.com") is True
    assert asked == [("/-/ready", "loop.example.com")]
    handler.status = 503
    assert is_ready(port, "https://loop.example.com") is False


def test_the_health_check_fails_when_nobody_listens():
    assert is_ready(1, "https://loop.example.com") is False


def test_an_unsafe_production_server_does_not_start(tmp_path):
    env = {
        "PATH": os.environ["PATH"],
        "CLOSED_LOOP_MODE": "production",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "short",
    }
    answer = subprocess.run(
        [sys.executable, "-c", "import clmsite.wsgi"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
    )

    assert answer.returncode != 0
    assert "SECRET_KEY is missing or short" in answer.stderr
