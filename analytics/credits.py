"""Verbs of attribution: bring conversions up to date, a few at once or all of them.

Both do the same thing to different sets: compute what the facts say now, compare with what
stands, and where they differ supersede the old row and write a new one for this run. Nothing
is changed in place, so the figures of every past run can still be read. Hence running twice,
or two at once, changes nothing more.

Why two at once are safe: the standing rows are locked before the facts are read, so nobody can
write a newer result between our reading and our writing; a result of a later run is left alone;
and the database refuses a second standing row for one subject, upon which we start over.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from analytics.attribution.catalogue import MODELS
from analytics.journeys import WON
from analytics.models import Conversion, Run
from analytics.rewriting import Tally, rewrite
from clmsite.kernel.outbox import announce
from leads.models import Deal, Lead

CODE_VERSION = "credits-1"  # raise it when the same facts would give other credits
LEADS_AT_ONCE = 500
TRIES = 5
# Somebody was first; or two waited for each other and the database chose us to give way.
RACES = (IntegrityError, OperationalError)


def parameters() -> dict[str, Any]:
    """What a run is calculated with, as it is stored with it."""
    return {
        "lookback_days": settings.LOOKBACK_DAYS,
        "half_life_days": settings.HALF_LIFE_DAYS,
        "models": list(MODELS),
        "currency": settings.REPORTING_CURRENCY,
        "time_zone": settings.REPORTING_TIME_ZONE,
    }


def refresh_conversions(
    *, lead_ids: Iterable[int] = (), deal_ids: Iterable[int] = (), reason: str, now: datetime
) -> Run | None:
    """Bring these leads with all their deals, and these deals, up to date.

    Returns the run, or None when everything stood right already: no empty runs.
    """
    leads, deals = set(lead_ids), set(deal_ids)
    for attempt in range(TRIES):
        try:
            return _refresh_once(leads, deals, reason, now)
        except RACES:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _refresh_once(leads: set[int], deals: set[int], reason: str, now: datetime) -> Run | None:
    # The run comes first: its number must be older than the facts it reads.
    run = Run.objects.create(
        kind=Run.Kind.INCREMENTAL,
        state=Run.State.RUNNING,
        reason=reason[:120],
        parameters=parameters(),
        code_version=CODE_VERSION,
        cutoff_at=now,
        created_at=now,
        started_at=now,
    )
    tally = rewrite(run, leads, deals | _deals_of(leads))
    if not tally.written:
        run.delete()
        return None
    _finish(run, tally)
    return run


def request_full_run(*, by: Any, now: datetime, reason: str = "") -> Run:
    """Ask for everything to be computed again; one that waits or works already is enough."""
    with transaction.atomic():
        busy = Run.objects.filter(
            kind=Run.Kind.FULL, state__in=[Run.State.QUEUED, Run.State.RUNNING]
        ).first()
        if busy:
            return busy
        run = Run.objects.create(
            kind=Run.Kind.FULL,
            reason=(reason or f"asked for by {by or 'the system'}")[:120],
            parameters=parameters(),
            code_version=CODE_VERSION,
            cutoff_at=now,
            created_by=by,
            created_at=now,
        )
        announce("runs.requested", run_id=run.pk)
        return run


def cancel_run(*, run_id: int, now: datetime) -> bool:
    """Stop a full run after its current batch. What it has written is right and stays."""
    unfinished = [Run.State.QUEUED, Run.State.RUNNING]
    return bool(
        Run.objects.filter(pk=run_id, state__in=unfinished).update(
            state=Run.State.CANCELLED, finished_at=now
        )
    )


def full_run(*, run_id: int) -> Run:
    """Compute everything again, in batches of leads, each its own transaction.

    Killed half-way it can simply be called again: finished batches find nothing to do.
    """
    Run.objects.filter(pk=run_id, state=Run.State.QUEUED).update(
        state=Run.State.RUNNING, started_at=timezone.now()
    )
    run = Run.objects.get(pk=run_id)
    if run.state != Run.State.RUNNING:
        return run
    total = Lead.objects.count() + Deal.objects.won().count()
    Run.objects.filter(pk=run_id).update(conversions_total=total, conversions_done=0)
    tally = Tally()
    try:
        for leads in _all_leads():
            if not _still_wanted(run_id, tally):
                return Run.objects.get(pk=run_id)
            tally += _rewrite_batch(run, leads)
    except Exception as error:
        Run.objects.filter(pk=run_id).update(
            state=Run.State.FAILED,
            finished_at=timezone.now(),
            error=f"{type(error).__name__}: {error}"[:500],
        )
        raise
    _finish(run, tally)
    return run


def _still_wanted(run_id: int, tally: Tally) -> bool:
    """Report how far we are; False when somebody cancelled meanwhile."""
    return bool(
        Run.objects.filter(pk=run_id, state=Run.State.RUNNING).update(
            conversions_done=tally.looked_at
        )
    )


def _rewrite_batch(run: Run, leads: Collection[int]) -> Tally:
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return rewrite(run, set(leads), _deals_of(leads))
        except RACES:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _all_leads() -> Iterator[tuple[int, ...]]:
    """Ids of all leads, and of those that are gone but still have standing conversions."""
    ids = set(Lead.objects.values_list("pk", flat=True))
    ids.update(Conversion.objects.standing().values_list("lead_id", flat=True))
    yield from batched(sorted(ids), LEADS_AT_ONCE)


def _deals_of(leads: Collection[int]) -> set[int]:
    """Deals these leads have won, and deals that once counted for them."""
    won = Deal.objects.won().filter(lead__in=leads).values_list("pk", flat=True)
    counted = Conversion.objects.standing().filter(milestone=WON, lead_id__in=leads)
    return set(won) | set(counted.values_list("subject_id", flat=True))


def _finish(run: Run, tally: Tally) -> None:
    """Close the run, unless it was cancelled meanwhile."""
    Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(
        state=Run.State.COMPLETE,
        finished_at=timezone.now(),
        conversions_done=tally.looked_at,
        conversions_total=Coalesce(F("conversions_total"), tally.looked_at),
        totals=tally.as_json(),
    )
    run.refresh_from_db()
