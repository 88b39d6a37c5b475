"""Deals, how they moved over the board, and the money they brought."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.conf import settings
from numpy.random import Generator
from numpy.typing import NDArray

from clmsite.seeding.clock import DAY, dates_of, to_office_hours
from clmsite.seeding.contacts import Contacts
from clmsite.seeding.fast_insert import fast_insert, hex_ids, next_id
from clmsite.seeding.funnel import DealFates
from clmsite.seeding.market import PLANS
from clmsite.seeding.names import PRODUCTS
from clmsite.seeding.voices import CLOSE_NOTES, NEXT_STEPS
from clmsite.seeding.write_leads import WrittenLeads
from leads.models import Deal, DealMove, Reason, Revenue, Stage

Ints = NDArray[np.int64]
OUTCOMES = {1: "won", 0: "lost", -1: ""}
REFUNDED = 0.03  # of won deals, at least one
# What is said more often when a deal is lost, by the voice of its campaign.
LOST_WEIGHTS = {
    "": (0.3, 0.22, 0.24, 0.12, 0.12),
    "competitor": (0.15, 0.55, 0.12, 0.1, 0.08),
    "sso": (0.12, 0.13, 0.1, 0.55, 0.1),
    "enterprise": (0.2, 0.15, 0.2, 0.35, 0.1),
    "missing_machines": (0.15, 0.2, 0.1, 0.45, 0.1),
    "price": (0.6, 0.12, 0.12, 0.06, 0.1),
    "too_early": (0.12, 0.08, 0.3, 0.05, 0.45),
}
LOST_NAMES = ("Price", "Chose a competitor", "No decision", "Missing feature", "Bad timing")
WON_NAMES = ("Product fit", "Price", "Trust and references", "Speed of response")


@dataclass(frozen=True, slots=True)
class WrittenDeals:
    first: int
    names: list[str]


def write_deals(
    fates: DealFates, contacts: Contacts, leads: WrittenLeads, *, now: int, rng: Generator
) -> WrittenDeals:
    stages = list(Stage.objects.order_by("pipeline", "position", "id").values_list("pk", flat=True))
    begin, stage = next_id(Deal), fates.stage
    entered = fates.entered[np.arange(len(fates)), stage]
    is_open = fates.outcome < 0
    products = rng.choice(PRODUCTS, size=len(fates))
    firms = [leads.people[i].company or leads.people[i].email for i in fates.lead]
    names = [f"{firm}: {product}" for firm, product in zip(firms, products, strict=True)]
    notes = [str(rng.choice(CLOSE_NOTES.get(OUTCOMES[int(o)], ("",)))) for o in fates.outcome]
    fast_insert(
        Deal,
        len(fates),
        {
            "lead_id": fates.lead + leads.first,
            "name": names,
            "amount": _amounts(fates, rng),
            "currency": settings.REPORTING_CURRENCY,
            "stage_id": np.array(stages)[stage],
            "rank": _ranks(stage, entered, is_open),
            "owner_id": [leads.owner[i] for i in fates.lead],
            "expected_close_on": _expected(fates, now, rng),
            **_next_steps(is_open, now, rng),
            "outcome": [OUTCOMES[int(outcome)] for outcome in fates.outcome],
            "closed_at": fates.closed,
            "reason_id": _reasons(fates, contacts, rng),
            "close_note": notes,
            "close_seq": (~is_open).astype(np.int64),
            "created_at": fates.created,
            "stage_entered_at": entered,
            "version": 1 + stage + ~is_open,
        },
        begin=begin,
    )
    _write_moves(fates, begin, stages, leads, rng)
    return WrittenDeals(begin, names)


def _amounts(fates: DealFates, rng: Generator) -> list[int | None]:
    """A few fresh deals have no amount yet: unknown, not 0."""
    unknown = (fates.outcome < 0) & (fates.stage == 0) & (rng.random(len(fates)) < 0.25)
    return [None if blank else int(n) for n, blank in zip(fates.amount, unknown, strict=True)]


def _ranks(stage: Ints, entered: Ints, is_open: NDArray[np.bool_]) -> Ints:
    """Newest on top of each column: 0, 1, 2 …; closed deals keep 0."""
    rank = np.zeros(len(stage), dtype=np.int64)
    for column in np.unique(stage):
        rows = np.flatnonzero(is_open & (stage == column))
        rank[rows[np.argsort(-entered[rows], kind="stable")]] = np.arange(len(rows))
    return rank


def _expected(fates: DealFates, now: int, rng: Generator) -> list[date | None]:
    """Planned six weeks after creation, moved on when that day has passed (mostly)."""
    plan = fates.created + 42 * DAY + rng.integers(-10, 20, size=len(fates)) * DAY
    late = (plan < now) & (fates.outcome < 0) & (rng.random(len(fates)) < 0.7)
    plan = np.where(late, now + rng.integers(3, 40, size=len(fates)) * DAY, plan)
    return dates_of(to_office_hours(plan, rng))


def _next_steps(is_open: NDArray[np.bool_], now: int, rng: Generator) -> dict[str, list]:
    """Most open deals say what comes next; some of it is overdue."""
    has = is_open & (rng.random(len(is_open)) < 0.75)
    texts = rng.choice(NEXT_STEPS, size=len(is_open))
    days = dates_of(to_office_hours(now + rng.integers(-4, 12, size=len(is_open)) * DAY, rng))
    return {
        "next_step": [str(text) if yes else "" for text, yes in zip(texts, has, strict=True)],
        "next_step_on": [day if yes else None for day, yes in zip(days, has, strict=True)],
    }


def _reasons(fates: DealFates, contacts: Contacts, rng: Generator) -> list[int | None]:
    lost = dict(Reason.objects.filter(kind="lost").values_list("name", "pk"))
    won = dict(Reason.objects.filter(kind="won").values_list("name", "pk"))
    found: list[int | None] = []
    for lead, outcome in zip(fates.lead, fates.outcome, strict=True):
        plan = contacts.plan[lead]
        voice = PLANS[plan].voice if plan >= 0 else ""
        if outcome == 0:
            weights = LOST_WEIGHTS.get(voice, LOST_WEIGHTS[""])
            found.append(lost[str(rng.choice(LOST_NAMES, p=weights))])
        else:
            found.append(won[str(rng.choice(WON_NAMES))] if outcome == 1 else None)
    return found


def _write_moves(
    fates: DealFates, first: int, stages: list[int], leads: WrittenLeads, rng: Generator
) -> None:
    """One move per stage entered after the first, and one for the closing."""
    rows = [
        (deal, int(fates.entered[deal, stage]), stage - 1, stage, "", stage + 1)
        for deal in range(len(fates))
        for stage in range(1, int(fates.stage[deal]) + 1)
    ]
    for deal in np.flatnonzero(fates.outcome >= 0):
        at, stage = int(fates.closed[deal]), int(fates.stage[deal])
        rows.append((int(deal), at, stage, stage, OUTCOMES[int(fates.outcome[deal])], stage + 2))
    rows.sort(key=lambda row: (row[1], row[0], row[5]))
    fast_insert(
        DealMove,
        len(rows),
        {
            "deal_id": [first + row[0] for row in rows],
            "at": np.array([row[1] for row in rows]),
            "by_id": [leads.owner[fates.lead[row[0]]] for row in rows],
            "from_stage_id": [stages[row[2]] for row in rows],
            "to_stage_id": [stages[row[3]] for row in rows],
            "from_rank": 0,
            "from_outcome": "",
            "to_outcome": [row[4] for row in rows],
            "key": hex_ids(rng, len(rows)),
            "version": [row[5] for row in rows],
        },
    )


def write_revenue(fates: DealFates, deals: WrittenDeals, *, now: int, rng: Generator) -> int:
    """One sale per won deal, on the day it was won, and some refunds later. Rows written."""
    won = np.flatnonzero(fates.outcome == 1)
    old = won[fates.closed[won] < now - 40 * DAY]
    wanted = min(len(old), max(1, round(len(won) * REFUNDED)))
    back = rng.choice(old, size=wanted, replace=False)
    # A refund gives half or all of it back.
    part = rng.choice([0.5, 1.0], p=(0.7, 0.3), size=len(back))
    refunds = -(fates.amount[back] * part).astype(np.int64)
    later = to_office_hours(fates.closed[back] + rng.integers(10, 35, size=len(back)) * DAY, rng)
    at = np.concatenate((fates.closed[won], np.minimum(later, now)))
    sale_ids = [f"deal-{deals.first + i}-1" for i in won]
    fast_insert(
        Revenue,
        len(at),
        {
            "deal_id": np.concatenate((won, back)) + deals.first,
            "occurred_on": dates_of(at),
            "amount": np.concatenate((fates.amount[won], refunds)),
            "currency": settings.REPORTING_CURRENCY,
            "kind": ["sale"] * len(won) + ["refund"] * len(back),
            "source": ["deal"] * len(won) + ["invoices"] * len(back),
            "external_id": sale_ids + [f"credit-note-{deals.first + i}" for i in back],
            "created_at": at,
        },
    )
    return len(at)
