"""The commands behind the Makefile."""

import os
import shutil
import signal
import sys
from collections.abc import Callable

from . import checking, database, install, run
from .commands import SetupError
from .lock import only_one
from .place import OF_A_REAL_INSTALL, Place, place_for_demo, place_for_real_use, this_python
from .progress import Progress
from .supervisor import Supervisor

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def say(text: str) -> None:
    print(text, flush=True)


def set_up(place: Place, progress: Progress, *, dev: bool) -> None:
    """The first four steps, the same for every command."""
    with progress.step(f"Making .venv with Python {this_python()}") as step:
        step.note = install.make_venv(place, step.tick)
    with progress.step("Installing Python packages") as step:
        step.note = install.install_packages(place, step.tick, dev=dev)
    with progress.step("Installing front-end files") as step:
        step.note = install.install_front_end(place, step.tick, dev=dev)
    with progress.step("Compiling translations") as step:
        step.note = install.compile_translations(place)


def demo() -> int:
    place = place_for_demo()
    for name in OF_A_REAL_INSTALL:
        for variable in (name, f"{name}_FILE"):
            if os.environ.pop(variable, None) is not None:
                say(f"{variable} is set but not used: the demo keeps its data in {place.var}.")
    with only_one(place.var):
        progress = Progress(7)
        set_up(place, progress, dev=False)
        host, port = _host(), run.choose_port(_host(), say)
        address = f"http://localhost:{port}"
        env = place.env(SITE_URL=address)
        with progress.step("Preparing the database") as step:
            database.forget_half_a_demo(place)
            _prepare_demo(place, env, step)
        with progress.step("Loading the demo company") as step:
            step.note = database.seed_demo(place, env, step.tick)
        accounts = database.sign_ins(place, env)
        welcome = f"\nOpen {address}\n"
        if accounts:
            welcome = f"\nOpen {address} and sign in as one of these:\n\n{accounts.rstrip()}\n"
        return serve_until_stopped(place, progress, env, host, port, welcome)


def _prepare_demo(place: Place, env: dict[str, str], step: Progress) -> None:
    try:
        database.prepare_database(place, env, step.tick)
    except SetupError as problem:
        hint = "If these are an older version's demo data, `make demo-reset` begins again."
        raise SetupError(f"{problem}\n\n{hint}") from problem


def demo_reset() -> int:
    place = place_for_demo()
    with only_one(place.var):
        database.wipe(place)
    say("The demo's data is removed.")
    return demo()


def serve() -> int:
    """A real first start: no demo data; the first page asks for the administrator."""
    place = place_for_real_use()
    with only_one(place.var):
        progress = Progress(6)
        set_up(place, progress, dev=False)
        host, port = _host(), run.choose_port(_host(), say)
        address = f"http://localhost:{port}"
        env = place.env(SITE_URL=os.environ.get("SITE_URL") or address)
        with progress.step("Preparing the database") as step:
            database.prepare_database(place, env, step.tick)
        welcome = f"\nOpen {address}\n"
        return serve_until_stopped(place, progress, env, host, port, welcome)


def _host() -> str:
    return os.environ.get("HOST") or "127.0.0.1"


def serve_until_stopped(
    place: Place, progress: Progress, env: dict[str, str], host: str, port: int, welcome: str
) -> int:
    supervisor = Supervisor(run.programs(place, host, port), cwd=place.root, env=env, say=say)
    try:
        with progress.step("Starting web server, worker and beat") as step:
            supervisor.start()
            run.wait_until_ready(supervisor, run.probe_address(host, port), step.tick)
        say(f"{welcome}\nCtrl-C stops everything. Logs: {place.logs}")
        run.stay(supervisor, say)
    except KeyboardInterrupt:
        say("\nStopping … (the worker ends what it is doing; Ctrl-C again does not wait for it)")
    finally:
        killed = supervisor.stop(is_impatient=_second_interrupt())
    say("All stopped." + (f" (Had to insist: {', '.join(killed)}.)" if killed else ""))
    return 0


def _second_interrupt() -> Callable[[], bool]:
    """From now on an interrupt is only noted; the answer says whether one has come."""
    noted: list[int] = []
    for number in STOP_SIGNALS:
        signal.signal(number, lambda received, frame: noted.append(received))
    return lambda: bool(noted)


def setup() -> int:
    set_up(place_for_real_use(), Progress(4), dev=True)
    return 0


def test() -> int:
    place = place_for_real_use()
    set_up(place, Progress(4), dev=True)
    return checking.test(place, say)


def lint() -> int:
    place = place_for_real_use()
    set_up(place, Progress(4), dev=True)
    return checking.lint(place, say)


def clean() -> int:
    """Remove what set-up made; data under var/ stays."""
    root = place_for_real_use().root
    for name in (".venv", "node_modules", "staticfiles", ".pytest_cache", ".ruff_cache"):
        shutil.rmtree(root / name, ignore_errors=True)
    say("Removed .venv, node_modules, staticfiles and caches. Data under var/ was kept.")
    return 0


COMMANDS: dict[str, Callable[[], int]] = {
    "demo": demo,
    "demo-reset": demo_reset,
    "serve": serve,
    "setup": setup,
    "test": test,
    "lint": lint,
    "clean": clean,
}


def main(argv: list[str]) -> int:
    if len(argv) != 1 or argv[0] not in COMMANDS:
        say(f"Use one of: {', '.join(COMMANDS)}.")
        return 2
    sys.stdout.reconfigure(errors="replace")
    for number in STOP_SIGNALS:
        signal.signal(number, signal.default_int_handler)
    try:
        return COMMANDS[argv[0]]()
    except SetupError as problem:
        say(f"\n{problem}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Run the same command again to go on.")
        return 130
