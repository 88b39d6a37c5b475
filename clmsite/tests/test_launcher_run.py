"""Waiting for the web server, and what the three programs are."""

import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from clmsite.launcher import run
from clmsite.launcher.commands import SetupError
from clmsite.launcher.place import Place
from clmsite.launcher.supervisor import Child, Supervisor


@pytest.fixture
def web():
    """A server whose /-/ready answers with `web.status`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(httpd.status if self.path == "/-/ready" else 404)
            self.end_headers()

        def log_message(self, *args: object) -> None: ...

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    httpd.status = 200
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield httpd
    httpd.shutdown()
    httpd.server_close()


@pytest.mark.parametrize(
    ("status", "ready"), [(200, True), (400, True), (503, False), (500, False)]
)
def test_ready_is_what_the_server_says(web, status, ready):
    web.status = status

    assert run.is_ready(f"http://127.0.0.1:{web.server_port}") is ready


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),  # noqa: S104
        ("::", "[::1]"),
        ("10.1.2.3", "10.1.2.3"),
    ],
)
def test_a_server_that_listens_everywhere_is_asked_here(host, asked):
    assert run.probe_address(host, 8000) == f"http://{asked}:8000"


def make_supervisor(folder, code: str) -> Supervisor:
    child = Child("web", [sys.executable, "-c", code], folder / "web.log")
    return Supervisor([child], cwd=folder, env=dict(os.environ), say=print)


def test_waiting_ends_when_the_server_is_ready(web, tmp_path):
    supervisor = make_supervisor(tmp_path, "import time; time.sleep(60)")
    supervisor.start()

    run.wait_until_ready(supervisor, f"http://127.0.0.1:{web.server_port}", lambda: None)

    assert supervisor.stop() == []


def test_a_program_that_ends_at_once_is_reported_with_the_end_of_its_log(tmp_path):
    supervisor = make_supervisor(tmp_path, "raise SystemExit('no such table')")
    supervisor.start()

    with pytest.raises(SetupError) as caught:
        run.wait_until_ready(supervisor, "http://127.0.0.1:1", lambda: None)

    assert "web did not start" in str(caught.value)
    assert "no such table" in str(caught.value)


def test_patience_ends(tmp_path):
    supervisor = make_supervisor(tmp_path, "import time; time.sleep(60)")
    supervisor.start()

    with pytest.raises(SetupError, match="did not answer with 200"):
        run.wait_until_ready(supervisor, "http://127.0.0.1:1", lambda: None, patience=0.3)
    supervisor.stop()


def test_three_programs_write_three_logs(tmp_path):
    programs = run.programs(Place(tmp_path, tmp_path / "var"), "127.0.0.1", 8123)

    assert [child.name for child in programs] == ["web", "worker", "beat"]
    assert len({child.log for child in programs}) == 3
    assert programs[0].argv[-1] == "clmsite.wsgi:application"
    assert "8123" in programs[0].argv
