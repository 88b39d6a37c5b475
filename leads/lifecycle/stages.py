"""The order of a lead's stages, and the times each step sets. Values in, values out.

A lead that skips a stage has passed it: somebody with a deal was accepted and qualified, even
if nobody pressed those buttons. So every milestone counts each lead once, at its first entry,
and no later stage ever has more leads than an earlier one.
"""

from collections.abc import Mapping
from datetime import datetime

ORDER = ("new", "accepted", "qualified", "opportunity", "customer")
# stage -> the column that says when it was reached
TIME_OF = {
    "accepted": "accepted_at",
    "qualified": "qualified_at",
    "opportunity": "opportunity_at",
    "customer": "customer_at",
}
# verb -> stages it may start from
ALLOWED = {
    "accept": {"new", "rejected"},
    "reject": {"new", "accepted", "qualified", "opportunity"},
    "qualify": {"new", "accepted"},
}


def is_forward(now: str, to: str) -> bool:
    """Whether `to` lies ahead. A rejected lead has everything ahead."""
    return now not in ORDER or ORDER.index(to) > ORDER.index(now)


def times_on_reaching(
    stage: str, known: Mapping[str, datetime | None], at: datetime
) -> dict[str, datetime]:
    """The missing times up to and with `stage`. A stage passed over gets the moment of the one
    that was reached."""
    passed = [TIME_OF[name] for name in ORDER[1 : ORDER.index(stage) + 1]]
    return {column: at for column in passed if known.get(column) is None}
