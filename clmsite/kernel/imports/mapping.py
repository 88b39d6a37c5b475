"""The mapping of a job: guessed from its columns, remembered from last time, checked."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from clmsite.kernel.imports import fields as kinds_of_field
from clmsite.kernel.imports import values
from clmsite.kernel.imports.cells import Notation, read_value
from clmsite.kernel.imports.fields import Field, Source, fold, guess_mapping, guess_values
from clmsite.kernel.imports.kinds import ImportKind
from clmsite.kernel.imports.reader import Shape, read_rows
from clmsite.kernel.imports.values import BadValueError
from clmsite.kernel.models import ImportJob, ImportMapping

SAMPLE = 200
WORDS = 60  # how many different words of a column are offered for translation
WORDS_FROM = 20_000  # rows that are looked at for them


def columns_hash(columns: Sequence[str]) -> str:
    return sha256("\x1f".join(map(fold, columns)).encode()).hexdigest()


def shape_of(job: ImportJob) -> Shape:
    return Shape(job.encoding, job.delimiter, job.has_header)


def sample_rows(job: ImportJob, count: int = SAMPLE) -> list[list[str]]:
    """The cells of the first good rows."""
    with job.file.open("rb") as file:
        good = (row.cells for row in read_rows(file, shape_of(job)) if not row.problem)
        return list(islice(good, count))


def propose(job: ImportJob, kind: ImportKind) -> tuple[dict[str, Any], dict[str, Any], bool]:
    """Mapping and options to start from; True when they are remembered from an earlier import."""
    known = ImportMapping.objects.filter(
        kind=job.kind, columns_hash=columns_hash(job.columns)
    ).first()
    rows = sample_rows(job)
    if known:
        return known.mapping, known.options, True
    mapping = guess_mapping(kind.fields(), job.columns)
    kind.trim_guess(mapping, rows)
    options = {
        "decimal_mark": values.guess_decimal_mark(_column_texts(kind, mapping, rows, numbers=True)),
        "date_order": values.guess_date_order(_column_texts(kind, mapping, rows, numbers=False)),
        "empty_words": list(values.EMPTY_WORDS),
        "known": "fill",
        "keep_rest": "keep_rest" in kind.questions,
    }
    return mapping, options, False


def remember(job: ImportJob, *, now: datetime) -> None:
    ImportMapping.objects.update_or_create(
        kind=job.kind,
        columns_hash=columns_hash(job.columns),
        defaults={"mapping": job.mapping, "options": _lasting(job.options), "used_at": now},
    )


def _lasting(options: dict[str, Any]) -> dict[str, Any]:
    """Days belong to one file, not to all of its kind."""
    return {key: value for key, value in options.items() if key not in {"first_day", "last_day"}}


def words_of(job: ImportJob, column: int, empty_words: frozenset[str]) -> list[tuple[str, int]]:
    """The different words of a column and how often each comes, the commonest first."""
    from collections import Counter

    counts: Counter[str] = Counter()
    with job.file.open("rb") as file:
        for row in islice(read_rows(file, shape_of(job)), WORDS_FROM):
            if not row.problem:
                text = row.cells[column]
                counts["" if values.is_nothing(text, empty_words) else " ".join(text.split())] += 1
    return counts.most_common(WORDS)


def with_values(wanted: Field, entry: dict[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """`entry` with a translation for each word: the one it has, else the guess."""
    known = entry.get("values", {})
    guessed = guess_values(wanted, [word for word in words if word not in known])
    return {**entry, "values": {**guessed, **known}}


def mapping_problems(
    kind: ImportKind,
    mapping: dict[str, Any],
    options: dict[str, Any],
    rows: Sequence[Sequence[str]],
) -> dict[str, str]:
    """What stands in the way of a check: field or option -> sentence. Empty when nothing does."""
    sources = {key: Source.from_json(entry) for key, entry in mapping.items()}
    problems: dict[str, str] = {}
    how = Notation.from_options(options)
    for wanted in kind.fields():
        source = sources.get(wanted.key)
        if source is None and wanted.required:
            problems[wanted.key] = _("Choose a column or a value: every row needs this.")
        elif bad := _constant_problem(wanted, source, how):
            problems[wanted.key] = bad
    if options.get("date_order") not in {"dmy", "mdy"} and _needs_order(kind, sources, rows):
        problems["date_order"] = _(
            "These dates can be read two ways. Choose whether the day or the month comes first."
        )
    problems |= {key: str(text) for key, text in kind.problems(sources, options).items()}
    return problems


def _constant_problem(wanted: Field, source: Source | None, how: Notation) -> str:
    if source is None or source.column is not None:
        return ""
    from clmsite.kernel.imports.cells import REASONS

    try:
        read_value(wanted, source, [], how)
    except BadValueError as error:
        return f"{wanted.label} {REASONS[str(error)]}"
    return ""


def _needs_order(
    kind: ImportKind, sources: dict[str, Source], rows: Sequence[Sequence[str]]
) -> bool:
    mapping = {
        key: {"column": source.column}
        for key, source in sources.items()
        if source.column is not None
    }
    return values.guess_date_order(_column_texts(kind, mapping, rows, numbers=False)) != "iso"


def _column_texts(
    kind: ImportKind, mapping: dict[str, Any], rows: Sequence[Sequence[str]], *, numbers: bool
) -> list[str]:
    """Sample texts of the columns that hold numbers (or dates)."""
    wanted = {kinds_of_field.MONEY, kinds_of_field.WHOLE}
    if not numbers:
        wanted = {kinds_of_field.DAY, kinds_of_field.MOMENT}
    columns = [
        mapping[field.key]["column"]
        for field in kind.fields()
        if field.kind in wanted and "column" in mapping.get(field.key, {})
    ]
    return [row[column] for row in rows for column in columns if not values.is_nothing(row[column])]
