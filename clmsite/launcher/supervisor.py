"""Keeps a few child processes running: starts, watches, restarts and stops them.

Each child leads a process group of its own, so that Ctrl-C reaches only us and we end each
child with everything it has started. On Linux the kernel also ends them if we are killed.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
HEALTHY_AFTER = 30.0  # seconds up, after which earlier crashes are forgiven
LOG_LIMIT = 10_000_000
CHUNK = 65_536
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One program to keep running, and how it has been doing."""

    name: str
    argv: Sequence[str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    crashes: int = 0
    restart_at: float | None = None
    read_to: int = field(default=0)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


def _die_with_parent() -> None:  # runs in the child, between fork and exec
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    def __init__(
        self,
        children: Sequence[Child],
        *,
        cwd: Path,
        env: Mapping[str, str],
        say: Callable[[str], None] = print,
    ) -> None:
        self.children, self.cwd, self.env, self.say = list(children), cwd, dict(env), say

    def start(self) -> None:
        for child in self.children:
            self._start(child)

    def _start(self, child: Child) -> None:
        child.log.parent.mkdir(parents=True, exist_ok=True)
        with _open_log(child.log) as out:
            child.read_to = out.tell()
            child.process = subprocess.Popen(
                child.argv,
                cwd=self.cwd,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        child.started_at, child.restart_at = time.monotonic(), None

    def watch(self) -> None:
        """One look at every child: notice the dead, restart those whose wait is over."""
        now = time.monotonic()
        for child in self.children:
            if child.restart_at is not None:
                if now >= child.restart_at:
                    self._start(child)
            elif not child.alive:
                self._plan_restart(child, now)

    def _plan_restart(self, child: Child, now: float) -> None:
        if now - child.started_at > HEALTHY_AFTER:
            child.crashes = 0
        wait = min(FIRST_WAIT * 2**child.crashes, LONGEST_WAIT)
        child.crashes += 1
        child.restart_at = now + wait
        _kill_group(child)  # what it may have left behind
        code = child.process.returncode if child.process else None
        self.say(
            f"{child.name} stopped by itself ({ending(code)}); starting it again in {wait:.0f} s."
            f" Its log: {child.log}"
        )

    def new_output(self, child: Child) -> str:
        """Whole lines the child has written to its log since the last call (64 KB at most)."""
        with child.log.open("rb") as file:
            file.seek(child.read_to)
            text = file.read(CHUNK)
        whole = text.rfind(b"\n") + 1 or (len(text) if len(text) == CHUNK else 0)
        child.read_to += whole
        if child.read_to > LOG_LIMIT:
            _put_aside(child)
        return text[:whole].decode("utf-8", "replace")

    def stop(
        self, grace: float = 20.0, is_impatient: Callable[[], bool] = lambda: False
    ) -> list[str]:
        """Ask all to end, wait up to `grace` seconds, then insist; return who had to be killed.

        The wait also ends when `is_impatient` says so (a second Ctrl-C).
        Afterwards no process that a child has started is left.
        """
        running = [child for child in self.children if child.alive]
        for child in running:
            with contextlib.suppress(ProcessLookupError):
                child.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + grace
        while any(child.alive for child in running):
            if time.monotonic() > deadline or is_impatient():
                break
            time.sleep(0.05)
        killed = [child.name for child in running if child.alive]
        for child in self.children:
            _kill_group(child)
            if child.process:
                child.process.wait()
        return killed


def _kill_group(child: Child) -> None:
    # The group's number is the child's own process id, because it began a new session.
    if child.process:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)


def _put_aside(child: Child) -> None:
    # The child keeps writing to the same file, at its new end, because it was opened to append.
    # A line written between the two calls is lost; the log is for reading, not for counting.
    shutil.copyfile(child.log, child.log.with_suffix(".log.1"))
    os.truncate(child.log, 0)
    child.read_to = 0


def _open_log(path: Path) -> IO[bytes]:
    """Open for appending; a log that has grown large is put aside once, as name.log.1."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    out = path.open("ab")
    out.seek(0, os.SEEK_END)
    return out


def ending(code: int | None) -> str:
    """How a process ended, in words: "exit 1", "signal SIGKILL"."""
    if code is None:
        return "never started"
    if code >= 0:
        return f"exit {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
