"""`make lint` and `make test`: every check, on SQLite and on PostgreSQL if there is one."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable

from .commands import end_group
from .place import OF_A_REAL_INSTALL, Place

POSTGRES_HERE = "postgres://postgres@127.0.0.1:5432/closed_loop"
PROBE = """
import sys, psycopg
try:
    with psycopg.connect(sys.argv[1], dbname="postgres", connect_timeout=3) as connection:
        row = connection.execute(
            "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
        ).fetchone()
except psycopg.Error as error:
    sys.exit(str(error).strip().splitlines()[0] if str(error).strip() else "no answer")
if not row[0]:
    sys.exit("its user may not create databases")
"""

Say = Callable[[str], None]


def lint(place: Place, say: Say) -> int:
    """ruff, its formatter, djLint: all of them, so that one run shows everything."""
    tools = place.venv / "bin"
    folders = ["clmsite", "campaigns", "leads", "analytics"]
    failed = [
        name
        for name, argv in {
            "ruff check": [tools / "ruff", "check", "."],
            "ruff format": [tools / "ruff", "format", "--check", "."],
            "djlint": [tools / "djlint", "--lint", "--quiet", "templates", *folders],
        }.items()
        if _run(place, [str(part) for part in argv], {}) != 0
    ]
    say(f"Linters failed: {', '.join(failed)}." if failed else "Linters: all passed.")
    return 1 if failed else 0


def test(place: Place, say: Say) -> int:
    """Linters, then the whole suite once per database. 0 only if every part passed."""
    failed = ["linters"] if lint(place, say) else []
    url, reason = postgres(place)
    if not url:
        if os.environ.get("REQUIRE_SERVICES"):
            say(f"PostgreSQL is required here, but {reason}.")
            return 1
        say(f"PostgreSQL: skipped, {reason}. Set TEST_POSTGRES_URL to use another server.")
    say("\nTests on SQLite")
    if pytest(place, {}):
        failed.append("tests on SQLite")
    if url:
        say("\nTests on PostgreSQL")
        if pytest(place, {"DATABASE_URL": url}):
            failed.append("tests on PostgreSQL")
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def postgres(place: Place) -> tuple[str, str]:
    """(address, "") of a PostgreSQL server where tests may create databases, else ("", why not)."""
    url = os.environ.get("TEST_POSTGRES_URL") or POSTGRES_HERE
    answer = subprocess.run(
        [place.python, "-c", PROBE, url], capture_output=True, text=True, check=False
    )
    if answer.returncode == 0:
        return url, ""
    lines = answer.stderr.strip().splitlines()
    return (
        "",
        f"none can be used at {url.rpartition('@')[2]} ({lines[-1] if lines else 'no answer'})",
    )


def pytest(place: Place, more: dict[str, str]) -> int:
    argv = [place.python, "-m", "pytest", "-n", os.environ.get("TEST_PROCESSES") or "2"]
    argv += ["--dist", "loadfile"]
    return _run(place, [str(part) for part in argv], more)


def _run(place: Place, argv: list[str], more: dict[str, str]) -> int:
    """Run in the foreground with an environment free of a real install's settings."""
    env = place.env(VAR_DIR=str(place.root / "var" / "tests"))
    for name in OF_A_REAL_INSTALL:
        env.pop(name, None)
        env.pop(f"{name}_FILE", None)
    # Its own process group, so that an interrupt ends browsers and servers of the tests as well.
    process = subprocess.Popen(argv, cwd=place.root, env={**env, **more}, start_new_session=True)
    try:
        return process.wait()
    except KeyboardInterrupt:
        # pytest then says how far it came, and ends what its fixtures have started.
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        raise
    finally:
        end_group(process, 3.0)
