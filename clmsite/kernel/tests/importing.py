"""Imports in tests: a file from text, mapped, and run in this process.

job = import_text("spend", "day,campaign,cost\n2026-11-01,Spring,10\n", actor=manager)
"""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from clmsite.kernel.imports import jobs
from clmsite.kernel.imports.checking import check_import
from clmsite.kernel.imports.kinds import kind_of
from clmsite.kernel.imports.mapping import mapping_problems, sample_rows, with_values, words_of
from clmsite.kernel.imports.runner import run_import
from clmsite.kernel.imports.undo import undo_import
from clmsite.kernel.models import ImportJob


def upload(kind: str, data: str | bytes, *, actor: Any, name: str = "file.csv") -> ImportJob:
    content = data if isinstance(data, bytes) else data.encode()
    file = ContentFile(content, name=name)
    return jobs.take_file(kind=kind, upload=file, name=name, actor=actor, now=timezone.now())


def map_columns(
    job: ImportJob, mapping: dict[str, Any] | None = None, options: dict[str, Any] | None = None
) -> dict[str, str]:
    """Take the guessed mapping with changes; returns what stands in the way of a check."""
    kind = kind_of(job.kind)
    wanted = {key: entry for key, entry in (job.mapping | (mapping or {})).items() if entry}
    chosen = job.options | (options or {})
    empty = frozenset(chosen["empty_words"])
    for one in kind.fields():
        entry = wanted.get(one.key, {})
        if one.choices and entry.get("column") is not None:
            words = [word for word, _n in words_of(job, entry["column"], empty)]
            wanted[one.key] = with_values(one, entry, words)
    problems = mapping_problems(kind, wanted, chosen, sample_rows(job))
    jobs.save_mapping(job=job, mapping=wanted, options=chosen)
    return problems


def check(job: ImportJob) -> ImportJob:
    assert jobs.request_check(job=job, now=timezone.now())
    check_import(str(job.pk))
    job.refresh_from_db()
    return job


def start(job: ImportJob) -> ImportJob:
    assert jobs.start(job=job, actor=job.created_by, now=timezone.now())
    run_import(str(job.pk))
    job.refresh_from_db()
    return job


def undo(job: ImportJob) -> ImportJob:
    assert jobs.request_undo(job=job, actor=job.created_by, now=timezone.now())
    undo_import(str(job.pk))
    job.refresh_from_db()
    return job


def ready(
    kind: str,
    data: str | bytes,
    *,
    actor: Any,
    mapping: dict[str, Any] | None = None,
    options: dict[str, Any] | None = None,
) -> ImportJob:
    """A job that is checked and may start."""
    job = upload(kind, data, actor=actor)
    assert map_columns(job, mapping, options) == {}
    return check(job)


def import_text(kind: str, data: str | bytes, **choices: Any) -> ImportJob:
    return start(ready(kind, data, **choices))


def table(*rows: str) -> str:
    """Lines of a file."""
    text = io.StringIO()
    text.writelines(f"{row}\n" for row in rows)
    return text.getvalue()
