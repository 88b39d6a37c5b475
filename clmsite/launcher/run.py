"""Web server, worker and beat: what they are, waiting for them, and staying until Ctrl-C."""

import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from .commands import SetupError, last_lines
from .place import Place
from .ports import free_port, is_free
from .supervisor import Child, Supervisor

PATIENCE = 90.0  # seconds for the first page
WORTH_SHOWING = re.compile(r'\bTraceback\b|\b(ERROR|CRITICAL)\b|"level": ?"(error|critical)"')
MOST_ERRORS_A_MINUTE = 5


def programs(place: Place, host: str, port: int) -> list[Child]:
    """The three programs of an install on one machine."""
    python = str(place.python)
    celery = [python, "-m", "celery", "-A", "clmsite"]
    quiet = ["--without-gossip", "--without-mingle"]  # there is nobody else to talk to
    web = [python, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", host]
    web += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", *quiet]
    beat = [*celery, "beat", "--loglevel", "INFO", "--pidfile="]
    return [
        Child("web", [*web, "clmsite.wsgi:application"], place.logs / "web.log"),
        Child("worker", worker, place.logs / "worker.log"),
        Child("beat", beat, place.logs / "beat.log"),
    ]


def choose_port(host: str, say: Callable[[str], None]) -> int:
    """PORT or 8000; if that is taken, say so and take the next free one."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65_536:
        raise SetupError(f"PORT={text} is not a port number. Use one from 1024 to 65535.")
    wanted = int(text)
    if is_free(host, wanted):
        return wanted
    try:
        port = free_port(host, wanted + 1)
    except LookupError as error:
        raise SetupError(str(error)) from error
    say(f"Port {wanted} is busy (another program listens there); using {port}.")
    return port


def probe_address(host: str, port: int) -> str:
    """Where the launcher itself asks: a server that listens everywhere is asked on this machine."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    return f"http://{asked}:{port}"


def is_ready(address: str) -> bool:
    """True if the web server answers and calls itself ready.

    400 counts: then ALLOWED_HOSTS names only public hosts, and this question comes from inside.
    """
    try:
        with urllib.request.urlopen(f"{address}/-/ready", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        return error.code == 400
    except (urllib.error.URLError, OSError, ValueError):
        return False


def wait_until_ready(
    supervisor: Supervisor, address: str, tick: Callable[[], None], patience: float = PATIENCE
) -> None:
    """Return when the first page could be served; SetupError if a child gives up before."""
    deadline = time.monotonic() + patience
    while not is_ready(address):
        for child in supervisor.children:
            if not child.alive:
                end = last_lines(child.log)
                raise SetupError(f"{child.name} did not start. The end of {child.log}:\n\n{end}")
        if time.monotonic() > deadline:
            log = supervisor.children[0].log
            raise SetupError(
                f"{address}/-/ready did not answer with 200 in {patience:.0f} s."
                f" The end of {log}:\n\n{last_lines(log)}"
            )
        tick()
        time.sleep(0.2)


class ErrorReporter:
    """Shows lines of the children's logs that say ERROR, a few a minute at most."""

    def __init__(self, supervisor: Supervisor, say: Callable[[str], None]) -> None:
        self.supervisor, self.say = supervisor, say
        self.minute, self.shown, self.held = -1, 0, 0

    def look(self) -> None:
        for child in self.supervisor.children:
            for line in self.supervisor.new_output(child).splitlines():
                if WORTH_SHOWING.search(line):
                    self._report(child, line)

    def _report(self, child: Child, line: str) -> None:
        minute = int(time.monotonic() // 60)
        if minute != self.minute:
            if self.held:
                self.say(f"… and {self.held} more errors: see {child.log.parent}")
            self.minute, self.shown, self.held = minute, 0, 0
        if self.shown >= MOST_ERRORS_A_MINUTE:
            self.held += 1
            return
        self.shown += 1
        self.say(f"{child.name}: {line.strip()[:500]}")


def stay(supervisor: Supervisor, say: Callable[[str], None]) -> None:
    """Watch the children until somebody interrupts us."""
    reporter = ErrorReporter(supervisor, say)
    while True:
        supervisor.watch()
        reporter.look()
        time.sleep(0.3)
