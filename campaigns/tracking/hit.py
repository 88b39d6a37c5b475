"""Parse, then believe: from untrusted JSON to `Envelope` and `Hit`, bounded and clean.

Nothing behind this module checks types, lengths or clocks again. Limits: docs/tracking.md.
"""

import json
import math
import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

MAX_SINGLE = 64 * 1024
MAX_BATCH = 512 * 1024
MAX_EVENT = 32 * 1024
MAX_EVENTS = 100
MAX_URL = 2048
MAX_SECONDS = 6 * 3600
OLDEST = timedelta(hours=72)
NEWEST = timedelta(minutes=5)
VERSIONS = {1}
TYPES = {"view", "time", "consent"}
_VID = re.compile(r"[0-9a-f]{32}")
# Control, format (bidi overrides, zero-width), surrogates, private use, unassigned.
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"  # Persian and others spell with them
_PERSONAL = re.compile(r"[^\s@=&]+(@|%40)[^\s@=&]+", re.IGNORECASE)


class RefusedError(Exception):
    """The whole request is refused with this status and code."""

    def __init__(self, status: int, code: str, *, retry_after: int = 5) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after  # seconds; said with 429 and 503


@dataclass(frozen=True, slots=True)
class Hit:
    """One event of a tracker, as we believe it."""

    id: uuid.UUID
    type: str
    at: datetime
    url: str = ""
    path: str = ""
    title: str = ""
    referrer: str = ""
    page: uuid.UUID | None = None  # "time": which page view
    seconds: int = 0
    granted: bool = False  # "consent": what was decided
    vid: str = ""  # "consent": about which cookie; trackers before it said so leave it out


