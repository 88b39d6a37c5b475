"""Remembers what was installed, so that the second start skips what has not changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """One hash over the contents of `files` and over `words`; a missing file counts as empty."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0")
        digest.update(path.read_bytes() if path.exists() else b"")
        digest.update(b"\0")
    for word in words:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()


class Stamp:
    """A small file that holds the fingerprint of what the last successful install was made from."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def matches(self, value: str) -> bool:
        try:
            return self.path.read_text(encoding="utf-8").strip() == value
        except OSError:
            return False

    def write(self, value: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(value + "\n", encoding="utf-8")

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)
