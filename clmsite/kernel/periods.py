"""Periods: half-open spans of time [start, end), cut at midnight of the reporting zone.

Ends are kept in UTC on purpose: Python compares two datetimes of the same zone by wall
clock, which is wrong for an hour twice a year.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings


def reporting_zone() -> ZoneInfo:
    """The zone whose midnights cut days: REPORTING_TIME_ZONE, else TIME_ZONE."""
    return ZoneInfo(getattr(settings, "REPORTING_TIME_ZONE", "") or settings.TIME_ZONE)


def day_of(moment: datetime, zone: ZoneInfo | None = None) -> date:
    """The reporting day an aware `moment` falls on."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(zone or reporting_zone()).date()


@dataclass(frozen=True, slots=True)
class Period:
    """All moments from `start` up to, but not including, `end`."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs aware ends")
        if self.end < self.start:
            raise ValueError("a period ends before it starts")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @classmethod
    def between(cls, first: date, last: date, zone: ZoneInfo | None = None) -> "Period":
        """Whole days from `first` to `last`, both included."""
        if last < first:
            raise ValueError("a period ends before it starts")
        zone = zone or reporting_zone()
        return cls(_midnight(first, zone), _midnight(last + timedelta(days=1), zone), zone)

    @classmethod
    def day(cls, on: date, zone: ZoneInfo | None = None) -> "Period":
        return cls.between(on, on, zone)

    @classmethod
    def week(cls, on: date, zone: ZoneInfo | None = None) -> "Period":
        """The ISO week (Monday to Sunday) that holds `on`."""
        monday = on - timedelta(days=on.weekday())
        return cls.between(monday, monday + timedelta(days=6), zone)

    @classmethod
    def month(cls, on: date, zone: ZoneInfo | None = None) -> "Period":
        """The calendar month that holds `on`."""
        first = on.replace(day=1)
        return cls.between(first, _last_of_month(first), zone)

    @classmethod
    def quarter(cls, on: date, zone: ZoneInfo | None = None) -> "Period":
        """The calendar quarter that holds `on`."""
        first = on.replace(month=on.month - (on.month - 1) % 3, day=1)
        return cls.between(first, _last_of_month(_add_months(first, 2)), zone)

    @classmethod
    def year(cls, on: date, zone: ZoneInfo | None = None) -> "Period":
        """The calendar year that holds `on`."""
        return cls.between(on.replace(month=1, day=1), on.replace(month=12, day=31), zone)

    @classmethod
    def last_days(cls, n: int, now: datetime, zone: ZoneInfo | None = None) -> "Period":
        """The `n` days that end with the day of `now`; that last one is incomplete."""
        if n < 1:
            raise ValueError("a period has at least one day")
        zone = zone or reporting_zone()
        today = day_of(now, zone)
        return cls.between(today - timedelta(days=n - 1), today, zone)

    @property
    def first_day(self) -> date:
        return day_of(self.start, self.zone)

    @property
    def last_day(self) -> date:
        """The last day inside; an empty period's is the day before its first."""
        return day_of(self.end, self.zone) - timedelta(days=1)

    @property
    def day_count(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def days(self) -> Iterator[date]:
        """Each day inside, oldest first."""
        for i in range(self.day_count):
            yield self.first_day + timedelta(days=i)

    def day_periods(self) -> Iterator["Period"]:
        """Each day inside as its own period; together they are exactly this one."""
        for on in self.days():
            yield Period.day(on, self.zone)

    def previous(self) -> "Period":
        """What to compare with: the same number of whole months, else of days, before."""
        months = self._whole_months()
        if months:
            first = _add_months(self.first_day, -months)
        else:
            first = self.first_day - timedelta(days=self.day_count)
        return Period.between(first, self.first_day - timedelta(days=1), self.zone)

    def _whole_months(self) -> int:
        """How many calendar months this is exactly; 0 when it is not."""
        after = self.last_day + timedelta(days=1)
        if self.first_day.day != 1 or after.day != 1:
            return 0
        return (after.year - self.first_day.year) * 12 + after.month - self.first_day.month


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day, in UTC.

    Where the clock skips midnight, fold=0 gives the instant it skips at; where midnight
    comes twice, the first of the two. Both are what "start of the day" means.
    """
    return datetime.combine(on, time.min, tzinfo=zone).astimezone(UTC)


def _last_of_month(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _add_months(first: date, months: int) -> date:
    """`first` is the first of a month; so is the answer."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
