"""Where one visit ends and the next begins.

A touch starts when a visitor comes from a new source, or after 30 idle minutes. A reload, a
page of our own and a second click on the same link within that time go on with the same touch.
"""

from datetime import datetime, timedelta

from campaigns.models import Site, Touch, Visitor
from campaigns.tracking.origin import Provenance

IDLE = timedelta(minutes=30)


def current_touch(visitor: Visitor, site: Site, *, at: datetime) -> Touch | None:
    """The visit that a hit at `at` could go on with; late hits find the visit of their time."""
    return (
        Touch.objects.filter(
            visitor=visitor,
            site=site,
            kind=Touch.Kind.VISIT,
            last_seen_at__gt=at - IDLE,
            at__lt=at + IDLE,
        )
        .order_by("-at", "-id")
        .first()
    )


def goes_on(touch: Touch | None, came: Provenance) -> bool:
    """Whether `touch` goes on, given where this hit says it came from."""
    if touch is None:
        return False
    return came.is_silent or came.signature == Provenance.signature_of(touch)
