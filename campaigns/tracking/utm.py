"""The campaign parameters of a URL: utm_* values and the click ids of ad platforms.

PURE: no Django. Takes any string and never raises: what arrives here is written by strangers.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

MAX_URL = 4096
MAX_VALUE = 100  # source, medium, term, content: the width of their columns
MAX_CAMPAIGN = 120
MAX_FIELDS = 100
CLICK_IDS = (
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "fbclid",
    "ttclid",
    "twclid",
    "li_fat_id",
    "epik",
    "rdt_cid",
    "sccid",
    "yclid",
)


@dataclass(frozen=True, slots=True)
class Tags:
    """What a URL says about its own origin; "" where it says nothing. Raw, only bounded."""

    source: str = ""
    medium: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""
    campaign_id: str = ""
    click_ids: dict[str, str] = field(default_factory=dict)
    cl_click: str = ""  # our own redirect's click, see campaigns.tracking.redirect


def parse_tags(url: str) -> Tags:
    """The tags of `url`: from its query, and from its fragment where the query has none.

    Names are compared without case, and a leading "amp;" (a link that was HTML-escaped
    twice) is forgiven. Of a repeated parameter the first value that is not empty counts.
    Values lose control characters and outer spaces and are cut at their column's width.
    """
    found: dict[str, str] = {}
    for part in _parts(url[:MAX_URL]):
        for name, value in _pairs(part):
            key = name.lower().removeprefix("amp;")
            clean = _clean(value)
            if clean:
                found.setdefault(key, clean)
    return Tags(
        source=found.get("utm_source", "")[:MAX_VALUE],
        medium=found.get("utm_medium", "")[:MAX_VALUE],
        campaign=found.get("utm_campaign", "")[:MAX_CAMPAIGN],
        term=found.get("utm_term", "")[:MAX_VALUE],
        content=found.get("utm_content", "")[:MAX_VALUE],
        campaign_id=found.get("utm_id", "")[:MAX_VALUE],
        click_ids={key: found[key][:MAX_VALUE] for key in CLICK_IDS if key in found},
        cl_click=found.get("cl_click", "")[:36],
    )


def _parts(url: str) -> list[str]:
    """The query and then the fragment of a URL; nothing of a URL that cannot be read."""
    try:
        split = urlsplit(url)
    except ValueError:
        return []
    return [split.query, split.fragment.removeprefix("?")]


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, errors="replace", max_num_fields=MAX_FIELDS)
    except ValueError:  # more fields than a real link has
        return []


def _clean(value: str) -> str:
    return "".join(char for char in value if char.isprintable()).strip()
