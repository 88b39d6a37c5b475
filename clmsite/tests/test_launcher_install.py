"""The launcher before anything is installed: interpreter, stamps, ports, locks, clear messages."""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clmsite.launcher import checking, database, install, run
from clmsite.launcher.commands import SetupError, run_logged
from clmsite.launcher.lock import only_one
from clmsite.launcher.place import Place, place_for_demo, place_for_real_use
from clmsite.launcher.ports import free_port, is_free
from clmsite.launcher.progress import Progress
from clmsite.launcher.stamps import Stamp, fingerprint

LAUNCHER = Path(__file__).parents[1] / "launcher"


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path, tmp_path / "var" / "demo")


def test_an_unknown_command_lists_the_known_ones():
    answer = subprocess.run([sys.executable, LAUNCHER, "fly"], capture_output=True, text=True)

    assert answer.returncode == 2
    assert "demo, demo-reset, serve" in answer.stdout


def test_a_fingerprint_changes_with_content_words_and_absence(tmp_path):
    file = tmp_path / "requirements.txt"
    absent = fingerprint([file])
    file.write_text("Django==6.1.3")
    first = fingerprint([file])

    assert absent != first
    assert fingerprint([file]) == first
    assert fingerprint([file], "3.13.0") != fingerprint([file], "3.12.0") != first
    file.write_text("Django==6.1.4")
    assert fingerprint([file]) != first


def test_a_stamp_matches_only_what_was_written(tmp_path):
    stamp = Stamp(tmp_path / "deep" / "stamp")
    assert not stamp.matches("a")
    stamp.write("a")
    assert stamp.matches("a")
    assert not stamp.matches("b")
    stamp.clear()
    assert not stamp.matches("a")


def test_packages_are_not_installed_again_when_nothing_changed(place, monkeypatch):
    (place.root / "requirements.txt").write_text("a==1")
    (place.root / "requirements-dev.txt").write_text("-r requirements.txt\nb==1")
    ran: list[str] = []
    monkeypatch.setattr(install, "run_logged", lambda argv, **more: ran.append(str(argv[-1])))

    def tick() -> None: ...

    install.install_packages(place, tick, dev=False)
    install.install_packages(place, tick, dev=False)
    install.install_packages(place, tick, dev=True)
    install.install_packages(place, tick, dev=False)  # the development set contains it
    (place.root / "requirements.txt").write_text("a==2")
    install.install_packages(place, tick, dev=False)

    names = [name.rpartition("/")[2] for name in ran]
    assert names == ["requirements.txt", "requirements-dev.txt", "requirements.txt"]


def test_an_install_that_failed_is_tried_again(place, monkeypatch):
    (place.root / "requirements.txt").write_text("a==1")

    def fail(argv, **more):
        raise SetupError("no network")

    monkeypatch.setattr(install, "run_logged", fail)
    for _ in range(2):
        with pytest.raises(SetupError):
            install.install_packages(place, lambda: None, dev=False)


def test_npm_is_taken_from_pypi_where_none_is_on_path(place, monkeypatch):
    ran: list[list[str]] = []
    monkeypatch.setenv("PATH", str(place.root))
    monkeypatch.setattr(install, "run_logged", lambda argv, **m: ran.append([str(a) for a in argv]))

    note = install.install_front_end(place, lambda: None, dev=False)

    assert ran[0][-1] == install.NODE_WHEEL
    assert ran[1] == [str(place.venv / "bin/npm"), "ci", "--ignore-scripts", "--omit=dev"]
    assert "PyPI" in note


def test_an_npm_too_old_for_the_lock_file_is_not_used(tmp_path):
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 6.14.18\n")
    npm.chmod(0o755)
    assert install.npm_on(str(tmp_path)) is None
    npm.write_text("#!/bin/sh\necho 11.2.0\n")
    assert install.npm_on(str(tmp_path)) == str(npm)


def test_a_busy_port_is_said_and_the_next_one_taken(monkeypatch):
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        busy = server.getsockname()[1]
        assert not is_free("127.0.0.1", busy)
        monkeypatch.setenv("PORT", str(busy))

        port = run.choose_port("127.0.0.1", said.append)

    assert port > busy
    assert said == [f"Port {busy} is busy (another program listens there); using {port}."]


