"""The supervisor: starts, restarts and stops real processes and leaves none behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from clmsite.launcher import supervisor as module
from clmsite.launcher.run import ErrorReporter
from clmsite.launcher.supervisor import Child, Supervisor, ending

SLEEP = "import time; time.sleep(60)"
# Starts a grandchild that ignores SIGTERM, writes its number down and waits.
WITH_GRANDCHILD = """
import pathlib, subprocess, sys, time
code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
grandchild = subprocess.Popen([sys.executable, "-c", code])
pathlib.Path(sys.argv[1]).write_text(str(grandchild.pid))
time.sleep(60)
"""
CHATTY = """
import time
while True:
    print("line", flush=True)
    time.sleep(0.02)
"""
STUBBORN = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).write_text("deaf")
time.sleep(60)
"""


def is_running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def wait_for(condition, seconds: float = 10.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    pytest.fail(f"did not happen in {seconds} s")


@pytest.fixture
def supervise(tmp_path):
    """Make a supervisor for Python snippets; whatever happens, nothing survives the test."""
    made: list[Supervisor] = []

    def make(*snippets: str, arguments: tuple[str, ...] = ()) -> Supervisor:
        children = [
            Child(f"c{n}", [sys.executable, "-c", code, *arguments], tmp_path / f"c{n}.log")
            for n, code in enumerate(snippets)
        ]
        said: list[str] = []
        one = Supervisor(children, cwd=tmp_path, env=dict(os.environ), say=said.append)
        one.said = said
        made.append(one)
        return one

    yield make
    for one in made:
        one.stop(grace=0)


def test_stop_ends_every_child(supervise):
    one = supervise(SLEEP, SLEEP)
    one.start()
    pids = [child.process.pid for child in one.children]
    assert all(is_running(pid) for pid in pids)

    assert one.stop() == []

    assert not any(is_running(pid) for pid in pids)


def test_stop_ends_grandchildren_that_ignore_it(supervise, tmp_path):
    note = tmp_path / "pid"
    one = supervise(WITH_GRANDCHILD, arguments=(str(note),))
    one.start()
    wait_for(lambda: note.exists() and note.read_text())
    grandchild = int(note.read_text())
    assert is_running(grandchild)

    one.stop()

    wait_for(lambda: not is_running(grandchild))


def test_a_child_that_will_not_stop_is_killed_and_named(supervise, tmp_path):
    note = tmp_path / "deaf"
    one = supervise(STUBBORN, arguments=(str(note),))
    one.start()
    wait_for(note.exists)

    assert one.stop(grace=0.3) == ["c0"]
    assert not one.children[0].alive


def test_impatience_ends_the_wait(supervise, tmp_path):
    note = tmp_path / "deaf"
    one = supervise(STUBBORN, arguments=(str(note),))
    one.start()
    wait_for(note.exists)
    before = time.monotonic()

    one.stop(grace=30, is_impatient=lambda: True)

    assert time.monotonic() - before < 5


def test_a_dead_child_is_reported_and_started_again(supervise, monkeypatch):
    monkeypatch.setattr(module, "FIRST_WAIT", 0.05)
    one = supervise(SLEEP)
    one.start()
    first = one.children[0].process.pid
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: not one.children[0].alive)

    one.watch()
    assert "c0 stopped by itself (signal SIGKILL)" in one.said[0]
    time.sleep(0.06)
    one.watch()

    assert one.children[0].alive
    assert one.children[0].process.pid != first


def test_a_child_that_keeps_dying_is_started_less_and_less_often(supervise):
    one = supervise("raise SystemExit(3)")
    one.start()
    child, waits = one.children[0], []
    for _ in range(7):
        wait_for(lambda: not child.alive)
        one.watch()
        waits.append(round(child.restart_at - time.monotonic()))
        child.restart_at = 0.0
        one.watch()

    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert "exit 3" in one.said[0]


def test_crashes_are_forgiven_after_a_healthy_time(supervise):
    one = supervise("raise SystemExit(3)")
    one.start()
    child = one.children[0]
    child.crashes, child.started_at = 5, time.monotonic() - module.HEALTHY_AFTER - 1
    wait_for(lambda: not child.alive)

    one.watch()

    assert child.crashes == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help exists on Linux only")
def test_children_end_when_the_launcher_itself_is_killed(tmp_path):
    code = f"""
        import os, pathlib, time
        from clmsite.launcher.supervisor import Child, Supervisor
        child = Child("c", [{sys.executable!r}, "-c", {SLEEP!r}], pathlib.Path("c.log"))
        one = Supervisor([child], cwd=pathlib.Path("."), env=dict(os.environ))
        one.start()
        pathlib.Path("pid").write_text(str(child.process.pid))
        time.sleep(60)
    """
    root = Path(__file__).parents[2]
    launcher = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    note = tmp_path / "pid"
    wait_for(lambda: note.exists() and note.read_text(), 30)
    child = int(note.read_text())
    assert is_running(child)

    launcher.kill()
    launcher.wait()

    wait_for(lambda: not is_running(child))


def test_a_large_log_is_put_aside(supervise, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LOG_LIMIT", 10)
    (tmp_path / "c0.log").write_text("x" * 11)
    one = supervise(SLEEP)

    one.start()

    assert (tmp_path / "c0.log.1").read_text() == "x" * 11
    assert (tmp_path / "c0.log").read_text() == ""


def test_a_log_that_grows_large_while_it_runs_is_put_aside(supervise, tmp_path, monkeypatch):
    one = supervise(CHATTY)
    one.start()
    child = one.children[0]
    wait_for(lambda: child.log.stat().st_size > 50)
    monkeypatch.setattr(module, "LOG_LIMIT", 40)

    assert one.new_output(child).startswith("line\n")
    assert (tmp_path / "c0.log.1").read_text().startswith("line\n")
    assert child.log.stat().st_size < 50
    wait_for(lambda: one.new_output(child))
    assert b"\0" not in child.log.read_bytes()


def test_a_line_without_end_does_not_stop_the_reading(supervise, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 10)
    one = supervise(SLEEP)
    one.start()
    (tmp_path / "c0.log").write_text("x" * 25 + "\nnext\n")

    parts = [one.new_output(one.children[0]) for _ in range(4)]

    assert "".join(parts) == "x" * 25 + "\nnext\n"


def test_errors_in_a_childs_log_are_shown_and_the_rest_is_not(supervise, tmp_path):
    one = supervise(SLEEP)
    one.start()
    with (tmp_path / "c0.log").open("a") as log:
        log.write('{"level": "info", "event": "fine"}\n{"level": "error", "event": "bad"}\nhalf a')
    shown: list[str] = []
    reporter = ErrorReporter(one, shown.append)

    reporter.look()
    reporter.look()

    assert shown == ['c0: {"level": "error", "event": "bad"}']


def test_a_flood_of_errors_is_counted_instead_of_shown(supervise, tmp_path):
    one = supervise(SLEEP)
    one.start()
    (tmp_path / "c0.log").write_text("ERROR again\n" * 50)
    shown: list[str] = []

    ErrorReporter(one, shown.append).look()

    assert len(shown) == 5


@pytest.mark.parametrize(
    ("code", "words"),
    [(0, "exit 0"), (3, "exit 3"), (-9, "signal SIGKILL"), (-250, "signal 250"), (None, "never")],
)
def test_an_ending_is_said_in_words(code, words):
    assert ending(code).startswith(words)
