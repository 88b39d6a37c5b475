"""The dry run: what an import would do, counted without writing anything."""

import time
from collections import Counter
from itertools import islice
from typing import Any

from django.utils import timezone

from clmsite.kernel.imports.kinds import Outcome, Row, Run
from clmsite.kernel.imports.runner import chunks, rows_after, work
from clmsite.kernel.models import ImportJob

# More are not checked beforehand; the page says so.
CHECK_ROWS = 100_000
SHOWN_ERRORS = 20


def check_import(import_id: str) -> None:
    """Fill `checked` and bring the job from CHECKING to CHECKED. Safe to run twice."""
    job = ImportJob.objects.select_related("created_by").get(pk=import_id)
    if job.state != ImportJob.State.CHECKING:
        return
    run = Run.of(job, now=timezone.now(), writes=False)
    report: dict[str, Any] = {"rows": 0, "errors": [], "first_day": "", "last_day": ""}
    counts: Counter[str] = Counter()
    said = time.monotonic()
    with job.file.open("rb") as file:
        for chunk in chunks(islice(rows_after(file, job, run, 0), CHECK_ROWS)):
            work(run, chunk)
            _add(report, counts, chunk)
            if time.monotonic() > said + 1:
                said = time.monotonic()
                if not _save(job, report, counts, run):
                    return  # cancelled
    if _save(job, report, counts, run):
        ImportJob.objects.filter(pk=job.pk, state=ImportJob.State.CHECKING).update(
            state=ImportJob.State.CHECKED
        )


def _add(report: dict[str, Any], counts: Counter[str], chunk: list[Row]) -> None:
    report["rows"] += len(chunk)
    counts.update(row.outcome for row in chunk)
    room = SHOWN_ERRORS - len(report["errors"])
    bad = [row for row in chunk if row.outcome == Outcome.BAD]
    report["errors"] += [
        {"number": row.number, "line": row.line, "errors": list(row.errors.values())}
        for row in bad[:room]
    ]


def _save(job: ImportJob, report: dict[str, Any], counts: Counter[str], run: Run) -> bool:
    outcomes = {outcome.value: counts[outcome.value] for outcome in Outcome}
    found = {**report, **outcomes, "made": dict(run.made)}
    mine = ImportJob.objects.filter(pk=job.pk, state=ImportJob.State.CHECKING)
    return bool(mine.update(checked=found, progress_at=timezone.now()))
