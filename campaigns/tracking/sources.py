"""Where a visit came from: a source and a medium, from its tags or else from its referrer.

The lists lie in `data/`, one fact a line; each file names where its facts come from.
PURE: no Django. The files are read once, when this module is loaded.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from campaigns.tracking.utm import Tags

_DATA = Path(__file__).parent / "data"
# What may stand for "{}" in a host: de, com, co.uk, com.br.
_COUNTRY = r"(?:[a-z]{2,3}|com?\.[a-z]{2})"


def _lines(name: str) -> list[str]:
    text = (_DATA / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


SEARCH = frozenset(_lines("search"))
SOCIAL = frozenset(_lines("social"))
SHOPPING = frozenset(_lines("shopping"))
VIDEO = frozenset(_lines("video"))
AI_ASSISTANTS = frozenset(_lines("ai"))

_ENGINES = dict(line.split(" ", 1) for line in _lines("engines"))
_BY_HOST = {host: source for host, source in _ENGINES.items() if "{}" not in host}
_BY_PATTERN = [
    (re.compile(re.escape(host).replace(r"\{\}", _COUNTRY)), source)
    for host, source in _ENGINES.items()
    if "{}" in host
]
# Click ids that only the ad platform's own paid clicks carry. `fbclid`, `ttclid`, `twclid`
# and their like are on every click out of those networks, paid or not, and prove nothing.
_PAID_CLICK = {"gclid": "google", "gbraid": "google", "wbraid": "google", "msclkid": "bing"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a visit came from, in lower case; all empty means nobody knows: direct."""

    source: str = ""
    medium: str = ""
    campaign: str = ""


def origin_of(tags: Tags, referrer: str, own_hosts: Collection[str] = ()) -> Origin:
    """The origin of a visit: its tags, else a paid click id, else its referrer, else direct.

    A referrer among `own_hosts` (or below one) is our own site and says nothing.
    """
    campaign = tags.campaign.lower()
    came_from = referrer_origin(referrer, own_hosts)
    if tags.source or tags.medium:
        return Origin(tags.source.lower() or came_from.source, tags.medium.lower(), campaign)
    for click_id, source in _PAID_CLICK.items():
        if click_id in tags.click_ids:
            return Origin(source, "cpc", campaign)
    return Origin(came_from.source, came_from.medium, campaign)


def referrer_origin(referrer: str, own_hosts: Collection[str] = ()) -> Origin:
    """What a referrer says: a search engine is organic, any other foreign host a referral."""
    host = host_of(referrer)
    if not host or any(is_under(host, own) for own in own_hosts):
        return Origin()
    engine = _engine(host)
    if engine and not is_assistant(host):
        return Origin(engine, "organic")
    return Origin(host, "referral")


def host_of(address: str) -> str:
    """The host of a URL without "www." and port, in lower case; "" when there is none."""
    try:
        host = urlsplit(address.strip()[:2048]).hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def is_under(host: str, parent: str) -> bool:
    """True for the host itself and hosts below it: netflix.com is not under x.com."""
    parent = parent.lower().removeprefix("www.")
    return host == parent or host.endswith(f".{parent}")


def is_assistant(source: str) -> bool:
    """True for an AI assistant's host and the hosts below it."""
    return any(parent in AI_ASSISTANTS for parent in parents(source))


def parents(source: str) -> list[str]:
    """A host and what it lies below: a.b.com -> a.b.com, b.com, com. A plain name: itself."""
    labels = source.split(".")
    return [".".join(labels[i:]) for i in range(len(labels))]


def _engine(host: str) -> str:
    """The source name of a search engine's host; "" when it is none we know."""
    if host in _BY_HOST:
        return _BY_HOST[host]
    return next((source for pattern, source in _BY_PATTERN if pattern.fullmatch(host)), "")
