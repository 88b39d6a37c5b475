"""The day a deal was closed, as a moment. Values in, values out, but for the reporting zone."""

from datetime import date, datetime

from clmsite.kernel.periods import Period, day_of, reporting_zone


def today_of(now: datetime) -> date:
    return day_of(now, reporting_zone())


def closing_moment(on: date | None, now: datetime) -> tuple[datetime, date]:
    """When a deal closed "on" that day, and the day: now for today, else the day's middle.

    The middle lies inside the day in the reporting zone, whatever its clock does that day.
    A day ahead gives a moment ahead of `now`; the caller refuses it.
    """
    today = today_of(now)
    if on is None or on == today:
        return now, today
    whole = Period.day(on, reporting_zone())
    return whole.start + (whole.end - whole.start) / 2, on
