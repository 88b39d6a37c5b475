"""Scenario: all that a simulated world is made from. Nothing else goes in, no clock either."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum


class Effects(Enum):
    """How the effects of several channels join into one chance to convert."""

    ADDITIVE = "additive"  # the chances add up; the sum is kept inside 0..1
    LOGISTIC = "logistic"  # the log-odds add up


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """One channel: how many visits it brings, and what they truly change.

    share           Its part of the first visits, relative to the other channels.
    effect          ADDITIVE: the chance to convert that having met it adds (0.02 is two
                    in a hundred). LOGISTIC: what it adds to the log-odds.
    cost_per_click  Money per visit; 0 where visits are not paid for.
    returning       How much likelier later visits come by it, compared with first ones.
    intent_pull     How strongly people who want to buy anyway meet it: brand search,
                    retargeting and direct visits have much of it. This is what makes a
                    channel look better than it is.
    activity        Relative activity per day of the scenario; None is the same every day.
                    Days of 0 have no visit.
    """

    key: str
    share: float
    effect: float = 0.0
    cost_per_click: float = 0.0
    returning: float = 1.0
    intent_pull: float = 0.0
    activity: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A world to be simulated.

    baseline    Chance to convert of someone of average intent whom no channel influences.
    confounding 0: exposure says nothing about intent, the friendly world of textbooks.
                1: channels with an `intent_pull` meet those who would buy anyway.
    more_visits Chance that a visitor comes back after each visit, up to `max_visits`.
    gap_days    Mean number of days between two visits of one visitor.
    growth      Visits at the end of the time compared with its beginning.
    season      Strength of the weekly and yearly rhythm; 0 is none.
    """

    channels: tuple[ChannelSpec, ...]
    n_visitors: int
    start: date
    months: int = 12
    seed: int = 1
    effects: Effects = Effects.ADDITIVE
    baseline: float = 0.005
    confounding: float = 0.0
    more_visits: float = 0.45
    max_visits: int = 8
    gap_days: float = 9.0
    growth: float = 1.5
    season: float = 1.0

    def __post_init__(self) -> None:
        if not self.channels or self.n_visitors < 1 or self.months < 1 or self.max_visits < 1:
            raise ValueError("a world needs channels, visitors, months and visits")
        if not (0 <= self.more_visits < 1 and 0 < self.baseline < 1 and self.gap_days >= 1):
            raise ValueError("more_visits and baseline are chances; gap_days is at least 1")
        for channel in self.channels:
            if channel.share < 0 or channel.cost_per_click < 0 or channel.returning < 0:
                raise ValueError(f"{channel.key}: share, cost and returning are not negative")
            if channel.activity is not None and len(channel.activity) != self.days:
                raise ValueError(f"{channel.key}: activity needs one number per day")

    @property
    def days(self) -> int:
        return round(self.months * 365 / 12)

    def without_effect(self, key: str) -> "Scenario":
        """The same world, same visits, in which meeting channel `key` changes nothing."""
        if key not in {channel.key for channel in self.channels}:
            raise KeyError(key)
        return replace(
            self,
            channels=tuple(
                replace(channel, effect=0.0) if channel.key == key else channel
                for channel in self.channels
            ),
        )
