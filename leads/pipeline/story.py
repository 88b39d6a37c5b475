"""A deal's own history: its moves and edits, the latest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leads.models import Activity, Deal


@dataclass(frozen=True)
class Step:
    at: datetime
    by: Any
    kind: str  # moved, placed, won, lost, reopened, undone, edited
    stage: Any = None
    fields: tuple[str, ...] = ()


def deal_story(deal: Deal, *, most: int = 20) -> list[Step]:
    moves = deal.moves.select_related("by", "from_stage", "to_stage")[:most]
    edits = deal.activities.filter(kind=Activity.Kind.SYSTEM).select_related("author")[:most]
    steps = [Step(m.at, m.by, kind_of(m), stage=m.to_stage) for m in moves]
    steps += [Step(e.at, e.author, "edited", fields=field_names(e.detail)) for e in edits]
    return sorted(steps, key=lambda step: step.at, reverse=True)[:most]


def kind_of(move: Any) -> str:
    """What a row of history did, in one word."""
    if "undoes" in move.before:
        return "undone"
    if move.to_outcome != move.from_outcome:
        return move.to_outcome or "reopened"
    return "placed" if move.from_stage_id == move.to_stage_id else "moved"


def field_names(detail: dict[str, Any]) -> tuple[str, ...]:
    """Names of changed fields, without the "_id" that foreign keys have in the database."""
    return tuple(name.removesuffix("_id") for name in detail.get("changes", {}))
