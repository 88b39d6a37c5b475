"""Rewriting: compute what a set of leads and deals deserves now, and write where it differs."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import Q

from analytics.attribution.journey import Params
from analytics.credit_rows import write_credits
from analytics.journeys import LEAD, WON, Key, Subject, read_contacts, read_subjects
from analytics.models import Conversion, Run
from analytics.outcome import Outcome, outcome_of


class RacedError(IntegrityError):
    """Somebody else superseded a row that we were about to supersede."""


def params_of(run: Run) -> Params:
    """The models' parameters, as the run has stored them."""
    return Params(
        lookback=timedelta(days=run.parameters["lookback_days"]),
        half_life=timedelta(days=run.parameters["half_life_days"]),
    )


@dataclass
class Tally:
    """What a run looked at and wrote: rows and money by milestone and state."""

    looked_at: int = 0
    written: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    values: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.looked_at + other.looked_at,
            self.written + other.written,
            self.counts + other.counts,
            Counter({**self.values, **{k: self.values[k] + v for k, v in other.values.items()}}),
        )

    def note(self, outcome: Outcome) -> None:
        subject = outcome.subject
        self.written += 1
        self.counts[subject.milestone, outcome.state] += 1
        self.values[subject.milestone, outcome.state, subject.currency] += subject.value

    def as_json(self) -> dict[str, Any]:
        counts = [[*key, n] for key, n in sorted(self.counts.items())]
        values = [[*key, str(value)] for key, value in sorted(self.values.items()) if value]
        return {"written": self.written, "counts": counts, "values": values}


def rewrite(run: Run, leads: Collection[int], deals: Collection[int]) -> Tally:
    """Supersede what no longer holds among these subjects. Inside the caller's transaction."""
    standing = _lock_standing(leads, deals)
    subjects = read_subjects(leads, deals)
    contacts = read_contacts({subject.lead_id for subject in subjects.values()})
    params, currency = params_of(run), run.parameters["currency"]

    tally, fresh, stale = Tally(looked_at=len(subjects)), [], []
    for key in sorted(standing.keys() | subjects.keys()):
        old, subject = standing.get(key), subjects.get(key)
        if old and old.run_id > run.pk:
            continue  # a later run has looked at the same facts or newer ones
        if subject:
            outcome = outcome_of(subject, contacts.get(subject.lead_id, ()), params, currency)
        else:
            outcome = _gone(old)
        if old and old.digest == outcome.digest:
            continue
        tally.note(outcome)
        fresh.append(outcome)
        stale += [old.pk] if old else []
    _write(run, fresh, stale)
    return tally


def _lock_standing(leads: Collection[int], deals: Collection[int]) -> dict[Key, Conversion]:
    """The standing rows of these subjects, locked until the end of the transaction.

    A row that somebody superseded while we waited for its lock drops out of PostgreSQL's
    answer, and the row that took its place is not in it yet. So ask again until two answers
    agree. Always in the same order, so that two runs can't wait for each other.
    """
    rows = (
        Conversion.objects.standing()
        .filter(Q(milestone=LEAD, subject_id__in=leads) | Q(milestone=WON, subject_id__in=deals))
        .order_by("pk")
        .select_for_update()
    )
    found = list(rows)
    while connection.features.has_select_for_update:
        again = list(rows.all())
        if again == found:
            break
        found = again
    return {(row.milestone, row.subject_id): row for row in found}


def _gone(old: Conversion) -> Outcome:
    """The fact is no more: a row that counts nowhere but says since which run."""
    subject = Subject(
        old.milestone,
        old.subject_id,
        old.lead_id,
        old.converted_at,
        Decimal(0),
        old.currency,
    )
    return Outcome(subject, Conversion.State.GONE, "the fact behind it is no more")


def _write(run: Run, fresh: list[Outcome], stale: list[int]) -> None:
    taken = Conversion.objects.standing().filter(pk__in=stale).update(superseded_by=run)
    if taken != len(stale):
        raise RacedError("a conversion was superseded by somebody else")
    rows = Conversion.objects.bulk_create(
        (_conversion(run, outcome) for outcome in fresh), batch_size=500
    )
    write_credits(zip(rows, fresh, strict=True))


def _conversion(run: Run, outcome: Outcome) -> Conversion:
    subject = outcome.subject
    return Conversion(
        run=run,
        milestone=subject.milestone,
        subject_id=subject.id,
        lead_id=subject.lead_id,
        converted_at=subject.converted_at,
        value=subject.value,
        currency=subject.currency,
        state=outcome.state,
        why=outcome.why,
        touch_count=outcome.touch_count,
        digest=outcome.digest,
    )
