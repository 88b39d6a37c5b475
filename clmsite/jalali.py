"""The Persian solar calendar, for display only: everything is stored Gregorian.

Uses the 33-year cycle (eight leap years in 33), which agrees with the astronomical calendar
for 1178-1633 AP (1799-2254 AD).
"""

from datetime import date

MONTHS = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
# Day number (date.toordinal) of 1 Farvardin 979 AP, from which whole cycles are counted.
_EPOCH = date(1600, 3, 20).toordinal()
_CYCLE = 33 * 365 + 8


def to_jalali(day: date) -> tuple[int, int, int]:
    """(year, month, day) in the Persian calendar."""
    cycles, rest = divmod(day.toordinal() - _EPOCH, _CYCLE)
    year = 979 + 33 * cycles
    fours, rest = divmod(rest, 4 * 365 + 1)
    year += 4 * fours
    if rest >= 366:
        years, rest = divmod(rest - 1, 365)
        year += years
    if rest < 186:
        return year, 1 + rest // 31, 1 + rest % 31
    rest -= 186
    return year, 7 + rest // 30, 1 + rest % 30
