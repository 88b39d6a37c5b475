"""One launcher per data folder: a second one says so instead of fighting over the database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .commands import SetupError


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; SetupError if another process holds it. Ends with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    # Kept open, not deleted: a deleted lock file could be locked by two at once.
    with (folder / "launcher.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(
                f"Closed Loop already runs with the data in {folder}. "
                "Stop it (Ctrl-C in its window) and run the same command again."
            ) from None
        yield
