"""When what a file tells happened, where the file itself does not say: evenly over a range.

PURE: no Django.
"""

from datetime import datetime


def spread_moment(number: int, total: int, start: datetime, end: datetime) -> datetime:
    """Row `number` of `total` (from 1), in the middle of its share of [start, end).

    The same file and range give the same moments, whoever reads it, however often.
    """
    if not 1 <= number <= total or end < start:
        raise ValueError("the row lies outside the file, or the range ends before it starts")
    return start + (end - start) * (2 * number - 1) / (2 * total)
