"""How fresh the figures are: which run stands, and up to when the facts are in it."""

from dataclasses import dataclass
from datetime import datetime

from analytics.models import Run
from clmsite.kernel.models import OutboxJob


@dataclass(frozen=True, slots=True)
class Freshness:
    """`up_to` is None and `run` is None before anything was ever computed."""

    up_to: datetime | None
    run: Run | None
    waiting: int


def freshness(now: datetime) -> Freshness:
    """Up to when the figures hold every fact. Two queries.

    Facts arrive through jobs. While some wait, the figures are as old as the oldest of
    them; when none waits, they are of this moment, however long ago the last run was.
    """
    unfinished = [OutboxJob.State.PENDING, OutboxJob.State.RUNNING]
    waiting = list(
        OutboxJob.objects.filter(task__startswith="analytics.", state__in=unfinished)
        .order_by("created_at")
        .values_list("created_at", flat=True)[:1000]
    )
    run = Run.objects.filter(state=Run.State.COMPLETE).first()
    if not run:
        return Freshness(None, None, len(waiting))
    return Freshness(waiting[0] if waiting else now, run, len(waiting))
