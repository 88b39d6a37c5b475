"""Funnel: what becomes of each lead and each deal, and when. Arrays in, arrays out."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from clmsite.seeding.clock import DAY, HOUR, to_office_hours
from clmsite.seeding.contacts import Contacts

Ints = NDArray[np.int64]
REJECTED, QUALIFIED, FORGOTTEN = 0.27, 0.2, 0.012  # of those who get no deal
SECOND_DEALS = 0.033  # of all deals
WON_OF_ALL, STUCK = 0.358, 0.05
MEDIAN_AMOUNT, SPREAD, LEAST, MOST = 5_200, 0.72, 1_500, 60_000
MEDIAN_CYCLE_DAYS, CYCLE_SPREAD = 32, 0.5
# When a deal enters the second, third and fourth stage, as a part of its cycle.
STAGE_AT = (0.12, 0.38, 0.7)
NEVER = -1


@dataclass(slots=True)
class LeadFates:
    """Seconds since 1970 per lead, -1 for never."""

    accepted: Ints
    rejected: Ints
    qualified: Ints
    opportunity: Ints
    customer: Ints


@dataclass(slots=True)
class DealFates:
    """One row per deal, sorted by `created`. outcome: 1 won, 0 lost, -1 open.

    entered: per deal the seconds it entered stages 0..3, -1 where it has not.
    """

    lead: Ints
    created: Ints
    closed: Ints
    outcome: Ints
    amount: Ints
    entered: Ints

    @property
    def stage(self) -> Ints:
        return (self.entered >= 0).sum(axis=1) - 1

    def __len__(self) -> int:
        return len(self.lead)


def decide(
    contacts: Contacts, *, deals: int, now: int, rng: Generator
) -> tuple[LeadFates, DealFates]:
    """Fates of all leads, and of `deals` deals (fewer only if too few leads are old enough)."""
    leads = _reactions(contacts, now, rng)
    score = np.log(contacts.quality) + rng.gumbel(0, 0.55, size=len(contacts))
    second = round(deals * SECOND_DEALS)
    wanted = _to_office_after(leads.qualified, 5.0, rng)
    can = np.flatnonzero((wanted <= now) & (leads.qualified >= 0))
    chosen = np.sort(can[np.argsort(-score[can])[: deals - second]])
    leads.opportunity[chosen] = wanted[chosen]
    _settle_others(leads, score, now, rng)
    first = _deals(chosen, wanted[chosen], contacts, score, deals, now, rng)
    won = first.outcome == 1
    leads.customer[first.lead[won]] = first.closed[won]
    return leads, _with_second_deals(first, second, contacts, now, rng)


def _to_office_after(since: Ints, mean_days: float, rng: Generator) -> Ints:
    gap = (rng.exponential(mean_days * DAY, size=len(since)) + HOUR).astype(np.int64)
    return np.where(since >= 0, to_office_hours(since + gap, rng), NEVER)


def _reactions(contacts: Contacts, now: int, rng: Generator) -> LeadFates:
    """When sales would accept and qualify each; what lies after now has not happened."""
    accepted = _to_office_after(contacts.created, 0.7, rng)
    accepted[(accepted > now) | (rng.random(len(contacts)) < FORGOTTEN)] = NEVER
    qualified = _to_office_after(accepted, 4.0, rng)
    qualified[qualified > now] = NEVER
    never = np.full(len(contacts), NEVER)
    return LeadFates(accepted, never.copy(), qualified, never.copy(), never.copy())


def _settle_others(leads: LeadFates, score: NDArray[np.float64], now: int, rng: Generator) -> None:
    """Of those without a deal the worst are rejected, the best stay qualified."""
    others = np.flatnonzero((leads.opportunity < 0) & (leads.accepted >= 0))
    ranked = others[np.argsort(score[others] + rng.normal(0, 0.5, size=len(others)))]
    worst = ranked[: round(len(ranked) * REJECTED)]
    rest = ranked[len(worst) :]
    leads.qualified[rest[: round(len(rest) * (1 - QUALIFIED))]] = NEVER
    leads.qualified[worst] = NEVER
    # Two of three are rejected at once instead of accepted, the others after a call.
    at_once = worst[rng.random(len(worst)) < 0.66]
    leads.rejected[worst] = np.minimum(_to_office_after(leads.accepted[worst], 2.0, rng), now)
    leads.rejected[at_once] = leads.accepted[at_once]
    leads.accepted[at_once] = NEVER


def _deals(
    lead: Ints,
    created: Ints,
    contacts: Contacts,
    score: NDArray[np.float64],
    deals: int,
    now: int,
    rng: Generator,
) -> DealFates:
    amount = _amounts(contacts.value[lead], rng)
    cycle = rng.lognormal(np.log(MEDIAN_CYCLE_DAYS), CYCLE_SPREAD, size=len(lead))
    cycle = (cycle * (amount / MEDIAN_AMOUNT) ** 0.18 * DAY).astype(np.int64)
    would_close = to_office_hours(created + cycle, rng)
    is_open = (would_close > now) | (rng.random(len(lead)) < STUCK)
    outcome = np.where(is_open, -1, 0)
    closed_rows = np.flatnonzero(~is_open)
    chance = score[lead[closed_rows]] * 0.8 + rng.gumbel(0, 0.8, size=len(closed_rows))
    winners = closed_rows[np.argsort(-chance)[: round(deals * WON_OF_ALL)]]
    outcome[winners] = 1
    closed = np.where(is_open, NEVER, would_close)
    return DealFates(
        lead, created, closed, outcome, amount, _stages(created, would_close, outcome, now, rng)
    )


def _amounts(value: NDArray[np.float64], rng: Generator) -> Ints:
    drawn = rng.lognormal(np.log(MEDIAN_AMOUNT * value), SPREAD)
    return (np.clip(drawn, LEAST, MOST) / 50).round().astype(np.int64) * 50


def _stages(created: Ints, until: Ints, outcome: Ints, now: int, rng: Generator) -> Ints:
    """When each stage was entered. Lost deals end anywhere, won ones in the last stage."""
    entered = np.full((len(created), len(STAGE_AT) + 1), NEVER)
    entered[:, 0] = created
    lost_in = rng.choice(4, p=(0.15, 0.3, 0.3, 0.25), size=len(created))
    for stage, part in enumerate(STAGE_AT, start=1):
        at = to_office_hours(created + ((until - created) * part).astype(np.int64), rng)
        at = np.maximum(np.minimum(at, until - 60 * (4 - stage)), entered[:, stage - 1] + 60)
        reached = (at <= now) & (entered[:, stage - 1] >= 0)
        reached &= (outcome != 0) | (lost_in >= stage)
        # Stuck deals got as far as "contacted" or "qualified" and then nothing happened.
        reached &= ~((outcome == -1) & (until <= now) & (stage == 3))
        entered[:, stage] = np.where(reached, at, NEVER)
    return entered


def _with_second_deals(
    first: DealFates, count: int, contacts: Contacts, now: int, rng: Generator
) -> DealFates:
    """Customers who buy again: a new open deal, or one won lately."""
    old = np.flatnonzero((first.outcome == 1) & (first.closed < now - 45 * DAY))
    rows = np.sort(rng.choice(old, size=min(count, len(old)), replace=False))
    created = np.minimum(_to_office_after(first.closed[rows] + 30 * DAY, 20.0, rng), now - HOUR)
    ripe = created < now - 50 * DAY
    closed = np.where(ripe, to_office_hours(created + 35 * DAY, rng), NEVER)
    outcome = np.where(ripe, 1, -1)
    until = np.where(ripe, closed, created + 45 * DAY)
    lead = first.lead[rows]
    more = DealFates(
        lead,
        created,
        closed,
        outcome,
        _amounts(contacts.value[lead], rng),
        _stages(created, until, outcome, now, rng),
    )
    created = np.concatenate((first.created, more.created))
    order = np.argsort(created, kind="stable")
    return DealFates(
        *(
            np.concatenate((getattr(first, name), getattr(more, name)))[order]
            for name in ("lead", "created", "closed", "outcome", "amount", "entered")
        )
    )
