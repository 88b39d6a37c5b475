"""What was said and done: calls, mails, notes, tasks, and the voice of the customer."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from clmsite.seeding.clock import CLOSES, DAY, HOUR, OPENS, to_office_hours
from clmsite.seeding.contacts import Contacts
from clmsite.seeding.fast_insert import fast_insert
from clmsite.seeding.funnel import DealFates, LeadFates
from clmsite.seeding.market import PLANS
from clmsite.seeding.voices import CALLS, MAILS, MEETINGS, NOTES, TASKS, VOICES
from clmsite.seeding.write_deals import WrittenDeals
from clmsite.seeding.write_leads import WrittenLeads
from leads.models import Activity, Feedback

Ints = NDArray[np.int64]
KINDS = {
    "call": (CALLS, 0.5),
    "mail": (MAILS, 0.22),
    "note": (NOTES, 0.18),
    "meeting": (MEETINGS, 0.1),
}
# How often a lead of a campaign says what that campaign's leads say, and how often anything.
OWN_VOICE, TALKS = 0.62, 0.4
TASKS_DUE_TODAY, TASKS_LATE, TASKS_LATER = 14, 5, 24  # at full scale, per hundred open deals


@dataclass(slots=True)
class _Said:
    lead: int
    deal: int | None
    kind: str
    text: str
    at: int
    due: int = -1
    done: int = -1


def write_activities(
    contacts: Contacts,
    fates: LeadFates,
    deal_fates: DealFates,
    leads: WrittenLeads,
    deals: WrittenDeals,
    *,
    now: datetime,
    rng: Generator,
) -> int:
    """Calls and notes with leads that were answered, more with deals; tasks. Rows written."""
    until = int(now.timestamp())
    said = _with_leads(fates, until, rng) + _with_deals(deal_fates, until, rng)
    said += _tasks(deal_fates, until, rng)
    said.sort(key=lambda one: one.at)
    fast_insert(
        Activity,
        len(said),
        {
            "lead_id": [leads.first + one.lead for one in said],
            "deal_id": [None if one.deal is None else deals.first + one.deal for one in said],
            "kind": [one.kind for one in said],
            "text": [one.text for one in said],
            "at": [one.at for one in said],
            "due_at": [one.due for one in said],
            "done_at": [one.done for one in said],
            "author_id": [leads.owner[one.lead] for one in said],
        },
    )
    return len(said)


def _talk(lead: int, deal: int | None, at: int, rng: Generator) -> _Said:
    kind = str(rng.choice(list(KINDS), p=[weight for _, weight in KINDS.values()]))
    return _Said(lead, deal, kind, str(rng.choice(KINDS[kind][0])), at)


def _with_leads(fates: LeadFates, now: int, rng: Generator) -> list[_Said]:
    """The first call after a lead was accepted; two of three are written down."""
    rows = np.flatnonzero((fates.accepted >= 0) & (rng.random(len(fates.accepted)) < 0.66))
    at = to_office_hours(fates.accepted[rows] + rng.integers(600, DAY, size=len(rows)), rng)
    return [
        _Said(int(lead), None, "call", str(rng.choice(CALLS)), int(moment))
        for lead, moment in zip(rows, at, strict=True)
        if moment <= now
    ]


def _with_deals(fates: DealFates, now: int, rng: Generator) -> list[_Said]:
    until = np.where(fates.closed >= 0, fates.closed, np.minimum(now, fates.created + 60 * DAY))
    count = 1 + rng.poisson(2.6, size=len(fates))
    deal = np.repeat(np.arange(len(fates)), count)
    span = np.maximum(until - fates.created, HOUR)[deal]
    at = to_office_hours(fates.created[deal] + (rng.random(len(deal)) * span).astype(int), rng)
    return [
        _talk(int(fates.lead[i]), int(i), int(moment), rng)
        for i, moment in zip(deal, at, strict=True)
        if moment <= now
    ]


def _tasks(fates: DealFates, now: int, rng: Generator) -> list[_Said]:
    """Open tasks of open deals: some due today, some late, more to come."""
    rows = rng.permutation(np.flatnonzero(fates.outcome < 0))
    midnight = now // DAY * DAY
    made: list[_Said] = []
    for share, first, last in (
        (TASKS_DUE_TODAY, 0, 0),
        (TASKS_LATE, -6, -1),
        (TASKS_LATER, 1, 9),
    ):
        wanted = max(2, round(len(rows) * share / 100))
        for i in rows[len(made) : len(made) + wanted]:
            hour = int(rng.integers(OPENS, CLOSES)) * HOUR
            due = midnight + int(rng.integers(first, last + 1)) * DAY + hour
            at = max(int(fates.created[i]), min(now, due) - 2 * DAY)
            made.append(
                _Said(int(fates.lead[i]), int(i), "task", str(rng.choice(TASKS)), at, due=due)
            )
    return made


def write_feedback(
    contacts: Contacts,
    fates: LeadFates,
    deal_fates: DealFates,
    leads: WrittenLeads,
    deals: WrittenDeals,
    *,
    now: int,
    rng: Generator,
) -> int:
    """Chips: a campaign's leads say what its voice says more often than others do. Rows written."""
    first_deal = np.full(len(contacts), -1)
    first_deal[deal_fates.lead[::-1]] = np.arange(len(deal_fates))[::-1]
    heard = np.maximum(fates.accepted, fates.rejected)
    rows = np.flatnonzero((heard >= 0) & ((rng.random(len(heard)) < TALKS) | (first_deal >= 0)))
    count = 1 + (first_deal[rows] >= 0) + rng.poisson(0.4, size=len(rows))
    who = np.repeat(rows, count)
    gap = rng.exponential(6 * DAY, size=len(who)).astype(np.int64) + HOUR
    at = np.minimum(to_office_hours(heard[who] + gap, rng), now)
    chips = [_chip(int(contacts.plan[i]), rng) for i in who]
    fast_insert(
        Feedback,
        len(who),
        {
            "lead_id": who + leads.first,
            "deal_id": [None if d < 0 else deals.first + int(d) for d in first_deal[who]],
            "kind": [kind for kind, _, _ in chips],
            "topic": [topic for _, topic, _ in chips],
            "text": [words if rng.random() < 0.6 else "" for _, _, words in chips],
            "at": at,
            "author_id": [leads.owner[i] for i in who],
        },
    )
    return len(who)


def _chip(plan: int, rng: Generator) -> tuple[str, str, str]:
    voice = PLANS[plan].voice if plan >= 0 else ""
    chips = VOICES[voice if rng.random() < OWN_VOICE else ""]
    return chips[int(rng.integers(len(chips)))]
