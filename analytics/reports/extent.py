"""From when to when there are facts at all."""

from datetime import date, datetime, timedelta

from django.db.models import Max, Min

from analytics.models import Conversion
from campaigns.models import Click, Spend, Touch
from clmsite.kernel.periods import day_of

# With no facts at all, "all time" is as long as the period a new reader sees.
WITHOUT_FACTS = timedelta(days=89)


def all_time(now: datetime) -> tuple[date, date]:
    """The first day something was spent or happened, and the last one, at least today.

    Four small queries, each answered by an index.
    """
    today = day_of(now)
    spent = Spend.objects.aggregate(first=Min("spent_on"), last=Max("spent_on"))
    days = [spent["first"], spent["last"]]
    for rows, field in (
        (Touch.objects, "at"),
        (Click.objects, "at"),
        (Conversion.objects.standing(), "converted_at"),
    ):
        found = rows.aggregate(first=Min(field), last=Max(field))
        days += [day_of(at) for at in found.values() if at]
    known = [day for day in days if day]
    if not known:
        return today - WITHOUT_FACTS, today
    return min(known), max(*known, today)
