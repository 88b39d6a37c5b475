"""Numbered steps with their time: `[2/7] Installing Python packages … 31 s`."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Says which step runs and how long it took; on a terminal the seconds count up."""

    def __init__(self, total: int, out: TextIO | None = None) -> None:
        self.total, self.number, self.label = total, 0, ""
        self.out = out or sys.stdout
        self.started = 0.0
        self.note = ""

    @contextmanager
    def step(self, label: str) -> Iterator["Progress"]:
        self.number += 1
        self.label, self.note, self.started = label, "", time.monotonic()
        self._write(f"[{self.number}/{self.total}] {label} …")
        try:
            yield self
        except BaseException:
            self._write("\n")
            raise
        words = [word for word in (self.elapsed(), self.note) if word]
        self._overwrite(", ".join(words) or "done")
        self._write("\n")

    def elapsed(self) -> str:
        seconds = time.monotonic() - self.started
        return f"{seconds:.0f} s" if seconds >= 1 else ""

    def tick(self) -> None:
        """Called now and then while a step runs."""
        if self.out.isatty():
            self._overwrite(self.elapsed())

    def _overwrite(self, text: str) -> None:
        if self.out.isatty():
            self._write(f"\r[{self.number}/{self.total}] {self.label} … {text}\x1b[K")
        else:
            self._write(f" {text}")

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()
