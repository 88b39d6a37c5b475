"""A form while it is being made: read from what the builder page sends, changed row by row.

The page works without JavaScript: every button sends all that was typed, and the server draws
the page again. Rows come in the order of the page, which is the order of the form.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from clmsite.kernel.text import clean_line
from leads.capture.definition import (
    KEY,
    KINDS,
    MAX_CHOICES,
    MAX_FIELDS,
    WAYS_TO_REACH,
    FieldSpec,
    new_key,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One field on the builder page."""

    spec: FieldSpec
    error: str = ""
    is_fresh: bool = False  # added a moment ago: gets the focus

    @property
    def choices_text(self) -> str:
        return "\n".join(self.spec.choices)


@dataclass(slots=True)
class Draft:
    rows: list[Row] = field(default_factory=list)

    @property
    def specs(self) -> list[FieldSpec]:
        return [row.spec for row in self.rows]

    @property
    def is_valid(self) -> bool:
        return not any(row.error for row in self.rows)

    @property
    def can_reach(self) -> bool:
        """Whether the form asks for a way to answer."""
        return any(spec.kind in WAYS_TO_REACH for spec in self.specs)

    def stored(self) -> list[dict[str, Any]]:
        return [spec.as_dict() for spec in self.specs]

    def check(self) -> None:
        """Note on each row what keeps it from being saved."""
        self.rows = [replace(row, error=_fault(row.spec)) for row in self.rows]

    def act(self, what: str) -> None:
        """Do what a button says: "add:email", "remove:2", "up:2", "down:2"; else nothing."""
        verb, _colon, about = what.partition(":")
        if verb == "add":
            self.add(about)
        elif about.isdigit() and int(about) < len(self.rows):
            place = int(about)
            if verb == "remove":
                del self.rows[place]
            elif verb in {"up", "down"}:
                self._swap(place, place + (1 if verb == "down" else -1))

    def add(self, kind: str) -> None:
        if kind not in KINDS or len(self.rows) >= MAX_FIELDS:
            return
        label = str(KINDS[kind].name) if KINDS[kind].lead_field else ""
        key = new_key(label, kind, [spec.key for spec in self.specs])
        self.rows.append(Row(FieldSpec(key, label, kind), is_fresh=True))

    def _swap(self, one: int, other: int) -> None:
        if 0 <= other < len(self.rows):
            self.rows[one], self.rows[other] = self.rows[other], self.rows[one]


def draft_of(specs: list[FieldSpec]) -> Draft:
    return Draft([Row(spec) for spec in specs])


def read_draft(data: Any) -> Draft:
    """The rows of a posted builder page (a QueryDict); what is no row of ours is left out."""
    draft = Draft()
    taken: set[str] = set()
    for row in data.getlist("row")[:MAX_FIELDS]:
        spec = _read_row(data, row, taken)
        if spec is not None:
            taken.add(spec.key)
            draft.rows.append(Row(spec))
    return draft


def _read_row(data: Any, row: str, taken: set[str]) -> FieldSpec | None:
    kind = data.get(f"kind-{row}", "")
    if kind not in KINDS:
        return None
    label = clean_line(data.get(f"label-{row}", ""), 120)
    key = data.get(f"key-{row}", "")
    if not KEY.fullmatch(key) or key.startswith("cl_") or key in taken:
        key = new_key(label, kind, taken)
    choices: tuple[str, ...] = ()
    if kind == "choice":
        lines = (clean_line(line, 120) for line in data.get(f"choices-{row}", "").splitlines())
        choices = tuple(dict.fromkeys(line for line in lines if line))[:MAX_CHOICES]
    return FieldSpec(key, label, kind, data.get(f"required-{row}") == "on", choices)


def _fault(spec: FieldSpec) -> str:
    if not spec.label:
        return _("Write what visitors are asked.")
    if spec.kind == "choice" and len(spec.choices) < 2:
        return _("Write at least two choices, one per line.")
    return ""
