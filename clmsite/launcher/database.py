"""The database step: tables brought up to date, the demo company put in once."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from .commands import SetupError, run_logged
from .place import Place
from .stamps import Stamp

Tick = Callable[[], None]


def prepare_database(place: Place, env: dict[str, str], tick: Tick) -> None:
    """Create or upgrade all tables."""
    run_logged(
        [place.python, "manage.py", "prepare_database"],
        log=place.setup_log,
        what="Preparing the database",
        cwd=place.root,
        env=env,
        tick=tick,
    )


def demo_stamp(place: Place) -> Stamp:
    return Stamp(place.var / "demo-is-loaded")


def forget_half_a_demo(place: Place) -> None:
    """Remove the data of a demo whose loading was interrupted; a finished one is kept."""
    if not demo_stamp(place).matches("yes"):
        wipe(place)


def wipe(place: Place) -> None:
    """Remove all that the demo has stored, logs and lock aside."""
    if place.var.name != "demo":
        raise SetupError(f"{place.var} is not the demo's folder; nothing was removed.")
    if not place.var.exists():
        return
    for path in place.var.iterdir():
        if path.name in {"log", "launcher.lock"}:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def has_demo_company(place: Place) -> bool:
    return (place.root / "clmsite/management/commands/seed_demo.py").exists()


def seed_demo(place: Place, env: dict[str, str], tick: Tick) -> str:
    """Load the demo company unless it is there; return what to add to the step's line."""
    if demo_stamp(place).matches("yes"):
        return "kept from last time; `make demo-reset` begins again"
    if not has_demo_company(place):
        return "this copy has none"
    run_logged(
        [place.python, "manage.py", "seed_demo"],
        log=place.setup_log,
        what="Loading the demo company",
        cwd=place.root,
        env=env,
        tick=tick,
    )
    demo_stamp(place).write("yes")
    return ""


def sign_ins(place: Place, env: dict[str, str]) -> str:
    """One sign-in per role, as the seed command prints them; remembered for the next start."""
    kept = Path(place.var / "demo-sign-ins.txt")
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    if not has_demo_company(place):
        return ""
    answer = subprocess.run(
        [place.python, "manage.py", "seed_demo", "--show-sign-ins"],
        cwd=place.root,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise SetupError(f"The demo's sign-ins could not be read:\n{answer.stderr[-2000:]}")
    kept.write_text(answer.stdout, encoding="utf-8")
    return answer.stdout
