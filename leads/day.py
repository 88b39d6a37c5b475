"""A rep's day: what is waiting for an answer, due, overdue, or has come back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from campaigns.models import Touch
from clmsite.kernel.periods import Period, day_of, reporting_zone
from leads.first_touch import with_first_touch
from leads.models import Activity, Lead
from leads.pipeline.board import dress
from leads.scope import activities_for, deals_for, leads_for

FEW, MANY = 8, 100  # rows per part: at first, and asked for with "show all"
BACK_WITHIN = timedelta(hours=24)


@dataclass
class Part:
    rows: list[Any]
    count: int


@dataclass
class Day:
    tasks: Part
    new_leads: Part
    overdue: Part
    returned: Part

    @property
    def is_clear(self) -> bool:
        return not any(part.count for part in (self.tasks, self.new_leads, self.overdue))


def read_day(user: Any, *, now: datetime, mine: bool = True, most: int = FEW) -> Day:
    """With `mine`, only what the person owns or nobody does; else all they may see."""
    today = day_of(now, reporting_zone())
    tasks, leads, deals = _tasks(user, now), leads_for(user), deals_for(user).open()
    if mine:
        theirs = Q(owner=user) | Q(owner=None)
        leads, deals = leads.filter(theirs), deals.filter(theirs)
        tasks = tasks.filter(Q(author=user) | Q(lead__owner=user))
    late = deals.filter(next_step_on__lt=today).order_by("next_step_on", "pk")
    overdue = _part(late.select_related("lead", "owner", "stage"), most)
    overdue.rows = [dress(deal, now=now) for deal in overdue.rows]
    fresh = with_first_touch(leads.unanswered()).order_by("-created_at", "-pk")
    return Day(
        tasks=_part(tasks, most),
        new_leads=_part(fresh.select_related("owner"), most),
        overdue=overdue,
        returned=_part(_returned(leads, now), most),
    )


def _tasks(user: Any, now: datetime) -> QuerySet[Activity]:
    """Open tasks due until the end of today; those without a day, too."""
    end = Period.day(day_of(now, reporting_zone()), reporting_zone()).end
    waiting = activities_for(user).filter(kind=Activity.Kind.TASK, done_at=None)
    due = waiting.filter(Q(due_at__lt=end) | Q(due_at=None))
    return due.select_related("lead").order_by("due_at", "pk")


def _returned(leads: QuerySet[Lead], now: datetime) -> QuerySet[Lead]:
    """Known people whose browser was on our site in the last day, the latest first.

    The visit that made them a lead is not a return: it began before they were one.
    """
    since = now - BACK_WITHIN
    visits = Touch.objects.filter(
        visitor__identity__lead=OuterRef("pk"), is_human=True, at__gte=since, at__lte=now
    ).filter(at__gt=OuterRef("created_at"))
    back = leads.filter(Exists(visits)).select_related("owner")
    latest = Max(
        "identities__visitor__touches__at", filter=Q(identities__visitor__touches__at__lte=now)
    )
    return back.annotate(back_at=latest).order_by("-back_at", "-pk")


def _part(rows: QuerySet[Any], most: int) -> Part:
    found = list(rows[: most + 1])
    return Part(found[:most], len(found) if len(found) <= most else rows.count())
