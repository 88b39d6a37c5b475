"""What a reader asked for: period, model, grouping; and which part of the world (the scope)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Q

from clmsite.kernel.periods import Period, day_of

GROUPS = ("campaign", "channel")
PRESETS = ("7", "30", "90", "month", "quarter", "12m", "year", "all", "custom")
DEFAULT_PRESET = "90"

# Where each source of figures keeps what it belongs to.
FIELDS = {
    "campaign": {
        "spend": "campaign_id",
        "click": "link__campaign_id",
        "touch": "campaign_id",
        "credit": "campaign_id",
    },
    "channel": {
        "spend": "campaign__channel_id",
        "click": "link__campaign__channel_id",
        "touch": "channel_id",
        "credit": "channel_id",
    },
    "link": {
        "spend": "link_id",
        "click": "link_id",
        "touch": "link_id",
        "credit": "link_id",
    },
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Parts that narrow the figures: {"channel": 3} or {"campaign": None} (without campaign)."""

    parts: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "Scope":
        """Reads "channel-3.campaign-12" and "campaign-none"; ValueError for anything else."""
        parts: dict[str, int | None] = {}
        for piece in text.split("."):
            kind, _, key = piece.partition("-")
            if kind not in FIELDS:
                raise ValueError(f"no such scope: {text}")
            parts[kind] = None if key == "none" else int(key)
        return cls(parts)

    def also(self, kind: str, key: int | None) -> "Scope":
        return Scope({**self.parts, kind: key})

    def where(self, source: str) -> Q:
        """The condition on the rows of `source`: spend, click, touch or credit."""
        return Q(**{FIELDS[kind][source]: key for kind, key in self.parts.items()})

    def __str__(self) -> str:
        return ".".join(
            f"{kind}-{'none' if key is None else key}" for kind, key in self.parts.items()
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of the figures. Everything in it is in the URL."""

    preset: str
    period: Period
    model: str
    currency: str
    group: str = "campaign"
    compare: bool = True
    sort: str = "-revenue"

    @property
    def previous(self) -> Period:
        return self.period.previous()

    @property
    def query(self) -> str:
        """The part of the URL that every page of analytics understands."""
        query = {"period": self.preset, "model": self.model}
        if self.preset == "custom":
            query["from"] = self.period.first_day.isoformat()
            query["to"] = self.period.last_day.isoformat()
        if not self.compare:
            query["compare"] = "0"
        return urlencode(query)


def period_of(preset: str, now: datetime, first: date | None, last: date | None) -> Period:
    """The period a preset means now; `first` and `last` are for "custom" and "all"."""
    today = day_of(now)
    calendar = {"month": Period.month, "quarter": Period.quarter, "year": Period.year}
    if preset in calendar:
        return calendar[preset](today)
    if preset == "12m":  # this month and the eleven before it, so that no bar is cut short
        return Period.between(date(today.year - (today.month < 12), today.month % 12 + 1, 1), today)
    if preset in {"custom", "all"} and first and last:
        return Period.between(first, last)
    return Period.last_days(int(preset), now)
