"""Real files to try the product on. They are no part of the repository: without them tests skip."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared_file(name: str) -> Path:
    """A file below SHARED_DATA_DIR, else below ../shared/data beside the repository."""
    folder = Path(os.environ.get("SHARED_DATA_DIR") or ROOT.parent / "shared" / "data")
    path = folder / name
    if not path.exists():
        pytest.skip(f"{name} is not in {folder} (set SHARED_DATA_DIR)")
    return path
