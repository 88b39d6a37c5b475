"""Periods: half-open, aware, cut in the reporting zone, safe when clocks change."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clmsite.kernel.periods import Period, day_of, reporting_zone

BERLIN = ZoneInfo("Europe/Berlin")
# Tehran, Sao Paulo and Beirut once moved their clocks at midnight.
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "America/Sao_Paulo",
            "Asia/Tehran",
            "Asia/Beirut",
            "Asia/Kathmandu",
            "Atlantic/Azores",
            "Australia/Lord_Howe",
        )
    ]
)
DATES = st.dates(date(1995, 1, 2), date(2035, 12, 30))


def test_a_day_is_half_open():
    day = Period.day(date(2026, 11, 21), BERLIN)

    assert datetime(2026, 11, 20, 23, 0, tzinfo=UTC) in day
    assert datetime(2026, 11, 21, 22, 59, 59, tzinfo=UTC) in day
    assert datetime(2026, 11, 21, 23, 0, tzinfo=UTC) not in day


@pytest.mark.parametrize(
    ("on", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)],
)
def test_a_day_is_as_long_as_the_clock_says(on, hours):
    day = Period.day(on, BERLIN)

    assert day.end - day.start == timedelta(hours=hours)


def test_a_day_without_a_midnight_starts_when_the_clock_jumps():
    day = Period.day(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo"))

    assert day.start == datetime(2018, 11, 4, 3, 0, tzinfo=UTC)
    assert day.first_day == day.last_day == date(2018, 11, 4)


def test_a_day_that_never_was_is_empty():
    """Samoa went from 29 to 31 December 2011 when it crossed the date line."""
    apia = ZoneInfo("Pacific/Apia")
    skipped = Period.day(date(2011, 12, 30), apia)

    assert skipped.start == skipped.end == Period.day(date(2011, 12, 31), apia).start
    assert list(skipped.days()) == []


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.week(date(2026, 11, 21), BERLIN), date(2026, 11, 16), date(2026, 11, 22)),
        (Period.month(date(2024, 2, 10), BERLIN), date(2024, 2, 1), date(2024, 2, 29)),
        (Period.quarter(date(2026, 11, 21), BERLIN), date(2026, 10, 1), date(2026, 12, 31)),
        (Period.quarter(date(2026, 1, 1), BERLIN), date(2026, 1, 1), date(2026, 3, 31)),
        (Period.year(date(2026, 11, 21), BERLIN), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_calendar_periods(period, first, last):
    assert (period.first_day, period.last_day) == (first, last)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        pytest.param(
            Period.month(date(2026, 3, 5), BERLIN),
            date(2026, 2, 1),
            date(2026, 2, 28),
            id="a month compares with the month before, not with 31 days",
        ),
        pytest.param(
            Period.quarter(date(2026, 1, 5), BERLIN),
            date(2025, 10, 1),
            date(2025, 12, 31),
            id="a quarter with the quarter before",
        ),
        pytest.param(
            Period.year(date(2026, 3, 5), BERLIN),
            date(2025, 1, 1),
            date(2025, 12, 31),
            id="a year with the year before",
        ),
        pytest.param(
            Period.between(date(2026, 3, 5), date(2026, 3, 14), BERLIN),
            date(2026, 2, 23),
            date(2026, 3, 4),
            id="ten days with the ten before",
        ),
        pytest.param(
            Period.between(date(2026, 3, 1), date(2026, 3, 14), BERLIN),
            date(2026, 2, 15),
            date(2026, 2, 28),
            id="half a month by days",
        ),
    ],
)
def test_the_previous_period(period, first, last):
    previous = period.previous()

    assert (previous.first_day, previous.last_day) == (first, last)
    assert previous.end == period.start


def test_the_last_days_end_with_today_where_the_reader_is():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

    week = Period.last_days(7, late, BERLIN)

    assert (week.first_day, week.last_day) == (date(2026, 11, 15), date(2026, 11, 21))


def test_the_reporting_zone_comes_from_the_settings(settings):
    settings.REPORTING_TIME_ZONE = "Asia/Tehran"

    assert reporting_zone() == ZoneInfo("Asia/Tehran")
    assert Period.day(date(2026, 1, 1)).zone == ZoneInfo("Asia/Tehran")


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 1, 1), BERLIN)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="aware"):
        Period(datetime(2026, 1, 1), datetime(2026, 1, 2), BERLIN)  # noqa: DTZ001


def test_a_backwards_period_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        Period.between(date(2026, 1, 2), date(2026, 1, 1), BERLIN)
    with pytest.raises(ValueError, match="at least one day"):
        Period.last_days(0, datetime(2026, 1, 1, tzinfo=UTC), BERLIN)


@given(on=DATES, zone=ZONES)
def test_days_meet_without_gap_or_overlap(on, zone):
    today, tomorrow = Period.day(on, zone), Period.day(on + timedelta(days=1), zone)

    assert today.end == tomorrow.start


@given(first=DATES, length=st.integers(0, 400), zone=ZONES)
def test_the_days_of_a_period_are_the_period(first, length, zone):
    period = Period.between(first, first + timedelta(days=length), zone)
    days = list(period.day_periods())

    assert days[0].start == period.start
    assert days[-1].end == period.end
    assert all(a.end == b.start for a, b in itertools.pairwise(days))


@given(moment=st.datetimes(datetime(1995, 1, 2), datetime(2035, 1, 1)), zone=ZONES)  # noqa: DTZ001
def test_every_moment_is_in_the_day_it_falls_on(moment, zone):
    moment = moment.replace(tzinfo=UTC)

    assert moment in Period.day(day_of(moment, zone), zone)


@given(first=DATES, length=st.integers(0, 800), zone=ZONES)
def test_the_previous_period_ends_where_this_one_starts(first, length, zone):
    period = Period.between(first, first + timedelta(days=length), zone)

    assert period.previous().end == period.start
