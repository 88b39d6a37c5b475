"""The mapping page of an import: each field with its source, an example, its words, its problem."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clmsite import numerals
from clmsite.kernel.imports import fields as kinds_of_field
from clmsite.kernel.imports.cells import REASONS, Notation, read_value
from clmsite.kernel.imports.fields import CHOICE, MONEY, Field, Source
from clmsite.kernel.imports.kinds import ImportKind
from clmsite.kernel.imports.mapping import sample_rows, with_values, words_of
from clmsite.kernel.imports.values import BadValueError
from clmsite.kernel.models import ImportJob

PREVIEW = 6
EXAMPLES = 3


@dataclass
class Word:
    """A word of a column and what it is taken for."""

    text: str
    count: int
    choice: str


@dataclass
class FieldRow:
    """One line of the mapping form."""

    field: Field
    entry: dict[str, Any]
    examples: list[tuple[str, str, bool]] = field(default_factory=list)  # cell, meaning, is bad
    words: list[Word] = field(default_factory=list)
    problem: str = ""

    @property
    def source(self) -> str:
        """The selected option: "", "constant" or the number of a column."""
        if "column" in self.entry:
            return str(self.entry["column"])
        return "constant" if "constant" in self.entry else ""

    @property
    def is_shown(self) -> bool:
        return bool(self.source or self.problem or self.field.required or self.field.is_usual)

    @property
    def constant(self) -> str:
        return str(self.entry.get("constant") or self.field.default)

    @property
    def choices(self) -> Sequence[tuple[str, Any]]:
        return self.field.choices() if self.field.choices else ()

    @property
    def has_micro(self) -> bool:
        return self.field.kind == MONEY and "column" in self.entry


@dataclass
class MappingPage:
    job: ImportJob
    kind: ImportKind
    rows: list[FieldRow]
    preview: list[list[str]]
    columns: list[tuple[str, str]]  # value of the option, name

    @property
    def filled(self) -> list[FieldRow]:
        """Fields that have a source, need one, or have something wrong."""
        return [row for row in self.rows if row.is_shown]

    @property
    def empty(self) -> list[FieldRow]:
        return [row for row in self.rows if not row.is_shown]

    @property
    def size(self) -> dict[str, str]:
        rows, columns = self.job.rows_total or 0, len(self.columns)
        return {"rows": numerals.format_number(rows), "columns": numerals.format_number(columns)}


def mapping_page(
    job: ImportJob,
    kind: ImportKind,
    fields: Sequence[Field],
    mapping: dict[str, Any],
    options: dict[str, Any],
    problems: dict[str, str],
) -> MappingPage:
    """What the page shows; `mapping` gets translations for words it has none for."""
    samples = sample_rows(job)
    how = Notation.from_options(options)
    rows = []
    for wanted in fields:
        entry = mapping.get(wanted.key, {})
        words = _words(job, wanted, entry, how)
        if words:
            entry = mapping[wanted.key] = with_values(wanted, entry, [text for text, _n in words])
        row = FieldRow(wanted, entry, problem=problems.get(wanted.key, ""))
        row.examples = _examples(wanted, entry, samples, how)
        row.words = [Word(text, count, entry["values"].get(text, "")) for text, count in words]
        rows.append(row)
    columns = [(str(i), name) for i, name in enumerate(job.columns)]
    return MappingPage(job, kind, rows, samples[:PREVIEW], columns)


def _words(
    job: ImportJob, wanted: Field, entry: dict[str, Any], how: Notation
) -> list[tuple[str, int]]:
    if wanted.kind != CHOICE or entry.get("column") is None:
        return []
    return words_of(job, entry["column"], how.empty_words)


def _examples(
    wanted: Field, entry: dict[str, Any], samples: list[list[str]], how: Notation
) -> list[tuple[str, str, bool]]:
    """The first different cells of the column and what they are read as."""
    if entry.get("column") is None or wanted.kind == CHOICE:
        return []
    source = Source.from_json(entry)
    shown: dict[str, tuple[str, bool]] = {}
    for cells in samples:
        text = cells[source.column or 0].strip()
        if text and text not in shown:
            shown[text] = _meaning(wanted, source, cells, how)
        if len(shown) == EXAMPLES:
            break
    return [(text[:80], meaning, is_bad) for text, (meaning, is_bad) in shown.items()]


def _meaning(wanted: Field, source: Source, cells: list[str], how: Notation) -> tuple[str, bool]:
    try:
        value = read_value(wanted, source, cells, how)
    except BadValueError as error:
        return f"{wanted.label} {REASONS[str(error)]}", True
    if value is None:
        return _("nothing"), False
    return _written(value, wanted), False


def _written(value: Any, wanted: Field) -> str:
    if isinstance(value, datetime):
        return numerals.format_moment(value)
    if isinstance(value, date):
        return numerals.format_day(value)
    if wanted.kind == kinds_of_field.MONEY and isinstance(value, Decimal):
        return numerals.format_number(value, 2)
    if isinstance(value, int):
        return numerals.format_number(value)
    return str(value)[:80]
