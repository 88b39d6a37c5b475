"""Who changed a deal since a version, and what: the words of a conflict."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leads.models import Activity, Deal, DealMove


@dataclass(frozen=True)
class Change:
    at: datetime
    by: Any
    move: DealMove | None = None
    fields: tuple[str, ...] = ()


def changes_since(deal: Deal, version: int) -> list[Change]:
    """Newest first. Moves tell where it went, edits which fields were written."""
    moves = deal.moves.filter(version__gt=version).select_related("by", "from_stage", "to_stage")
    edits = deal.activities.filter(
        kind=Activity.Kind.SYSTEM, detail__version__gt=version
    ).select_related("author")
    found = [Change(move.at, move.by, move=move) for move in moves]
    found += [Change(e.at, e.author, fields=tuple(e.detail.get("changes", {}))) for e in edits]
    return sorted(found, key=lambda change: change.at, reverse=True)
