"""Is it spam? Reasons for doubt; a doubtful submission goes to a tray, never away (FM-01)."""

import re
from collections.abc import Mapping

from campaigns.tracking.bots import Kind, kind_of
from campaigns.tracking.limits import TokenBuckets

HONEYPOT = "cl_note"
MOST_LINKS = 2
_LINK = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
per_address = TokenBuckets(per_second=5 / 60, burst=5)


def doubts(
    *, sent: Mapping[str, str], answers: Mapping[str, str], address: str, user_agent: str
) -> list[str]:
    """Why this may be spam; empty for what looks like a person."""
    reasons = []
    if sent.get(HONEYPOT):
        reasons.append("honeypot")
    if kind_of(user_agent, method="POST") is not Kind.HUMAN:
        reasons.append("robot")
    if sum(len(_LINK.findall(value)) for value in answers.values()) > MOST_LINKS:
        reasons.append("links")
    if _LINK.search(answers.get("name", "")):
        reasons.append("link_in_name")
    if per_address.take(address):
        reasons.append("too_many")
    return reasons
