"""Contacts: all who become leads, by form, by fair or by phone, before sales touches them."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from clmsite.seeding.clock import CLOSES, DAY, HOUR, OPENS, day_start, to_office_hours
from clmsite.seeding.company import SAID, SOURCE_CHOICES
from clmsite.seeding.market import PLANS, first_day
from clmsite.seeding.origins import ORIGINS, plan_of
from clmsite.seeding.plan_owned import FAIRS
from clmsite.seeding.visits import Visits

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FORM, IMPORT, HAND = "form", "import", "hand"
_FAIR_WEIGHTS = (0.55, 0.25, 0.2)
_FAIR_SHARE = 0.72  # of those who came by no form; the rest telephoned
_ANSWERED, _RIGHT, _PODCAST, _COLLEAGUE = 0.72, 0.6, 0.06, 0.14


@dataclass(slots=True)
class Contacts:
    """One row per lead, sorted by `created`; -1 where there is none.

    visit     row of the visit a form was sent in     visitor  index of the world's visitors
    form      index of company.FORMS
    plan      campaign that coloured it most: what it will ask and object
    met_at    when a fair's badge was scanned         quality, value: see plan.Plan
    """

    created: Ints
    how: list[str]
    visitor: Ints
    visit: Ints
    form: Ints
    plan: Ints
    met_at: Ints
    quality: Floats
    value: Floats
    said: list[str]

    def __len__(self) -> int:
        return len(self.created)


def make_contacts(
    visits: Visits, *, wanted: int, today: date, now: int, rng: Generator
) -> Contacts:
    """Everybody who sent a form, and others up to `wanted`."""
    forms = len(visits.leads)
    others = max(0, wanted - forms)
    plan, quality, value, first = _coloured(visits, rng)
    other_plan, met_at, other_created = _others(others, today, now, rng)
    nobody = np.full(others, -1)
    created = np.concatenate((visits.lead_at, other_created))
    order = np.argsort(created, kind="stable")
    how = np.array([FORM] * forms + [IMPORT if met >= 0 else HAND for met in met_at])
    known = np.array([1.0] + [one.quality for one in PLANS])
    spends = np.array([1.0] + [one.value for one in PLANS])
    said = [_said(ORIGINS[i].channel, rng) for i in first] + [
        SAID["offline"] if met >= 0 else "" for met in met_at
    ]
    return Contacts(
        created=created[order],
        how=how[order].tolist(),
        visitor=np.concatenate((visits.leads, nobody))[order],
        visit=np.concatenate((visits.lead_visit, nobody))[order],
        form=np.concatenate((visits.lead_form, nobody))[order],
        plan=np.concatenate((plan, other_plan))[order],
        met_at=np.concatenate((np.full(forms, -1), met_at))[order],
        quality=np.concatenate((quality, known[other_plan + 1]))[order],
        value=np.concatenate((value, spends[other_plan + 1]))[order],
        said=np.array(said, dtype=object)[order].tolist(),
    )


def _coloured(visits: Visits, rng: Generator) -> tuple[Ints, Floats, Floats, Ints]:
    """Per form: the campaign that coloured it, quality, value, and the origin met first.

    Quality and value are means over the visits before the form. A visit outside campaigns
    counts 1.
    """
    rank = np.full(visits.visitor.max() + 1, -1)
    rank[visits.leads] = np.arange(len(visits.leads))
    rows = np.flatnonzero(rank[visits.visitor] >= 0)
    whose = rank[visits.visitor[rows]]
    before = visits.at[rows] <= visits.lead_at[whose]
    rows, whose = rows[before], whose[before]
    plan = plan_of(visits.origin[rows])
    count = np.bincount(whose, minlength=len(visits.leads))
    means = []
    for name in ("quality", "value"):
        known = np.array([getattr(one, name) for one in PLANS] + [1.0])
        means.append(np.bincount(whose, known[plan], minlength=len(count)) / count)
    shuffled = rng.permutation(len(rows))
    colour = np.full(len(count), -1)
    with_plan = shuffled[plan[shuffled] >= 0]
    colour[whose[with_plan]] = plan[with_plan]
    first = np.zeros(len(count), dtype=np.int64)
    first[whose[::-1]] = visits.origin[rows][::-1]  # the earliest is written last
    return colour, means[0], means[1], first


def _others(count: int, today: date, now: int, rng: Generator) -> tuple[Ints, Ints, Ints]:
    """Campaign (or -1), when they were met (or -1) and when they became a lead."""
    fairs = [next(i for i, plan in enumerate(PLANS) if plan.slug == slug) for slug in FAIRS]
    plan = rng.choice(fairs, p=_FAIR_WEIGHTS, size=count)
    plan[rng.random(count) >= _FAIR_SHARE] = -1
    begins = np.array([one.begins for one in PLANS] + [364])[plan]
    ends = np.array([one.ends or 0 for one in PLANS] + [1])[plan]
    begins = np.minimum(begins, (today - first_day(today)).days)
    day = day_start(today) - rng.integers(ends, begins + 1) * DAY
    at = to_office_hours(day + rng.integers(OPENS * HOUR, CLOSES * HOUR, size=count), rng)
    created = to_office_hours(at + rng.integers(4 * HOUR, 3 * DAY, size=count), rng)
    late = created > now
    created[late] = now - rng.integers(2 * DAY, 20 * DAY, size=int(late.sum()))
    met_at = np.where(plan >= 0, np.minimum(at, created), -1)
    return plan.astype(np.int64), met_at, created


def _said(channel: str, rng: Generator) -> str:
    """What somebody answers who first met us by `channel`: memory is not a tracker."""
    answers, right, other = rng.random(3)
    if answers >= _ANSWERED:
        return ""
    if right < _RIGHT:
        return SAID[channel]
    if other < _PODCAST / (1 - _RIGHT):
        return SAID["audio"]
    if other < (_PODCAST + _COLLEAGUE) / (1 - _RIGHT):
        return SAID["direct"]
    return str(SOURCE_CHOICES[int(rng.integers(len(SOURCE_CHOICES)))])
