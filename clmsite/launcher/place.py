"""Where things are in a clone of the repository."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Variables that would lead the demo or the tests to a real install's database, queue or secrets.
OF_A_REAL_INSTALL = (
    "DATABASE_URL",
    "BROKER_URL",
    "CACHE_URL",
    "CLOSED_LOOP_MODE",
    "SECRET_KEY",
    "SMTP_HOST",
)


@dataclass(frozen=True)
class Place:
    """The clone, and the folder all that a run writes goes to."""

    root: Path
    var: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def setup_log(self) -> Path:
        return self.logs / "setup.log"

    def env(self, **more: str) -> dict[str, str]:
        """This process's environment for a child, with our own folder and settings."""
        return {
            **os.environ,
            "VAR_DIR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "clmsite.settings",
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            "VIRTUAL_ENV": str(self.venv),
            "PATH": f"{self.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
            **more,
        }


def place_for_demo(root: Path = ROOT) -> Place:
    """The demo has a folder of its own, so that `make demo-reset` never meets real data."""
    return Place(root, root / "var" / "demo")


def place_for_real_use(root: Path = ROOT, env: Mapping[str, str] = os.environ) -> Place:
    return Place(root, Path(env.get("VAR_DIR") or root / "var").resolve())


def this_python() -> str:
    return ".".join(str(part) for part in sys.version_info[:3])
