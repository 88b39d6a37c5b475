"""Run an import: chunks of 500 rows, each its own transaction that also moves the position.

A worker that is killed loses the chunk it was in, nothing else: the next one reads on from
`rows_done`. The position is moved by compare and swap, so of two workers with the same job one
writes a chunk and the other stops: no row is ever counted twice (IE-08). Cancelling changes the
state, which the same swap looks at.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import Any

from django.db import DataError, IntegrityError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from clmsite.kernel.imports.cells import ROW_PROBLEMS, read_cells
from clmsite.kernel.imports.kinds import Outcome, Row, Run
from clmsite.kernel.imports.mapping import shape_of
from clmsite.kernel.imports.reader import RawRow, read_rows
from clmsite.kernel.models import ImportJob, ImportRow
from clmsite.kernel.outbox import announce

log = logging.getLogger(__name__)

CHUNK = 500
# A long import is done in slices, each a job of its own: other jobs get their turn, and no
# slice outlives the lease of its outbox job.
SLICE_SECONDS = 45.0
KEPT_CELL = 2000  # characters of a bad row's cell that are kept for the error file


def run_import(import_id: str, *, slice_seconds: float = SLICE_SECONDS) -> None:
    """Do the next slice of a queued or running import. Safe to call twice or at once."""
    now = timezone.now()
    waiting = ImportJob.objects.filter(pk=import_id, state=ImportJob.State.QUEUED)
    waiting.update(state=ImportJob.State.RUNNING, progress_at=now)
    job = ImportJob.objects.select_related("created_by").get(pk=import_id)
    if job.state != ImportJob.State.RUNNING:
        return
    try:
        _slice(job, Run.of(job, now=now, writes=True), time.monotonic() + slice_seconds)
    except OperationalError:
        raise  # passes: the outbox tries again from the last chunk
    except Exception as error:
        _fail(job, error)
        raise


def _slice(job: ImportJob, run: Run, until: float) -> None:
    position = job.rows_done
    with job.file.open("rb") as file:
        for chunk in chunks(rows_after(file, job, run, position)):
            if not commit(job, run, chunk, position):
                return  # cancelled, or another worker is on it
            position = chunk[-1].number
            if time.monotonic() > until:
                with transaction.atomic():
                    announce("import.requested", import_id=str(job.pk))
                return
    finish = ImportJob.objects.filter(pk=job.pk, state=ImportJob.State.RUNNING, rows_done=position)
    finish.update(
        state=ImportJob.State.DONE, finished_at=timezone.now(), rows_total=F("rows_done"), error=""
    )


def _fail(job: ImportJob, error: Exception) -> None:
    log.exception("import failed", extra={"import": str(job.pk)})
    ImportJob.objects.filter(pk=job.pk, state=ImportJob.State.RUNNING).update(
        state=ImportJob.State.FAILED, error=f"{type(error).__name__}: {error}"[:500]
    )


def rows_after(file: Any, job: ImportJob, run: Run, position: int) -> Iterator[Row]:
    """The rows behind `position`, each with the values of its fields."""
    seen: set[int] = set()
    repeats: Counter[int] = Counter()
    for raw in read_rows(file, shape_of(job)):
        fingerprint = _fingerprint(raw, seen, repeats)
        if raw.number > position:
            values, errors = _values_of(raw, run)
            yield Row(raw.number, raw.line, raw.cells, values, errors, fingerprint)


def _values_of(raw: RawRow, run: Run) -> tuple[dict[str, Any], dict[str, str]]:
    if raw.problem:
        return {}, {"": str(ROW_PROBLEMS[raw.problem])}
    return read_cells(raw.cells, run.fields, run.sources, run.notation)


def _fingerprint(raw: RawRow, seen: set[int], repeats: Counter[int]) -> str:
    """The row's content and which occurrence of it in the file this is.

    Two equal rows may be two real facts (two invoices of one day), so the second gets another
    fingerprint; the same file read again gives the same ones. Eight bytes per row are
    remembered: a million rows cost some 70 MB.
    """
    digest = blake2b("\x1f".join(raw.cells).encode("utf-8", "replace"), digest_size=16)
    short = int.from_bytes(digest.digest()[:8])
    if short in seen:
        repeats[short] += 1
        return f"row-{digest.hexdigest()}-{repeats[short] + 1}"
    seen.add(short)
    return f"row-{digest.hexdigest()}"


def chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def commit(job: ImportJob, run: Run, chunk: list[Row], position: int) -> bool:
    """Write one chunk and move the position past it. False when this job is no longer ours."""
    errors = [dict(row.errors) for row in chunk]
    try:
        return _commit(job, run, chunk, position)
    except (IntegrityError, DataError) as error:
        # Somebody else wrote the same thing meanwhile, or a value the database refuses.
        log.warning("import chunk refused", extra={"import": str(job.pk), "rows": len(chunk)})
        run.memory.clear()
        for row, before in zip(chunk, errors, strict=True):
            row.errors, row.outcome, row.before = before, "", None
        return _commit_each(job, run, chunk, position, error)


def _commit_each(
    job: ImportJob, run: Run, chunk: list[Row], position: int, error: Exception
) -> bool:
    """Row by row, so that the one that cannot be written is refused alone."""
    if len(chunk) == 1:
        log.warning("import row refused", extra={"row": chunk[0].number, "why": str(error)[:200]})
        chunk[0].refuse("", _("The database refused this row."))
        return _commit(job, run, chunk, position)
    for row in chunk:
        if not commit(job, run, [row], position):
            return False
        position = row.number
    return True


def _commit(job: ImportJob, run: Run, chunk: list[Row], position: int) -> bool:
    made = Counter(run.made)
    try:
        with transaction.atomic():
            mine = ImportJob.objects.filter(
                pk=job.pk, state=ImportJob.State.RUNNING, rows_done=position
            )
            # First of all: this holds the job's row, so a second worker waits here and then
            # finds the position moved.
            if not mine.update(rows_done=chunk[-1].number, progress_at=timezone.now()):
                return False
            work(run, chunk)
            _write_rows(job, chunk)
            _count(job, run, chunk)
    except BaseException:
        run.made = made
        raise
    return True


def work(run: Run, chunk: list[Row]) -> None:
    """Every row of the chunk gets its outcome."""
    for row in chunk:
        if row.errors:
            row.outcome = Outcome.BAD
    good = [row for row in chunk if not row.errors]
    if good:
        run.kind.work(good, run)
    forgotten = [row.number for row in chunk if not row.outcome]
    if forgotten:
        raise RuntimeError(f"rows without an outcome: {forgotten[:5]}")


def _write_rows(job: ImportJob, chunk: list[Row]) -> None:
    """Only what needs remembering: refused rows for the error file, changed ones for undo."""
    ImportRow.objects.bulk_create(
        ImportRow(
            job=job,
            number=row.number,
            line=row.line,
            outcome=row.outcome,
            object_type=row.object_type,
            object_id=row.object_id,
            before=row.before,
            errors=row.errors,
            cells=[cell[:KEPT_CELL] for cell in row.cells] if row.errors else [],
        )
        for row in chunk
        if row.outcome in {Outcome.BAD, Outcome.UPDATED}
    )


def _count(job: ImportJob, run: Run, chunk: list[Row]) -> None:
    counts = Counter(row.outcome for row in chunk)
    bad = counts[Outcome.BAD]
    ImportJob.objects.filter(pk=job.pk).update(
        rows_good=F("rows_good") + len(chunk) - bad,
        rows_bad=F("rows_bad") + bad,
        rows_same=F("rows_same") + counts[Outcome.SAME],
        rows_updated=F("rows_updated") + counts[Outcome.UPDATED],
        made=_made_so_far(job, run),
    )


def _made_so_far(job: ImportJob, run: Run) -> dict[str, int]:
    """Earlier slices' counts and this one's."""
    return dict(Counter(job.made) + run.made)


def stalled(job: ImportJob, *, now: datetime) -> bool:
    """Running, and silent for so long that its worker must have died and not come back."""
    active = {ImportJob.State.RUNNING, ImportJob.State.QUEUED, ImportJob.State.CHECKING}
    active.add(ImportJob.State.UNDOING)
    return job.state in active and bool(
        job.progress_at and (now - job.progress_at).total_seconds() > 300
    )
