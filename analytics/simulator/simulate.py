"""simulate: visits, conversions and their true causes, from a scenario.

Order of steps (each draws from its own stream of the seed, so that changing an effect
changes no visit and no luck: two such worlds differ only in what the effect caused):

1. Every visitor has a hidden intent and comes for the first time on some day.
2. Visitors come back a geometric number of times, with exponential gaps; what would lie
   after the end of the scenario does not happen.
3. Each visit draws its channel: by share, by the day's activity, by whether it is a first
   visit, and with confounding by the visitor's intent.
4. The chance to convert follows from the channels met (truth.py); one draw decides. Who
   converts does so minutes after the last visit began.
"""

import numpy as np
from numpy.random import Generator, SeedSequence, default_rng
from numpy.typing import NDArray

from analytics.simulator.rhythm import DAY, day_weights, draw_seconds
from analytics.simulator.scenario import Scenario
from analytics.simulator.truth import chances, find_truth
from analytics.simulator.world import World

IntArray = NDArray[np.int64]
FORM_SECONDS = (40, 600)  # a form is sent this long after its visit began


def simulate(scenario: Scenario) -> World:
    """The world of a scenario; the same scenario always gives the same world."""
    streams = [default_rng(s) for s in SeedSequence(scenario.seed).spawn(4)]
    intent = streams[0].standard_normal(scenario.n_visitors)
    visitor, at, is_first = _visits(scenario, streams[1])
    channel = _channels(scenario, streams[2], intent[visitor], at // DAY, is_first)
    met = np.zeros((scenario.n_visitors, len(scenario.channels)), dtype=bool)
    met[visitor, channel] = True

    luck = streams[3].random(scenario.n_visitors)
    converted = luck < chances(scenario, met, intent)
    first_visit = np.searchsorted(visitor, np.arange(scenario.n_visitors + 1))
    last_at = at[first_visit[1:] - 1]
    sent_at = last_at + streams[3].integers(*FORM_SECONDS, size=scenario.n_visitors)
    return World(
        scenario=scenario,
        visit_visitor=visitor,
        visit_at=at,
        visit_channel=channel,
        first_visit=first_visit,
        converted=converted,
        converted_at=np.where(converted, sent_at, -1),
        intent=intent,
        truth=find_truth(scenario, met, intent),
    )


def _visits(scenario: Scenario, rng: Generator) -> tuple[IntArray, IntArray, NDArray[np.bool_]]:
    """Visitor and second of each visit, sorted, and whether it is the visitor's first."""
    n = scenario.n_visitors
    weights = day_weights(scenario)
    first_day = rng.choice(scenario.days, size=n, p=weights / weights.sum())
    count = np.minimum(rng.geometric(1 - scenario.more_visits, size=n), scenario.max_visits)

    visitor = np.repeat(np.arange(n), count)
    starts = np.concatenate(([0], np.cumsum(count)[:-1]))
    # At least one day between visits, and the sum of the gaps so far since the first.
    gaps = 1 + rng.exponential(scenario.gap_days - 1, size=len(visitor)).astype(np.int64)
    gaps[starts] = 0
    total = np.cumsum(gaps)
    since_first = total - np.repeat(total[starts], count)
    day = np.repeat(first_day, count) + since_first
    at = day * DAY + draw_seconds(rng, len(day))
    kept = day < scenario.days
    is_first = np.zeros(len(day), dtype=bool)
    is_first[starts] = True
    return visitor[kept], at[kept], is_first[kept]


def _channels(
    scenario: Scenario,
    rng: Generator,
    intent: NDArray[np.float64],
    day: IntArray,
    is_first: NDArray[np.bool_],
) -> IntArray:
    """The channel of each visit: one weighted draw per row."""
    share = np.array([channel.share for channel in scenario.channels])
    returning = np.array([channel.returning for channel in scenario.channels])
    pull = np.array([channel.intent_pull for channel in scenario.channels])
    weights = share * _activity(scenario)[day]
    weights *= np.where(is_first[:, None], 1.0, returning)
    if scenario.confounding:
        weights *= np.exp(scenario.confounding * intent[:, None] * pull)
    steps = np.cumsum(weights, axis=1)
    if not (steps[:, -1] > 0).all():
        raise ValueError("on some day of the scenario no channel is active")
    draw = rng.random(len(day)) * steps[:, -1]
    return (draw[:, None] >= steps).sum(axis=1).astype(np.int64)


def _activity(scenario: Scenario) -> NDArray[np.float64]:
    """Days x channels; each channel's mean over the days it is active is 1."""
    table = np.ones((scenario.days, len(scenario.channels)))
    for i, channel in enumerate(scenario.channels):
        if channel.activity is not None:
            days = np.array(channel.activity, dtype=float)
            busy = days[days > 0]
            table[:, i] = days / busy.mean() if len(busy) else 0.0
    return table
