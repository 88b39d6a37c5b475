"""Jobs that must happen: rows written with the facts that cause them (reliability.md, decision 3).

    with transaction.atomic():
        deal.win(at=now)
        announce("deal.closed", deal_ids=[deal.pk])

The job exists exactly when the transaction commits. Celery is the fast path: after the commit
a message is sent. The sweeper is the guarantee: it sends again what was never taken, or was
taken by a worker that died. A job may therefore run more than once: every task is idempotent.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from celery import current_app
from celery.loaders.base import autodiscover_tasks
from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from clmsite.kernel.models import OutboxJob

log = logging.getLogger(__name__)

TRIES = 3
# The sweeper leaves a fresh job alone this long: its own message is on the way.
GRACE = timedelta(seconds=5)


def announce(event: str, **arguments: Any) -> list[OutboxJob]:
    """Ask for every job that subscribes to `event` (clmsite/schedule.py), in this transaction."""
    from django.utils.module_loading import import_string

    # By name, because the cellar may not import the roof.
    subscriptions = import_string("clmsite.schedule.SUBSCRIPTIONS")
    return [enqueue(task, **arguments) for task in subscriptions[event]]


def enqueue(task: str, *, delay: timedelta = timedelta(0), **arguments: Any) -> OutboxJob:
    """Write one job. It is published after commit; without a transaction, at once."""
    now = timezone.now()
    job = OutboxJob.objects.create(
        task=task, arguments=arguments, created_at=now, not_before=now + delay
    )
    if not delay:
        transaction.on_commit(lambda: publish(job.pk))
    return job


def lease() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def publish(job_id: int) -> bool:
    """Tell a worker about a job. False when the broker could not be reached: the sweeper will."""
    try:
        current_app.send_task("kernel.run_outbox_job", [job_id], retry=False)
    except Exception as error:  # whatever a broker client raises; the job row is safe
        log.warning("outbox publish failed", extra={"job": job_id, "error": type(error).__name__})
        return False
    return True


def sweep(*, limit: int = 200) -> int:
    """Publish waiting jobs again; return how many."""
    now = timezone.now()
    late = OutboxJob.objects.waiting(now=now).filter(created_at__lte=now - GRACE)
    ids = list(late.order_by("id").values_list("pk", flat=True)[:limit])
    sent = 0
    for job_id in ids:
        if not publish(job_id):
            break
        sent += 1
    return sent


def claim(job_id: int) -> OutboxJob | None:
    """Take the job for this worker, or None when it is done or somebody else has it.

    One conditional update decides between racing workers.
    """
    now = timezone.now()
    taken = (
        OutboxJob.objects.waiting(now=now)
        .filter(pk=job_id)
        .update(
            state=OutboxJob.State.RUNNING, lease_until=now + lease(), attempts=F("attempts") + 1
        )
    )
    return OutboxJob.objects.get(pk=job_id) if taken else None


@contextmanager
def heartbeat(job_id: int) -> Iterator[None]:
    """While the job runs, a thread keeps its lease fresh; it dies with the process.

    So a long job is not run twice, and the job of a killed worker is free after one lease.
    """
    over = threading.Event()

    def beat() -> None:
        while not over.wait(settings.OUTBOX_LEASE_SECONDS / 3):
            try:
                OutboxJob.objects.filter(pk=job_id, state=OutboxJob.State.RUNNING).update(
                    lease_until=timezone.now() + lease()
                )
            except OperationalError:
                log.warning("heartbeat missed", extra={"job": job_id})  # the next one may do
            finally:
                connection.close()

    thread = threading.Thread(target=beat, daemon=True, name=f"heartbeat-{job_id}")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def run(job_id: int, *, find_task: Callable[[str], Callable[..., Any]]) -> bool:
    """Run one job now. True when it was run and succeeded."""
    job = claim(job_id)
    if job is None:
        return False
    try:
        with heartbeat(job.pk):
            find_task(job.task)(**job.arguments)
    except Exception as error:
        _failed(job, error)
        return False
    OutboxJob.objects.filter(pk=job.pk).update(
        state=OutboxJob.State.DONE, done_at=timezone.now(), lease_until=None, last_error=""
    )
    return True


def _failed(job: OutboxJob, error: Exception) -> None:
    dead = job.attempts >= TRIES
    log.exception("outbox job failed", extra={"job": job.pk, "task": job.task, "dead": dead})
    OutboxJob.objects.filter(pk=job.pk).update(
        state=OutboxJob.State.DEAD if dead else OutboxJob.State.PENDING,
        not_before=timezone.now() + timedelta(seconds=10 * 4**job.attempts),
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:500],
    )


def retry(job_id: int) -> bool:
    """Give a dead job three more tries. True if it was dead."""
    revived = OutboxJob.objects.dead().filter(pk=job_id)
    changed = revived.update(
        state=OutboxJob.State.PENDING, attempts=0, not_before=timezone.now(), last_error=""
    )
    if changed:
        transaction.on_commit(lambda: publish(job_id))
    return changed == 1


def prune(*, older_than: timedelta = timedelta(days=14)) -> int:
    """Delete finished jobs past their use; return how many."""
    done = OutboxJob.objects.filter(
        state=OutboxJob.State.DONE, done_at__lt=timezone.now() - older_than
    )
    return done.delete()[0]


def load_tasks() -> None:
    """Import every app's tasks.py, as a worker does at its start."""
    autodiscover_tasks([app.name for app in apps.get_app_configs()])


def run_all(*, limit: int = 1000) -> int:
    """Run every waiting job in this process, in order. For tests, seeding and a stopped worker."""
    load_tasks()
    ran = 0
    while ran < limit:
        now = timezone.now()
        job_id = (
            OutboxJob.objects.waiting(now=now).order_by("id").values_list("pk", flat=True).first()
        )
        if job_id is None:
            break
        run(job_id, find_task=lambda name: current_app.tasks[name])
        ran += 1
    return ran
