"""Undo an import: step by step, each step a transaction that also stores how far undoing got.

What the import created goes, what it changed is put back; but nothing that somebody has worked
with since. What stays is named with its reason in `undo_report`.
"""

import time
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from clmsite.kernel.imports.kinds import Undone, kind_of
from clmsite.kernel.models import ImportJob
from clmsite.kernel.outbox import announce

STEP = 200
SLICE_SECONDS = 45.0
KEPT_SENTENCES = 200


def undo_import(import_id: str, *, slice_seconds: float = SLICE_SECONDS) -> None:
    """Go on undoing until it is done or the slice is over. Safe to run twice."""
    until = time.monotonic() + slice_seconds
    while _step(import_id, timezone.now()):
        if time.monotonic() > until:
            with transaction.atomic():
                announce("import.undo_requested", import_id=import_id)
            return


@transaction.atomic
def _step(import_id: str, now: datetime) -> bool:
    """One step; False when there is nothing (more) to do."""
    job = ImportJob.objects.select_for_update().get(pk=import_id)
    if job.state != ImportJob.State.UNDOING:
        return False
    report = {"part": 0, "after": None, "removed": {}, "kept": 0, "why": []} | job.undo_report
    parts = kind_of(job.kind).undo_parts()
    if report["part"] >= len(parts):
        report.pop("after")
        _save(job, report, state=ImportJob.State.UNDONE, finished_at=now)
        return False
    undone = parts[report["part"]](job, report["after"], STEP, now)
    _add(report, undone)
    _save(job, report, progress_at=now)
    return True


def _add(report: dict[str, Any], undone: Undone) -> None:
    for noun, count in (+undone.removed).items():
        report["removed"][noun] = report["removed"].get(noun, 0) + count
    report["kept"] += len(undone.kept)
    report["why"] = (report["why"] + undone.kept)[:KEPT_SENTENCES]
    report["after"] = undone.last_id
    if undone.last_id is None:
        report["part"] += 1


def _save(job: ImportJob, report: dict[str, Any], **fields: Any) -> None:
    ImportJob.objects.filter(pk=job.pk).update(undo_report=report, **fields)
