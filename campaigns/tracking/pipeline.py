"""What happens to a tracker's events, step by step. Each step keeps the event or drops it.

    repeat?      the id is stored already -> duplicate (conflict when it was another page)
    consent      granted: today's cookieless touches join; denied: the cookie's row is closed
    caller       human, bot, scanner, prefetch, probe (bots.py); only humans count, all are kept
    visitor      by cookie, by the day's key, or by nothing (visitors.py)
    origin       tags, referrer, click, campaign, channel (origin.py)
    session      goes on with the current touch or starts a new one (sessions.py)
    write        touch, page view, seconds (record.py)

A dropped event has a reason, and the reason is counted (`closed_loop_hits_total`).
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import DataError, IntegrityError, transaction

from campaigns.models import PageView, RefusedHit, Site, Touch, Visitor
from campaigns.tracking.bots import Kind, kind_of
from campaigns.tracking.counters import HITS
from campaigns.tracking.hit import Hit, Rejected
from campaigns.tracking.limits import TokenBuckets
from campaigns.tracking.origin import Provenance, provenance_of
from campaigns.tracking.record import (
    join_click,
    note_site_seen,
    record_page_view,
    record_seconds,
    record_touch,
)
from campaigns.tracking.sessions import current_touch, goes_on
from campaigns.tracking.turns import one_at_a_time
from campaigns.tracking.visitors import Caller, grant_consent, meet_visitor, withdraw_consent

log = logging.getLogger(__name__)
# Refused hits are kept to be looked at; a flood of them is only counted.
_kept_refusals = TokenBuckets(per_second=1, burst=100)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one event."""

    id: str
    status: str  # accepted, duplicate, conflict, rejected
    reason: str = ""

    def as_dict(self) -> dict[str, str]:
        said = {"id": self.id, "status": self.status}
        return said | {"reason": self.reason} if self.reason else said


@dataclass(slots=True)
class Visit:
    """What is true for all events of one request."""

    site: Site
    caller: Caller
    now: datetime
    kind: Kind = field(init=False)

    def __post_init__(self) -> None:
        self.kind = kind_of(self.caller.user_agent, method="POST", purpose=self.caller.purpose)

    @property
    def is_human(self) -> bool:
        return self.kind is Kind.HUMAN


def process(
    events: Sequence[Hit | Rejected], *, site: Site, caller: Caller, now: datetime
) -> list[Fate]:
    """Take all events of one request in one transaction; the fate of each, in their order."""
    visit = Visit(site, caller, now)
    try:
        with one_at_a_time(), transaction.atomic():
            fates = [_take(event, visit) for event in events]
            note_site_seen(site, now=now)
    except (DataError, IntegrityError) as error:
        # One event holds what the database refuses: take them one by one and name the culprit.
        log.warning("hits stored one by one", extra={"error": type(error).__name__})
        fates = [_take_alone(event, visit) for event in events]
    for fate in fates:
        HITS.labels(fate.status, fate.reason).inc()
    return fates


def _take_alone(event: Hit | Rejected, visit: Visit) -> Fate:
    try:
        with transaction.atomic():
            return _take(event, visit)
    except (DataError, IntegrityError):
        return Fate(str(event.id), "rejected", "not_storable")


def _take(event: Hit | Rejected, visit: Visit) -> Fate:
    if isinstance(event, Rejected):
        keep_refused(visit.site, reason=event.reason, payload=event.payload, now=visit.now)
        return Fate(event.id, "rejected", event.reason)
    step = {"view": _take_view, "time": _take_time, "consent": _take_consent}[event.type]
    return step(event, visit)


def _take_view(hit: Hit, visit: Visit) -> Fate:
    stored = PageView.objects.filter(event_id=hit.id).values_list("url", flat=True).first()
    if stored is not None:
        return Fate(str(hit.id), "duplicate" if stored == hit.url else "conflict")
    came = provenance_of(hit.url, hit.referrer, visit.site)
    if visit.caller.refuses and _is_inner_page(hit, came) and not _knows_load(visit):
        # Nothing may link it to the page before, and as a visit of its own it would be a lie.
        return Fate(str(hit.id), "rejected", "no_identifier")
    record_visit(hit, came=came, visit=visit)
    return Fate(str(hit.id), "accepted", "" if visit.is_human else visit.kind.value)


def record_visit(
    hit: Hit, *, came: Provenance, visit: Visit, visitor: Visitor | None = None
) -> Touch:
    """The touch that `hit` belongs to, with its page view stored."""
    visitor = visitor or meet_visitor(visit.caller, visit.site, now=visit.now)
    touch = current_touch(visitor, visit.site, at=hit.at)
    if touch is not None and goes_on(touch, came):
        join_click(touch, came)
    else:
        touch = record_touch(
            event_id=hit.id,
            visitor=visitor,
            site=visit.site,
            hit=hit,
            came=came,
            is_human=visit.is_human,
        )
    record_page_view(hit=hit, touch=touch)
    return touch


def _is_inner_page(hit: Hit, came: Provenance) -> bool:
    return bool(hit.referrer) and came.is_silent


def _knows_load(visit: Visit) -> bool:
    """A later page of a single-page app: the same page load was stored with its first page."""
    return Touch.objects.filter(visitor__key=f"p:{visit.caller.load}").exists()


def _take_time(hit: Hit, visit: Visit) -> Fate:
    view = (
        PageView.objects.select_for_update(of=("self",))
        .filter(event_id=hit.page, touch__site=visit.site)
        .first()
    )
    if view is None:
        return Fate(str(hit.id), "rejected", "unknown_page")
    grew = record_seconds(view=view, seconds=hit.seconds, at=hit.at, now=visit.now)
    return Fate(str(hit.id), "accepted" if grew else "duplicate")


def _take_consent(hit: Hit, visit: Visit) -> Fate:
    # A withdrawal that had to be sent again comes after the tracker forgot the cookie.
    caller = replace(visit.caller, vid=hit.vid or visit.caller.vid)
    if not hit.granted:
        withdraw_consent(caller)
        return Fate(str(hit.id), "accepted")
    visitor = grant_consent(caller, visit.site, now=visit.now)
    if visitor is None:
        return Fate(str(hit.id), "rejected", "no_identifier")
    return Fate(str(hit.id), "accepted")


def keep_refused(
    site: Site, *, reason: str, now: datetime, payload: Any = None, origin: str = ""
) -> None:
    """Put a refused event where its site's page shows it; in a flood only some."""
    if _kept_refusals.take(str(site.pk)):
        return
    try:
        text = "" if payload is None else json.dumps(payload)[:2000]
    except RecursionError:
        text = "(nested too deeply)"
    RefusedHit.objects.create(site=site, at=now, reason=reason, origin=origin[:253], payload=text)
