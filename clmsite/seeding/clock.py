"""Clock: moments as whole seconds since 1970 in arrays, moved to when people work."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

HOUR, DAY = 3600, 86_400
OPENS, CLOSES = 7, 16  # office hours in UTC: about 8 to 17 in the middle of Europe
SATURDAY = 5

Seconds = NDArray[np.int64]


def epoch_seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def day_start(on: date) -> int:
    """The first second of a day, UTC."""
    return int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp())


def date_of(seconds: int) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))).date()


def dates_of(seconds: Seconds) -> list[date]:
    return seconds.astype("datetime64[s]").astype("datetime64[D]").tolist()


def weekday(seconds: Seconds) -> Seconds:
    """0 is Monday; 1 January 1970 was a Thursday."""
    return (seconds // DAY + 3) % 7


def to_office_hours(seconds: Seconds, rng: Generator) -> Seconds:
    """Each moment, or a random one in the next office hours when nobody works then."""
    day, second = seconds // DAY, seconds % DAY
    late = second >= CLOSES * HOUR
    day = np.where(late, day + 1, day)
    off = late | (second < OPENS * HOUR)
    weekend = (day + 3) % 7 >= SATURDAY
    off |= weekend
    day = np.where(weekend, day + 7 - (day + 3) % 7, day)
    drawn = rng.integers(OPENS * HOUR, CLOSES * HOUR, size=len(seconds))
    return day * DAY + np.where(off, drawn, second)


def working_days_before(today: date, count: int) -> date:
    """The day `count` working days before `today`."""
    day = today
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day
