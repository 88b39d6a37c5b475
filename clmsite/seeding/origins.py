"""Origins: every way a visit can come about: a link of a campaign, or a source outside of them."""

from dataclasses import dataclass

import numpy as np
from django.utils.text import slugify
from numpy.random import Generator
from numpy.typing import NDArray

from clmsite.seeding.company import SITES
from clmsite.seeding.market import DAYS, LOOSE, LOOSE_WEIGHT, OFFLINE, PLANS

_REFERRERS = {
    "linkedin": "https://www.linkedin.com/",
    "facebook": "https://l.facebook.com/",
    "instagram": "https://l.instagram.com/",
    "youtube": "https://www.youtube.com/",
    "google": "https://www.google.com/",
    "bing": "https://www.bing.com/",
    "reddit": "https://www.reddit.com/",
    "newsletter": "",
    "adnet": "",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """One source of visits. `plan` is an index of PLANS, -1 outside campaigns."""

    channel: str
    source: str
    medium: str
    plan: int = -1
    message: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""
    referrer: str = ""
    page: str = "/"
    site: int = 0
    weight: float = 1.0

    @property
    def base_url(self) -> str:
        return f"https://{SITES[self.site][1]}{self.page}"

    @property
    def landing_url(self) -> str:
        if self.plan < 0:
            return self.base_url
        tags = f"utm_source={self.source}&utm_medium={self.medium}&utm_campaign={self.campaign}"
        more = f"&utm_term={self.term}" if self.term else ""
        return f"{self.base_url}?{tags}{more}&utm_content={self.content}"


def _planned() -> list[Origin]:
    return [
        Origin(
            channel=plan.channel,
            source=plan.source,
            medium=plan.medium,
            plan=index,
            message=message,
            campaign=plan.slug,
            term=slugify(message).replace("-", "+") if plan.channel == "paid_search" else "",
            content=slugify(message),
            referrer=_REFERRERS.get(plan.source, f"https://{plan.source}/"),
            page=plan.page,
            site=int(plan.on_academy),
            weight=plan.weight / (place + 1),  # the first message is shown most
        )
        for index, plan in enumerate(PLANS)
        for place, message in enumerate(plan.messages)
    ]


def _loose() -> list[Origin]:
    return [
        Origin(
            channel=channel,
            source=source,
            medium=medium,
            referrer=referrer,
            weight=weight * LOOSE_WEIGHT.get(channel, 1.0),
        )
        for channel, sources in LOOSE.items()
        for source, medium, referrer, weight in sources
    ]


LINKS: list[Origin] = _planned()  # link k is origin k
ORIGINS: list[Origin] = LINKS + _loose()


def column(name: str, origin: NDArray[np.int64]) -> list:
    """One attribute of the origin of each visit."""
    return np.array([getattr(one, name) for one in ORIGINS], dtype=object)[origin].tolist()


def plan_of(origin: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.array([one.plan for one in ORIGINS])[origin]


def draw_origins(channel: str, day: NDArray[np.int64], rng: Generator) -> NDArray[np.int64]:
    """An origin of `channel` for visits on these days (0 is the oldest)."""
    mine = [i for i, one in enumerate(ORIGINS) if one.channel == channel]
    table = np.array([[_weight(i, days_ago) for i in mine] for days_ago in range(DAYS - 1, -1, -1)])
    steps = np.cumsum(table, axis=1)[day]
    if len(day) and not (steps[:, -1] > 0).all():
        raise ValueError(f"{channel} has visits on days without a campaign")
    draw = rng.random(len(day)) * steps[:, -1]
    return np.array(mine)[(draw[:, None] >= steps).sum(axis=1)]


def _weight(index: int, days_ago: int) -> float:
    one = ORIGINS[index]
    if one.plan >= 0 and not PLANS[one.plan].is_active(days_ago):
        return 0.0
    if one.channel == OFFLINE:
        return 0.0
    total = sum(1 / (place + 1) for place in range(len(PLANS[one.plan].messages)))
    return one.weight / total if one.plan >= 0 else one.weight
