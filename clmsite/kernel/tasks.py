"""Celery's way into the outbox and the importer: thin wrappers around verbs."""

from celery import current_app, shared_task
from celery.signals import worker_ready

from clmsite.kernel import outbox
from clmsite.kernel.imports.checking import check_import
from clmsite.kernel.imports.runner import run_import as import_slice
from clmsite.kernel.imports.undo import undo_import as undo_slice


@shared_task(name="kernel.run_outbox_job")
def run_outbox_job(job_id: int) -> None:
    """Run one outbox job; a second message for the same job does nothing."""
    outbox.run(job_id, find_task=lambda name: current_app.tasks[name])


@shared_task(name="kernel.sweep_outbox")
def sweep_outbox() -> None:
    outbox.sweep()


@shared_task(name="kernel.prune_outbox")
def prune_outbox() -> None:
    outbox.prune()


@worker_ready.connect
def sweep_at_start(**kwargs: object) -> None:
    """A worker that comes up takes what was asked for while none was there."""
    outbox.sweep(limit=1000)


@shared_task(name="kernel.run_import")
def run_import(import_id: str) -> None:
    """Check a file, or import its next slice, whichever its state asks for."""
    check_import(import_id)
    import_slice(import_id)


@shared_task(name="kernel.undo_import")
def undo_import(import_id: str) -> None:
    """Go on undoing an import."""
    undo_slice(import_id)
