"""A lead's journey: everything that happened, the latest first, ready to be shown by day.

Marketing and sales in one list: touches with the pages read, forms sent, what sales did, moves of
its deals, money, what the person said. Bounded: a lead with thousands of touches shows its
latest ones and says that there are more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from campaigns.models import PageView, Touch
from clmsite.kernel.periods import day_of, reporting_zone
from leads.models import Activity, Deal, DealMove, Feedback, Lead, Revenue, Submission
from leads.pipeline.story import field_names, kind_of
from leads.wording import field_list

MOST = 200
MARKETING = {"touch", "form", "lead"}


@dataclass
class Event:
    """One line of the journey. `kind` says which template part draws `row`."""

    at: datetime
    kind: str  # touch, form, lead, activity, change, deal, move, money, said
    row: Any
    mark: str = ""  # "first" touch; "lead": became one here
    word: str = ""  # of changes and moves: what was done
    fields: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The changed fields in words, where the entry does not say it all already."""
        return field_list(self.fields) if self.word in {"edited", "deal_edited", "undone"} else ""

    @property
    def answers(self) -> list[tuple[str, Any]]:
        """What was sent with a form, by the labels the visitor saw."""
        labels = {field.get("key"): field.get("label") for field in self.row.form.fields}
        return [(labels.get(key) or key, value) for key, value in self.row.answers.items()]

    @property
    def is_marketing(self) -> bool:
        return self.kind in MARKETING


@dataclass
class Journey:
    days: list[tuple[date, list[Event]]]
    first: Touch | None
    is_cut: bool


def journey(lead: Lead, *, deals: QuerySet[Deal], only: str = "") -> Journey:
    """`only`: "marketing", "sales" or "" for both. `deals`: those the reader may see."""
    touches = touches_of(lead)
    first = touches.order_by("at", "id").first()
    events = list(_events(lead, deals.filter(lead=lead), touches, first, only))
    events.sort(key=lambda event: event.at, reverse=True)
    zone = reporting_zone()
    days = groupby(events, key=lambda event: day_of(event.at, zone))
    return Journey([(day, list(group)) for day, group in days], first, len(events) >= MOST)


def touches_of(lead: Lead):
    touches = Touch.objects.human().filter(visitor__identity__lead=lead)
    return touches.select_related("channel", "campaign", "link", "site")


def _events(
    lead: Lead, deals: QuerySet[Deal], touches: Any, first: Touch | None, only: str
) -> Iterable[Event]:
    if only != "sales":
        yield from _marketing(lead, touches, first)
    if only != "marketing":
        yield from _sales(lead, deals)


def _marketing(lead: Lead, touches: Any, first: Touch | None) -> Iterable[Event]:
    views = Prefetch("page_views", PageView.objects.order_by("at", "id"))
    for touch in touches.order_by("-at", "-id").prefetch_related(views)[:MOST]:
        yield Event(touch.at, "touch", touch, mark="first" if touch == first else "")
    sent = Submission.objects.filter(lead=lead).select_related("form")
    for submission in sent[:MOST]:
        yield Event(submission.at, "form", submission)
    yield Event(lead.created_at, "lead", lead, mark="lead")


def _sales(lead: Lead, deals: QuerySet[Deal]) -> Iterable[Event]:
    entries = Activity.objects.filter(Q(deal=None) | Q(deal__in=deals), lead=lead)
    for activity in entries.select_related("author", "deal")[:MOST]:
        if activity.kind == Activity.Kind.SYSTEM:
            word, fields = activity.detail.get("action", ""), field_names(activity.detail)
            yield Event(activity.at, "change", activity, word=word, fields=fields)
        else:
            yield Event(activity.at, "activity", activity)
    for deal in deals:
        yield Event(deal.created_at, "deal", deal)
    moves = DealMove.objects.filter(deal__in=deals)
    for move in moves.select_related("deal", "by", "to_stage", "from_stage")[:MOST]:
        if kind_of(move) != "placed":
            yield Event(move.at, "move", move, word=kind_of(move))
    for row in Revenue.objects.filter(deal__in=deals).select_related("deal")[:MOST]:
        yield Event(row.created_at, "money", row)
    for row in Feedback.objects.filter(lead=lead).select_related("author")[:MOST]:
        yield Event(row.at, "said", row)
