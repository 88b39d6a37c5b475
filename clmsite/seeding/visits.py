"""Visits: the simulated world cut to `now` and filled in: origins, pages, seconds, returns."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from analytics.simulator import World
from clmsite.seeding.clock import DAY, HOUR, day_start, to_office_hours
from clmsite.seeding.company import FORM_PAGES, PAGES, PRICING, form_of_page
from clmsite.seeding.origins import ORIGINS, draw_origins

Ints = NDArray[np.int64]
PRICING_PAGE = next(i for i, page in enumerate(PAGES) if page[0] == PRICING)
# Leads who come back: which way, and on average how often and how much later.
_RETURN_CHANNELS = (("direct", 0.5), ("email", 0.35), ("organic_search", 0.15))
_RETURNS, _RETURN_DAYS = 0.9, 24
_MAX_PAGES = 12


@dataclass(slots=True)
class Visits:
    """Rows sorted by time; `visitor` is an index of the world's visitors.

    leads / lead_at   visitors who sent a form, and when; lead_visit: the row they sent it in,
                      lead_form: the index of company.FORMS.
    Pages are rows of their own: `page_visit` is the visit's row, `page` an index of PAGES
    or -1 for the landing page.
    """

    visitor: Ints
    at: Ints
    origin: Ints
    leads: Ints
    lead_at: Ints
    lead_visit: Ints
    lead_form: Ints
    page_visit: Ints
    page: Ints
    page_seconds: Ints
    page_at: Ints
    seconds: Ints
    page_count: Ints


def make_visits(world: World, *, begin: int, now: int, wanted: int, rng: Generator) -> Visits:
    """`wanted` visits of those who first came at `begin` or later; none after `now`.

    Fewer only if the world has fewer.
    """
    start = day_start(world.scenario.start)
    at = world.visit_at + start
    sent_at = world.converted_at + start
    is_new = at[world.first_visit[:-1]] >= begin
    leads = np.flatnonzero(world.converted & is_new & (sent_at <= now))
    leads = leads[np.argsort(sent_at[leads], kind="stable")]
    kept = (at <= now) & is_new[world.visit_visitor]
    visitor, at, channel = world.visit_visitor[kept], at[kept], world.visit_channel[kept]

    keys = [one.key for one in world.scenario.channels]
    more = _returns(leads, sent_at[leads], keys, now, rng)
    visitor, at, channel = (
        np.concatenate(pair) for pair in zip((visitor, at, channel), more, strict=True)
    )
    kept = _without_surplus(visitor, at, leads, now=now, wanted=wanted, rng=rng)
    order = np.argsort(at[kept], kind="stable")
    visitor, at, channel = visitor[kept][order], at[kept][order], channel[kept][order]
    origin = np.zeros(len(at), dtype=np.int64)
    for i, key in enumerate(keys):
        rows = np.flatnonzero(channel == i)
        origin[rows] = draw_origins(key, (at[rows] - start) // DAY, rng)
    last = _last_visit_before(visitor, at, leads, sent_at[leads])
    form = np.array([form_of_page(one.page) for one in ORIGINS])[origin[last]]
    pages = _pages(at, last, sent_at[leads] - at[last], form, rng)
    return Visits(visitor, at, origin, leads, sent_at[leads], last, form, *pages)


def _returns(
    leads: Ints, since: Ints, keys: list[str], now: int, rng: Generator
) -> tuple[Ints, Ints, Ints]:
    """Later visits of leads; some of them within the last day, whatever time it is."""
    count = rng.poisson(_RETURNS, size=len(leads))
    gap = rng.exponential(_RETURN_DAYS * DAY, size=count.sum()).astype(np.int64) + HOUR
    at = to_office_hours(np.repeat(since, count) + gap, rng)
    old = leads[since < now - 14 * DAY]
    back = rng.choice(old, size=min(len(old), max(6, len(leads) // 150)), replace=False)
    # Any minute of the last 23 hours that is not at night.
    minutes = now - 60 * np.arange(10, 23 * 60)
    awake = minutes[(minutes % DAY // HOUR >= 6) & (minutes % DAY // HOUR < 20)]
    who = np.concatenate((np.repeat(leads, count), back))
    at = np.concatenate((at, rng.choice(awake, size=len(back))))
    kept = at <= now
    names, weights = zip(*_RETURN_CHANNELS, strict=True)
    channel = rng.choice([keys.index(name) for name in names], p=weights, size=len(at))
    return who[kept], at[kept], channel[kept].astype(np.int64)


def _without_surplus(
    visitor: Ints, at: Ints, leads: Ints, *, now: int, wanted: int, rng: Generator
) -> NDArray[np.bool_]:
    """Drop strangers who came once, until `wanted` visits are left."""
    kept = np.ones(len(visitor), dtype=bool)
    surplus = len(visitor) - wanted
    if surplus <= 0:
        return kept
    visits_of = np.bincount(visitor)
    once = visits_of == 1
    once[leads] = False
    rows = np.flatnonzero(once[visitor] & (at < now - 3 * DAY))
    kept[rng.choice(rows, size=min(surplus, len(rows)), replace=False)] = False
    return kept


def _last_visit_before(visitor: Ints, at: Ints, leads: Ints, sent_at: Ints) -> Ints:
    """The row of each lead's last visit before the form was sent."""
    rank = np.full(visitor.max() + 1, -1)
    rank[leads] = np.arange(len(leads))
    whose = rank[visitor]
    before = (whose >= 0) & (at <= sent_at[whose])
    last = np.zeros(len(leads), dtype=np.int64)
    rows = np.flatnonzero(before)  # in time order, so the last one written stays
    last[whose[rows]] = rows
    return last


def _pages(at: Ints, last: Ints, until_sent: Ints, form: Ints, rng: Generator) -> tuple[Ints, ...]:
    """What was read in each visit; a form is sent from the last page of its visit."""
    count = np.minimum(rng.geometric(0.42, size=len(at)), _MAX_PAGES)
    count[last] = np.maximum(count[last], 2)
    visit = np.repeat(np.arange(len(at)), count)
    first = np.concatenate(([0], np.cumsum(count)[:-1]))
    page = rng.integers(0, len(PAGES), size=len(visit))
    page[rng.random(len(visit)) < 0.12] = PRICING_PAGE
    page[first] = -1
    mean = np.array([one[2] for one in PAGES])[page]
    seconds = np.maximum(1, rng.gamma(1.6, mean / 1.6)).astype(np.int64)
    last_page = first + count - 1
    page[last_page[last]] = np.array(FORM_PAGES)[form]
    seconds[last_page[last]] = np.maximum(until_sent // 2, 5)
    total = np.add.reduceat(seconds, first)
    # Pages follow each other; a tab in the background counts no seconds but time passes.
    elapsed = np.cumsum(seconds) - np.repeat(np.cumsum(seconds)[first] - seconds[first], count)
    return visit, page, seconds, at[visit] + elapsed - seconds, total, count
