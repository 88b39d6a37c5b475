"""Journey: one conversion and the touches that may have credit for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class TouchPoint:
    """One marketing contact, reduced to what the models look at."""

    id: int
    at: datetime
    is_direct: bool = False


@dataclass(frozen=True, slots=True)
class Params:
    """What a run was calculated with; stored with it."""

    lookback: timedelta = timedelta(days=90)
    half_life: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Journey:
    """The eligible touches of one conversion, oldest first; ties in time by id.

    Build it with `journey_of`, which enforces the order and the window. The models rely
    on both.
    """

    touches: tuple[TouchPoint, ...]
    converted_at: datetime


def journey_of(touches: Iterable[TouchPoint], converted_at: datetime, params: Params) -> Journey:
    """The journey of a conversion: touches inside the window, in order.

    Eligible  converted_at - lookback <= touch.at <= converted_at. Both ends count: the
              visit in which a form is sent often carries the very time of the lead.
    Ties      Two touches of the same moment are ordered by id, so that every engine and
              every run agree.
    Doubles   A touch given twice (two identities of one person) counts once.
    """
    opens_at = converted_at - params.lookback
    inside = {touch.id: touch for touch in touches if opens_at <= touch.at <= converted_at}
    ordered = sorted(inside.values(), key=lambda touch: (touch.at, touch.id))
    return Journey(tuple(ordered), converted_at)
