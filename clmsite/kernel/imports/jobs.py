"""Verbs of an import job: take a file, choose its reading and mapping, check, start, stop, undo.

Each state change is one conditional update, so that of two clicks one wins; the work itself is
announced in the same transaction.
"""

import uuid
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import File
from django.db import transaction

from clmsite.kernel.audit import record
from clmsite.kernel.imports.kinds import kind_of
from clmsite.kernel.imports.mapping import propose, remember
from clmsite.kernel.imports.reader import Shape, count_rows, detect, read_columns
from clmsite.kernel.models import ImportJob, ImportRow
from clmsite.kernel.outbox import announce

State = ImportJob.State
BEFORE_WORK = (State.UPLOADED, State.CHECKED)


def take_file(*, kind: str, upload: Any, name: str, actor: Any, now: datetime) -> ImportJob:
    """A new job for an uploaded file; NotCsvError when it cannot be read as a table."""
    shape = detect(upload)
    columns = read_columns(upload, shape)
    total = count_rows(upload, shape)
    digest = sha256()
    upload.seek(0)
    for block in iter(lambda: upload.read(1 << 20), b""):
        digest.update(block)
    upload.seek(0)
    job = ImportJob(
        id=uuid.uuid4(),
        kind=kind,
        file_name=name[:255],
        file_sha256=digest.hexdigest(),
        size=upload.size,
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        has_header=shape.has_header,
        columns=columns,
        rows_total=total,
        created_by=actor,
        created_at=now,
    )
    # A name of our own: what the person's file is called never reaches the disk.
    job.file.save(f"{job.id}.csv", File(upload), save=False)
    with transaction.atomic():
        job.save(force_insert=True)
        record(actor, "import.uploaded", job, kind=kind)
    job.mapping, job.options, _known = propose(job, kind_of(kind))
    job.save(update_fields=["mapping", "options"])
    return job


def read_again(*, job: ImportJob, shape: Shape) -> bool:
    """Read the file in another way; columns are found anew and the mapping starts afresh.

    NotCsvError when it makes no table. False when the job is past choosing.
    """
    with job.file.open("rb") as file:
        columns = read_columns(file, shape)
        total = count_rows(file, shape)
    is_new = columns != job.columns
    job.encoding, job.delimiter, job.has_header = shape.encoding, shape.delimiter, shape.has_header
    job.columns, job.rows_total = columns, total
    if is_new:
        job.mapping, job.options, _known = propose(job, kind_of(job.kind))
    return _move(
        job,
        BEFORE_WORK,
        State.UPLOADED,
        encoding=job.encoding,
        delimiter=job.delimiter,
        has_header=job.has_header,
        columns=columns,
        rows_total=total,
        mapping=job.mapping,
        options=job.options,
    )


def save_mapping(*, job: ImportJob, mapping: dict[str, Any], options: dict[str, Any]) -> bool:
    job.mapping, job.options = mapping, options
    return _move(job, BEFORE_WORK, State.UPLOADED, mapping=mapping, options=options, checked={})


@transaction.atomic
def request_check(*, job: ImportJob, now: datetime) -> bool:
    """Ask for the dry run, and remember the mapping for files with the same columns."""
    if not _move(job, BEFORE_WORK, State.CHECKING, checked={}, progress_at=now):
        return False
    remember(job, now=now)
    announce("import.requested", import_id=str(job.pk))
    return True


@transaction.atomic
def start(*, job: ImportJob, actor: Any, now: datetime) -> bool:
    """Begin, or go on after a cancellation or a failure."""
    again = (State.CHECKED, State.PAUSED, State.FAILED)
    if not _move(job, again, State.QUEUED, progress_at=now, error=""):
        return False
    ImportJob.objects.filter(pk=job.pk, started_at=None).update(started_at=now)
    record(actor, "import.started", job, kind=job.kind)
    announce("import.requested", import_id=str(job.pk))
    return True


@transaction.atomic
def cancel(*, job: ImportJob, actor: Any) -> bool:
    """Stop after the present chunk. What was written stays; it can be resumed or undone."""
    if _move(job, (State.CHECKING,), State.UPLOADED, checked={}):
        return True
    if not _move(job, (State.QUEUED, State.RUNNING), State.PAUSED):
        return False
    record(actor, "import.cancelled", job)
    return True


@transaction.atomic
def wake(*, job: ImportJob, now: datetime) -> bool:
    """Ask again for work whose worker fell silent."""
    active = (State.QUEUED, State.RUNNING, State.CHECKING, State.UNDOING)
    if not ImportJob.objects.filter(pk=job.pk, state__in=active).update(progress_at=now):
        return False
    undoing = job.state == State.UNDOING
    event = "import.undo_requested" if undoing else "import.requested"
    announce(event, import_id=str(job.pk))
    return True


@transaction.atomic
def request_undo(*, job: ImportJob, actor: Any, now: datetime) -> bool:
    """Take back what the import wrote, as far as nobody has touched it since."""
    if not _move(job, (State.DONE, State.PAUSED, State.FAILED), State.UNDOING, progress_at=now):
        return False
    record(actor, "import.undo_started", job)
    announce("import.undo_requested", import_id=str(job.pk))
    return True


@transaction.atomic
def discard_job(*, job: ImportJob, actor: Any) -> bool:
    """Throw away a job that has written nothing, with its file."""
    empty = ImportJob.objects.filter(pk=job.pk, state__in=BEFORE_WORK)
    if not empty.update(state=State.UNDONE):
        return False
    record(actor, "import.discarded", job)
    ImportRow.objects.filter(job=job).delete()
    storage, name = job.file.storage, job.file.name
    ImportJob.objects.filter(pk=job.pk).delete()
    transaction.on_commit(lambda: storage.delete(name))
    return True


def _move(job: ImportJob, come_from: Collection[str], to: str, **fields: Any) -> bool:
    moved = ImportJob.objects.filter(pk=job.pk, state__in=come_from).update(state=to, **fields)
    if moved:
        job.refresh_from_db()
    return bool(moved)
