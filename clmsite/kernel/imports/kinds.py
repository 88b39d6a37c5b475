"""What a kind of import is, and which kinds there are (settings.IMPORT_KINDS, dotted paths).

To add one: subclass `ImportKind` in the app it belongs to, name its fields, write `work` and
the parts of its undoing, and list it in the settings.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from clmsite.kernel.access import can
from clmsite.kernel.imports.cells import Notation
from clmsite.kernel.imports.fields import Field, Source
from clmsite.kernel.models import ImportJob, ImportRow

Outcome = ImportRow.Outcome


@dataclass
class Row:
    """A row of the file with the values of its fields, on its way to an outcome."""

    number: int
    line: int
    cells: list[str]
    values: dict[str, Any]
    errors: dict[str, str]
    fingerprint: str = ""  # equal for the same row in the next import of this file
    outcome: str = ""
    object_type: str = ""
    object_id: str = ""
    before: Any = None

    def refuse(self, field_key: str, sentence: Any) -> None:
        self.errors[field_key] = str(sentence)
        self.outcome = Outcome.BAD

    def become(
        self, outcome: str, obj_type: str = "", obj_id: Any = "", before: Any = None
    ) -> None:
        self.outcome, self.before = outcome, before
        self.object_type, self.object_id = obj_type, str(obj_id)


@dataclass
class Run:
    """One pass over a file: what its rows mean, and whether anything is written."""

    import_id: uuid.UUID
    kind: "ImportKind"
    fields: list[Field]
    actor: Any
    now: datetime
    total: int
    options: dict[str, Any]
    sources: dict[str, Source]
    notation: Notation
    columns: list[str]
    writes: bool
    # What the kind remembers from chunk to chunk; forgotten when a chunk is rolled back.
    memory: dict[str, Any] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, job: ImportJob, *, now: datetime, writes: bool) -> "Run":
        kind = kind_of(job.kind)
        # Rights are asked again now: they may have changed since the mapping was saved (IE-04).
        allowed = kind.fields_for(job.created_by) if job.created_by else kind.fields()
        return cls(
            import_id=job.pk,
            kind=kind,
            fields=[one.asked_once() for one in kind.fields()],
            actor=job.created_by,
            now=now,
            total=job.rows_total or 0,
            options=job.options,
            sources={
                field.key: Source.from_json(job.mapping[field.key])
                for field in allowed
                if field.key in job.mapping
            },
            notation=Notation.from_options(job.options),
            columns=job.columns,
            writes=writes,
        )

    def has(self, *keys: str) -> bool:
        """Whether the mapping fills any of these fields."""
        return any(key in self.sources for key in keys)

    def option_day(self, key: str) -> date | None:
        text = self.options.get(key)
        return date.fromisoformat(text) if text else None


@dataclass
class Undone:
    """What one step of undoing did. `last_id` is None when its part is through."""

    removed: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)  # one sentence per thing left as it is
    last_id: Any = None


# One part of undoing: (job, after this id, how many at most, now) -> what was done.
UndoPart = Callable[[ImportJob, Any, int, datetime], Undone]


class ImportKind:
    key = ""
    label: Any = ""
    text: Any = ""
    icon = "table"
    right = "imports.run"  # what one must be allowed to do by hand, too (IE-04)
    # Further questions of the mapping page: "range" (first and last day for rows without a
    # date), "known" (what to do with a record that exists), "keep_rest" (columns not mapped).
    questions: Sequence[str] = ()
    range_help: Any = ""

    def fields(self) -> list[Field]:
        raise NotImplementedError

    def fields_for(self, user: Any) -> list[Field]:
        """The fields this person may fill: the same as in the forms of the product (IE-04)."""
        return [one for one in self.fields() if not one.right or can(user, one.right)]

    def problems(self, sources: dict[str, Source], options: dict[str, Any]) -> dict[str, Any]:
        """What the mapping as a whole lacks: field or option -> sentence."""
        return {}

    def trim_guess(self, mapping: dict[str, Any], rows: Sequence[Sequence[str]]) -> None:
        """Take back guesses that the first rows prove wrong."""

    def work(self, rows: list[Row], run: Run) -> None:
        """Give each row its outcome; create and change things if `run.writes`.

        Called inside the transaction of the chunk. Must announce what it did.
        """
        raise NotImplementedError

    def undo_parts(self) -> list[UndoPart]:
        raise NotImplementedError


@cache
def kinds() -> dict[str, ImportKind]:
    """Every kind by its key, in the order of the settings."""
    return {key: import_string(path)() for key, path in settings.IMPORT_KINDS.items()}


def kind_of(key: str) -> ImportKind:
    return kinds()[key]


def in_hundreds(ids: Iterable[Any], size: int = 500) -> Iterable[list[Any]]:
    """Lists of at most `size`, for announcements."""
    items = list(ids)
    return (items[i : i + size] for i in range(0, len(items), size))
