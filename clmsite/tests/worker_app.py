"""The product's Celery app with tasks for test_worker.py."""

import os
import time
from pathlib import Path

from clmsite.celery import app

__all__ = ["app"]

app.conf.task_default_queue = os.environ.get("TEST_QUEUE", "celery")


@app.task(name="test.append")
def append(path: str, first_hang_in: str = "") -> None:
    """Append a line to `path`; the first time only note that it hangs, and hang."""
    hung = Path(first_hang_in)
    if first_hang_in and not hung.exists():
        hung.touch()
        time.sleep(300)
    with Path(path).open("a") as file:
        file.write("ran\n")
