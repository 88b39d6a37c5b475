"""The history of one thing as lines for people: who, what, when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.wording import HISTORY, field_names
from clmsite.kernel.audit import history
from clmsite.kernel.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    actor: Any  # a user, or None: the product itself
    text: Any
    fields: str  # names of the fields that changed, "" for other lines
    icon: str


def timeline(obj: Any, limit: int = 20) -> list[Line]:
    """The latest entries of `obj`, newest first; unknown actions are left out."""
    return lines(history(obj)[:limit])


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    return [
        Line(
            at=entry.at,
            actor=entry.actor,
            text=HISTORY[entry.action][0],
            fields=field_names(entry.detail.get("fields", [])),
            icon=HISTORY[entry.action][1],
        )
        for entry in entries
        if entry.action in HISTORY
    ]


def since(obj: Any, version: int) -> list[Line]:
    """What others did to `obj` after the version a form was opened with."""
    entries = history(obj)[:50]
    return lines(entry for entry in entries if entry.detail.get("version", 0) > version)
