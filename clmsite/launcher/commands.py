"""Runs one set-up command quietly: its output goes to a log, and to the screen only if it fails."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class SetupError(Exception):
    """Something the person at the keyboard must know; shown as it is, without a traceback."""


def last_lines(path: Path, count: int = 25) -> str:
    """The end of a log, for error messages; empty if there is none."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 20_000))
        text = file.read().decode("utf-8", "replace")
    return "\n".join(text.splitlines()[-count:])


def end_group(process: "subprocess.Popen[bytes]", grace: float = 5.0) -> None:
    """Stop a command together with everything it has started."""
    for sig, patience in ((signal.SIGTERM, grace), (signal.SIGKILL, grace)):
        try:
            os.killpg(process.pid, sig)
        except ProcessLookupError:
            break
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def run_logged(
    argv: Sequence[str | Path],
    *,
    log: Path,
    what: str,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    tick: Callable[[], None] = lambda: None,
) -> None:
    """Run `argv`; raise SetupError with the end of its output when it fails.

    It gets its own process group: Ctrl-C reaches only the launcher, which then ends the
    whole group, so that no half-dead pip or npm prints over our own message.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        out.write(f"\n$ {' '.join(map(str, argv))}\n".encode())
        out.flush()
        try:
            process = subprocess.Popen(
                [str(part) for part in argv],
                cwd=cwd,
                env=dict(env) if env is not None else None,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise SetupError(f"{what} could not start: {error}.") from error
        try:
            code = _wait(process, tick)
        except BaseException:
            end_group(process)
            raise
    if code != 0:
        raise SetupError(f"{what} failed (exit {code}). The end of {log}:\n\n{last_lines(log)}")


def _wait(process: "subprocess.Popen[bytes]", tick: Callable[[], None]) -> int:
    shown = time.monotonic()
    while (code := process.poll()) is None:
        time.sleep(0.1)
        if time.monotonic() - shown >= 1:
            shown = time.monotonic()
            tick()
    return code