@pytest.mark.parametrize("wrong", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_an_error_with_a_hint(monkeypatch, wrong):
    monkeypatch.setenv("PORT", wrong)
    with pytest.raises(SetupError, match="is not a port number"):
        run.choose_port("127.0.0.1", print)


def test_no_free_port_is_an_error():
    with pytest.raises(LookupError, match="No free port"):
        free_port("127.0.0.1", 65_536)


def test_two_launchers_do_not_share_a_data_folder(tmp_path):
    with only_one(tmp_path):
        code = (
            f"import sys; sys.path.insert(0, {str(LAUNCHER.parents[1])!r})\n"
            "from pathlib import Path\n"
            "from clmsite.launcher.lock import only_one\n"
            f"with only_one(Path({str(tmp_path)!r})): pass"
        )
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert other.returncode == 1
    assert "already runs with the data in" in other.stderr
    with only_one(tmp_path):  # and it is free again afterwards
        pass


def test_a_failed_command_shows_the_end_of_its_output(tmp_path):
    log = tmp_path / "setup.log"
    code = "print('what went wrong'); raise SystemExit(4)"
    with pytest.raises(SetupError) as caught:
        run_logged([sys.executable, "-c", code], log=log, what="Testing", cwd=tmp_path)

    assert "Testing failed (exit 4)" in str(caught.value)
    assert "what went wrong" in str(caught.value)


def test_a_command_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(SetupError, match="could not start"):
        run_logged(["/no/such/program"], log=tmp_path / "l", what="Testing", cwd=tmp_path)


def wait_until_gone(pid: int) -> None:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail(f"process {pid} is still there")


def test_an_interrupt_ends_the_command_with_all_it_started(tmp_path):
    note = tmp_path / "pid"
    code = (
        "import os, pathlib, time;"
        f"pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(60)"
    )

    def interrupt() -> None:
        if note.exists():
            raise KeyboardInterrupt

    argv = ["sh", "-c", f'{sys.executable} -c "{code}" & wait']
    with pytest.raises(KeyboardInterrupt):
        run_logged(argv, log=tmp_path / "l", what="Testing", cwd=tmp_path, tick=interrupt)

    wait_until_gone(int(note.read_text()))


def test_steps_are_numbered_and_timed():
    out = io.StringIO()
    progress = Progress(2, out)
    with progress.step("Installing"):
        pass
    with progress.step("Loading") as step:
        step.started -= 31
        step.note = "kept"

    assert out.getvalue() == "[1/2] Installing … done\n[2/2] Loading … 31 s, kept\n"


def test_the_demo_keeps_away_from_the_real_data(tmp_path):
    demo = place_for_demo(tmp_path)
    assert demo.var == tmp_path / "var" / "demo"
    assert place_for_real_use(tmp_path, {}).var == (tmp_path / "var").resolve()

    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "closed-loop.sqlite3").write_text("real")
    with pytest.raises(SetupError, match="not the demo's folder"):
        database.wipe(place_for_real_use(tmp_path, {}))
    assert (tmp_path / "var" / "closed-loop.sqlite3").exists()


def test_a_demo_whose_loading_was_interrupted_begins_again(place):
    place.var.mkdir(parents=True)
    (place.var / "closed-loop.sqlite3").write_text("half")
    (place.var / "files").mkdir()

    database.forget_half_a_demo(place)

    assert list(place.var.iterdir()) == []


def test_a_finished_demo_is_kept(place):
    place.var.mkdir(parents=True)
    (place.var / "closed-loop.sqlite3").write_text("whole")
    database.demo_stamp(place).write("yes")

    database.forget_half_a_demo(place)

    assert (place.var / "closed-loop.sqlite3").read_text() == "whole"


def test_a_postgres_that_does_not_answer_is_named_with_its_reason(monkeypatch):
    here = Path(__file__).parents[2]
    monkeypatch.setattr(Place, "python", property(lambda self: Path(sys.executable)))
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://me:secret@127.0.0.1:1/nothing")

    url, reason = checking.postgres(Place(here, here / "var"))

    assert url == ""
    assert "127.0.0.1:1/nothing" in reason
    assert "secret" not in reason


def test_sigterm_during_set_up_ends_without_a_traceback(tmp_path):
    copy = tmp_path / "clmsite"
    shutil.copytree(LAUNCHER, copy / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    process = subprocess.Popen(
        [sys.executable, copy / "launcher", "setup"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={key: value for key, value in os.environ.items() if key != "VAR_DIR"},
    )
    time.sleep(1.5)  # inside `python -m venv`, which takes several seconds

    process.send_signal(signal.SIGTERM)
    output = process.communicate(timeout=30)[0]

    assert process.returncode == 130
    assert "Traceback" not in output
    assert "Stopped. Run the same command again to go on." in output
