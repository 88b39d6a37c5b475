"""World: what a simulation gave, as arrays, the truth included."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from analytics.attribution.journey import Journey, Params, TouchPoint, journey_of
from analytics.simulator.scenario import Scenario
from analytics.simulator.truth import Truth

DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class World:
    """Visits (rows, sorted by visitor and time) and visitors (rows 0..n-1).

    visit_visitor  int, index of the visitor          visit_at       int, seconds since start
    visit_channel  int, index into scenario.channels
    first_visit    int, n + 1: visits of visitor v are first_visit[v]:first_visit[v + 1]
    converted      bool, per visitor                   converted_at   int seconds; -1 if not
    intent         float, per visitor: the hidden wish to buy, mean 0, deviation 1
    """

    scenario: Scenario
    visit_visitor: NDArray[np.int64]
    visit_at: NDArray[np.int64]
    visit_channel: NDArray[np.int64]
    first_visit: NDArray[np.int64]
    converted: NDArray[np.bool_]
    converted_at: NDArray[np.int64]
    intent: NDArray[np.float64]
    truth: Truth

    @property
    def n_visits(self) -> int:
        return len(self.visit_at)

    @property
    def clicks(self) -> dict[str, int]:
        """Visits per channel."""
        counts = np.bincount(self.visit_channel, minlength=len(self.scenario.channels))
        return {
            channel.key: int(count)
            for channel, count in zip(self.scenario.channels, counts, strict=True)
        }

    @property
    def costs(self) -> dict[str, float]:
        """Money spent per channel: its visits at its cost per click."""
        clicks = self.clicks
        return {
            channel.key: clicks[channel.key] * channel.cost_per_click
            for channel in self.scenario.channels
        }

    def met(self) -> NDArray[np.bool_]:
        """Visitors x channels: who met what at least once."""
        met = np.zeros((len(self.converted), len(self.scenario.channels)), dtype=bool)
        met[self.visit_visitor, self.visit_channel] = True
        return met

    def moment(self, seconds: int) -> datetime:
        start = datetime.combine(self.scenario.start, time.min, tzinfo=UTC)
        return start + timedelta(seconds=int(seconds))

    def journey(self, visitor: int, params: Params) -> Journey:
        """The journey of one converted visitor, for the models of analytics.attribution."""
        if not self.converted[visitor]:
            raise ValueError("this visitor did not convert")
        rows = range(int(self.first_visit[visitor]), int(self.first_visit[visitor + 1]))
        touches = [
            TouchPoint(
                id=row,
                at=self.moment(self.visit_at[row]),
                is_direct=self.scenario.channels[self.visit_channel[row]].key == DIRECT,
            )
            for row in rows
        ]
        return journey_of(touches, self.moment(self.converted_at[visitor]), params)