@dataclass(frozen=True, slots=True)
class Rejected:
    """One event that cannot be used, and why."""

    id: str
    reason: str
    payload: Any = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request: who sends, and what. `single` events are answered with 422 when rejected."""

    site_key: str
    events: list[Hit | Rejected]
    single: bool
    vid: str = ""  # the cookie's value, only with consent
    load: str = ""  # one page load; lives in the page's memory only
    dropped: int = 0


def parse_envelope(body: bytes, *, now: datetime) -> Envelope:
    """The believed form of a request body, or RefusedError."""
    data = _parse_json(body)
    single = "events" not in data
    raw = [data] if single else data["events"]
    if single and len(body) > MAX_SINGLE:
        raise RefusedError(413, "too_large")
    if not isinstance(raw, list):
        raise RefusedError(400, "invalid_json")
    if len(raw) > MAX_EVENTS:
        raise RefusedError(413, "too_many_events")
    skew = _skew(data.get("sent"), now)
    version = data.get("v", 1)
    is_known = _is_number(version) and version in VERSIONS
    return Envelope(
        site_key=clean_text(data.get("site"), 64),
        events=[
            parse_event(event, skew=skew, now=now)
            if is_known
            else Rejected("", "unknown_version", event)
            for event in raw
        ],
        single=single,
        vid=_vid(data),
        load=str(_uuid(data.get("load")) or ""),
        dropped=_count(data.get("dropped"), 10_000),
    )


def _parse_json(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # ValueError: bad text, 5,000-digit numbers
        raise RefusedError(400, "invalid_json") from error
    if not isinstance(data, dict):
        raise RefusedError(400, "invalid_json")
    return data


def parse_event(event: Any, *, skew: timedelta, now: datetime) -> Hit | Rejected:
    """One event, believed or rejected with the reason."""
    if not isinstance(event, Mapping):
        return Rejected("", "not_an_object")
    event_id = _uuid(event.get("id"))
    said_id = clean_text(event.get("id"), 40)
    kind = event.get("type")
    reason = ""
    if event_id is None:
        reason = "bad_id"
    elif not isinstance(kind, str) or kind not in TYPES:
        reason = "bad_type"
    elif _is_too_large(event):
        reason = "event_too_large"
    if reason:
        return Rejected(said_id, reason, event)
    at = _moment(event.get("at"), skew, now)
    maker = {"view": _view, "time": _time, "consent": _consent}[kind]
    return maker(event_id, at, event)


def _view(event_id: uuid.UUID, at: datetime, event: Mapping[str, Any]) -> Hit | Rejected:
    url = clean_url(event.get("url"))
    if not url:
        return Rejected(str(event_id), "bad_url", event)
    return Hit(
        id=event_id,
        type="view",
        at=at,
        url=url,
        path=(urlsplit(url).path or "/")[:500],
        title=clean_text(event.get("title"), 200),
        referrer=clean_url(event.get("referrer"))[:500],
    )


def _time(event_id: uuid.UUID, at: datetime, event: Mapping[str, Any]) -> Hit | Rejected:
    page = _uuid(event.get("page"))
    seconds = event.get("seconds")
    if page is None or not _is_number(seconds) or seconds < 0:
        return Rejected(str(event_id), "bad_time", event)
    return Hit(id=event_id, type="time", at=at, page=page, seconds=int(min(seconds, MAX_SECONDS)))


def _consent(event_id: uuid.UUID, at: datetime, event: Mapping[str, Any]) -> Hit | Rejected:
    state = event.get("state")
    if state not in ("granted", "denied"):
        return Rejected(str(event_id), "bad_consent", event)
    vid = event.get("vid")
    known = vid if isinstance(vid, str) and _VID.fullmatch(vid) else ""
    return Hit(id=event_id, type="consent", at=at, granted=state == "granted", vid=known)


def clean_text(value: Any, longest: int) -> str:
    """A single line without control, format and broken characters, NFC, cut; "" for no text."""
    if not isinstance(value, str):
        return ""
    text = unicodedata.normalize("NFC", value[: longest * 4].encode("utf-8", "ignore").decode())
    kept = (" " if char.isspace() else char for char in text)
    clean = "".join(c for c in kept if c in _JOINERS or unicodedata.category(c) not in _DROPPED)
    return clean.strip()[:longest]


def clean_url(value: Any) -> str:
    """An absolute http(s) URL without user, password and e-mail addresses; "" if it is none."""
    text = clean_text(value, MAX_URL)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    netloc = f"[{host}]" if ":" in host else host
    if port:
        netloc = f"{netloc}:{port}"
    query = _without_personal(parts.query)
    fragment = parts.fragment if not _PERSONAL.search(parts.fragment) else ""
    path = _PERSONAL.sub("redacted", parts.path)
    return urlunsplit((parts.scheme, netloc, path, query, fragment))[:MAX_URL]


def _without_personal(query: str) -> str:
    """The query with values that hold an e-mail address replaced (TL-14)."""
    if not _PERSONAL.search(query):
        return query
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return ""
    return urlencode([(name, "redacted" if "@" in value else value) for name, value in pairs])


def _vid(data: Mapping[str, Any]) -> str:
    vid = data.get("vid")
    has_consent = data.get("consent") == "granted"
    return vid if has_consent and isinstance(vid, str) and _VID.fullmatch(vid) else ""


def _uuid(value: Any) -> uuid.UUID | None:
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (
        math.isfinite(value) and abs(value) < 1e18
        if isinstance(value, float)
        else (abs(value) < 10**18)
    )


def _count(value: Any, most: int) -> int:
    return int(min(max(value, 0), most)) if _is_number(value) else 0


def _is_too_large(event: Mapping[str, Any]) -> bool:
    """Whether one event is over its limit; counted roughly, on the values that can be long."""
    return sum(len(v) for v in event.values() if isinstance(v, str)) > MAX_EVENT


def _skew(sent: Any, now: datetime) -> timedelta:
    """How far the sender's clock is behind ours."""
    said = _from_ms(sent)
    return now - said if said else timedelta(0)


def _moment(value: Any, skew: timedelta, now: datetime) -> datetime:
    """The event's time by our clock; now when it cannot be true (EV-16)."""
    said = _from_ms(value)
    if said is None:
        return now
    try:
        at = said + skew
    except OverflowError:
        return now
    return min(at, now) if now - OLDEST <= at <= now + NEWEST else now


def _from_ms(value: Any) -> datetime | None:
    if not _is_number(value):
        return None
    try:
        return datetime.fromtimestamp(value / 1000, tz=UTC)
    except (OverflowError, OSError, ValueError):
        return None
