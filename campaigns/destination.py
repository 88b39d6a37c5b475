"""Destinations of links: which addresses are allowed, and what a click adds to them.

No Django and no database in here: `check` takes and returns strings, so that every rule can
be tried out with a table of cases. The rules are TL-01 and TL-02 of the reliability plan:
nothing in a request can change the host a link leads to.
"""

import posixpath
import re
from collections.abc import Collection, Mapping
from urllib.parse import quote, unquote, unquote_plus, urlsplit, urlunsplit

MAX_LENGTH = 2048
MAX_VALUE = 500
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
# Ad platforms add these to our address when someone clicks an ad; they must reach the page.
CLICK_IDS = ("gclid", "gbraid", "wbraid", "fbclid", "msclkid", "ttclid", "li_fat_id", "twclid")
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
CLICK = "cl_click"

_FORBIDDEN = re.compile(
    r"[\x00-\x20\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?")


class BadDestinationError(ValueError):
    """The address cannot be a destination; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check(
    url: str,
    *,
    own_hosts: Collection[str] = (),
    allow_http: bool = False,
    allow_local: bool = False,
) -> str:
    """`url` as it is stored: its host in lower case and punycode, everything else as typed.

    Errors  BadDestinationError with one of the codes characters, long, scheme, address,
            userinfo, host, http, own.
    """
    url = url.strip()
    if _FORBIDDEN.search(url):
        raise BadDestinationError("characters")
    parts, host, port = _split(url)
    if "@" in parts.netloc:
        raise BadDestinationError("userinfo")
    local = allow_local and host in LOCAL
    if not local and not _is_public(host):
        raise BadDestinationError("host")
    if parts.scheme == "http" and not (allow_http or local):
        raise BadDestinationError("http")
    if host in own_hosts and _is_short_link(parts.path):
        raise BadDestinationError("own")
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    stored = urlunsplit((parts.scheme, netloc, _ascii(parts.path) or "/", *map(_ascii, parts[3:])))
    if len(stored) > MAX_LENGTH:
        raise BadDestinationError("long")
    return stored


def _split(url: str):
    """The parts, host (lower case, punycode) and port of a web address."""
    if url[:8].lower().partition(":")[0] not in {"http", "https"} or "://" not in url[:9]:
        raise BadDestinationError("scheme")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise BadDestinationError("address") from error
    if not host:
        raise BadDestinationError("host")
    try:
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadDestinationError("host") from error
    return parts, host, port


def _is_public(host: str) -> bool:
    """A name with a dot in it, or an IPv6 address (which a colon tells apart)."""
    if ":" in host:
        return True
    return len(host) <= 253 and "." in host.strip(".") and _HOST.fullmatch(host) is not None


def _is_short_link(path: str) -> bool:
    """Whether a server would take `path` for one of our own short links."""
    plain = posixpath.normpath("/" + unquote(path).replace("\\", "/").lstrip("/"))
    return plain == "/r" or plain.startswith("/r/")


def _ascii(text: str) -> str:
    """Percent-encodes what is not ASCII; what is encoded already stays as it is."""
    return quote(text, safe="%/:?#[]@!$&'()*+,;=~-._|^`{}\"<>")


def with_tags(
    destination: str, *, stored: Mapping[str, str], asked: Mapping[str, str], click: str
) -> str:
    """Where a click on the link leads: `destination` with its tags and the click's id.

    `stored` are the link's own utm values: they win over those in the destination, which win
    over those of the request (`asked`). Only the keys above are taken from the request. Host,
    path, fragment and every other parameter of the destination stay byte for byte.
    """
    base, hash_, fragment = destination.partition("#")
    base, _mark, query = base.partition("?")
    ours = {key: value for key in UTM if (value := stored.get(key, ""))}
    ours[CLICK] = click
    pieces = [piece for piece in query.split("&") if piece and _key(piece) not in ours]
    present = {_key(piece) for piece in pieces}
    for key in (*UTM, *CLICK_IDS):
        value = asked.get(key, "")[:MAX_VALUE]
        if value and key not in present:
            ours.setdefault(key, value)
    pieces += [f"{key}={quote(value, safe='', errors='replace')}" for key, value in ours.items()]
    return f"{base}?{'&'.join(pieces)}{hash_}{fragment}"


def _key(piece: str) -> str:
    return unquote_plus(piece.partition("=")[0])
