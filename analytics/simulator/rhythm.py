"""Rhythm: when business people visit a site. Days of the year and hours of the day."""

from datetime import timedelta

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from analytics.simulator.scenario import Scenario

DAY = 86_400
# Monday to Sunday, compared with an average working day.
WEEKDAYS = (1.02, 1.08, 1.06, 1.0, 0.84, 0.28, 0.26)
# January to December: summer holidays and the weeks around New Year are quiet.
MONTHS = (0.92, 1.02, 1.08, 1.0, 0.98, 1.0, 0.84, 0.76, 1.08, 1.12, 1.1, 0.78)
# Hours of the day, UTC: a European company, some visitors from elsewhere.
HOURS = (1, 1, 1, 1, 2, 4, 10, 22, 36, 42, 40, 34, 30, 36, 38, 34, 26, 17, 12, 10, 9, 7, 4, 2)


def day_weights(scenario: Scenario) -> NDArray[np.float64]:
    """Relative number of first visits per day: growth, week and year."""
    growth = np.linspace(1.0, scenario.growth, scenario.days)
    days = [scenario.start + timedelta(days=i) for i in range(scenario.days)]
    rhythm = np.array([WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] for day in days])
    return growth * rhythm**scenario.season


def draw_seconds(rng: Generator, size: int) -> NDArray[np.int64]:
    """Seconds since midnight, mostly in office hours."""
    hours = np.array(HOURS, dtype=float)
    hour = rng.choice(24, size=size, p=hours / hours.sum())
    return (hour * 3600 + rng.integers(0, 3600, size=size)).astype(np.int64)
