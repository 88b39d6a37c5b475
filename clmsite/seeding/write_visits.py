"""Visitors, clicks, touches and page views of the simulated visits."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from campaigns.models import Click, PageView, Touch, Visitor
from clmsite.seeding.clock import DAY, HOUR
from clmsite.seeding.company import PAGES
from clmsite.seeding.fast_insert import fast_insert, hex_ids, next_id
from clmsite.seeding.origins import LINKS, ORIGINS, column, plan_of
from clmsite.seeding.visits import Visits
from clmsite.seeding.write_campaigns import CampaignIds

Ints = NDArray[np.int64]
BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
)
MACHINES = (
    ("bot", "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://bot.example/)"),
    ("bot", "LinkPreview/1.0 (+https://preview.example/)"),
    ("probe", "curl/8.9.1"),
    ("prefetch", BROWSERS[0]),
)
SCANNER = "MailGuard/4.2 link scanner"
PAGES_KEPT_DAYS = 30  # page views of strangers older than this are not written
CONSENT_RATE, LEAD_CONSENT_RATE = 0.45, 0.92


@dataclass(frozen=True, slots=True)
class WrittenVisits:
    """`visitor_ids` by the world's visitor (missing: ""), `first_touch` the id of row 0."""

    visitor_ids: list[str]
    first_touch: int


def write_visits(
    visits: Visits, ids: CampaignIds, sites: list[int], *, now: int, rng: Generator
) -> WrittenVisits:
    visitor_ids = _write_visitors(visits, sites, rng)
    click_ids = _write_clicks(visits, ids, now=now, rng=rng)
    begin = next_id(Touch)
    _write_touches(visits, ids, sites, visitor_ids, click_ids, begin, now=now, rng=rng)
    _write_pages(visits, begin, now=now, rng=rng)
    return WrittenVisits(visitor_ids, begin)


def _write_visitors(visits: Visits, sites: list[int], rng: Generator) -> list[str]:
    """Who comes on two days has agreed to the cookie: otherwise nobody could tell."""
    who, first, count = np.unique(visits.visitor, return_index=True, return_counts=True)
    last = np.zeros(visits.visitor.max() + 1, dtype=np.int64)
    last[visits.visitor] = visits.at + visits.seconds
    is_lead = np.isin(who, visits.leads)
    luck = rng.random(len(who))
    granted = (count > 1) | (luck < np.where(is_lead, LEAD_CONSENT_RATE, CONSENT_RATE))
    hexes = hex_ids(rng, len(who))
    site = np.array([one.site for one in ORIGINS])[visits.origin[first]]
    fast_insert(
        Visitor,
        len(who),
        {
            "id": hexes,
            "key": hex_ids(rng, len(who)),
            "site_id": np.array(sites)[site],
            "consent": np.where(granted, "granted", "none"),
            "consent_at": np.where(granted, visits.at[first] + 8, -1),
            "first_seen_at": visits.at[first],
            "last_seen_at": last[who],
        },
    )
    found = np.full(len(last), "", dtype=object)
    found[who] = hexes
    return found.tolist()


def _write_clicks(
    visits: Visits, ids: CampaignIds, *, now: int, rng: Generator
) -> NDArray[np.object_]:
    """A click before each visit by a link, some without a visit, and machines. The visits' ids."""
    rows = np.flatnonzero(plan_of(visits.origin) >= 0)
    lost = rng.choice(rows, size=len(rows) // 20, replace=False)
    robots = rng.choice(rows, size=len(rows) // 11, replace=False)
    mails = rows[np.array(column("channel", visits.origin[rows])) == "email"]
    scans = rng.choice(mails, size=len(mails) // 4, replace=False)
    machine = rng.choice(len(MACHINES), p=(0.5, 0.25, 0.15, 0.1), size=len(robots))
    source = np.concatenate((rows, lost, robots, scans))
    moved = rng.integers(60, 6 * HOUR, size=len(source))
    moved[: len(rows)] = rng.integers(1, 6, size=len(rows))
    at = visits.at[source] - moved
    browser = rng.choice(len(BROWSERS), p=(0.55, 0.2, 0.15, 0.1), size=len(rows) + len(lost))
    people = [BROWSERS[i] for i in browser]
    machines = [MACHINES[i] for i in machine]
    kinds = ["human"] * len(people) + [kind for kind, _ in machines] + ["scanner"] * len(scans)
    hexes = hex_ids(rng, len(source))
    fast_insert(
        Click,
        len(source),
        {
            "id": hexes,
            "link_id": np.array(ids.links)[visits.origin[source]],
            "at": np.minimum(at, now),
            "kind": kinds,
            "ip_prefix": [f"203.0.{block}.0" for block in rng.integers(0, 256, len(source))],
            "user_agent": people + [agent for _, agent in machines] + [SCANNER] * len(scans),
            "referrer": column("referrer", visits.origin[source]),
        },
    )
    of_visit = np.full(len(visits.at), None, dtype=object)
    of_visit[rows] = hexes[: len(rows)]
    return of_visit


def _write_touches(
    visits: Visits,
    ids: CampaignIds,
    sites: list[int],
    visitor_ids: list[str],
    click_ids: NDArray[np.object_],
    begin: int,
    *,
    now: int,
    rng: Generator,
) -> None:
    origin, plan = visits.origin, plan_of(visits.origin)
    last_seen = visits.at + visits.seconds
    last_seen[visits.lead_visit] = np.maximum(last_seen[visits.lead_visit], visits.lead_at)
    campaign = np.array([*ids.campaigns, None], dtype=object)[plan]
    link = np.array([*ids.links, *[None] * (len(ORIGINS) - len(LINKS))], dtype=object)[origin]
    fast_insert(
        Touch,
        len(visits.at),
        {
            "event_id": hex_ids(rng, len(visits.at)),
            "visitor_id": np.array(visitor_ids, dtype=object)[visits.visitor],
            "site_id": np.array(sites)[np.array([one.site for one in ORIGINS])[origin]],
            "at": visits.at,
            "last_seen_at": np.minimum(last_seen, now),
            "channel_id": np.array([ids.channels[one.channel] for one in ORIGINS])[origin],
            "campaign_id": campaign,
            "link_id": link,
            "click_id": click_ids,
            **_raw_values(origin),
            "page_count": visits.page_count,
            "seconds": visits.seconds,
        },
        begin=begin,
    )


def _raw_values(origin: Ints) -> dict[str, list]:
    """What came with each visit, before any rule looked at it."""
    same = ("source", "medium", "term", "content", "referrer", "landing_url")
    return {name: column(name, origin) for name in same} | {
        "campaign_name": column("campaign", origin)
    }


def _write_pages(visits: Visits, begin: int, *, now: int, rng: Generator) -> None:
    """Pages of known people, and of everybody in the last days; older ones are pruned."""
    is_lead = np.isin(visits.visitor, visits.leads)
    wanted = is_lead | (visits.at > now - PAGES_KEPT_DAYS * DAY)
    rows = np.flatnonzero(wanted[visits.page_visit])
    visit, page = visits.page_visit[rows], visits.page[rows]
    origin = visits.origin[visit]
    host = np.array([one.base_url.removesuffix(one.page) for one in ORIGINS], dtype=object)[origin]
    paths = np.array([path for path, _, _ in PAGES], dtype=object)[page]
    path = np.where(page < 0, np.array([one.page for one in ORIGINS], dtype=object)[origin], paths)
    landing = np.array([one.landing_url for one in ORIGINS], dtype=object)[origin]
    titles = {path: title for path, title, _ in PAGES}
    fast_insert(
        PageView,
        len(rows),
        {
            "event_id": hex_ids(rng, len(rows)),
            "touch_id": begin + visit,
            "at": np.minimum(visits.page_at[rows], now),
            "url": np.where(page < 0, landing, host + path),
            "path": path,
            "title": [titles.get(one, one.strip("/").replace("-", " ").title()) for one in path],
            "seconds": visits.page_seconds[rows],
        },
    )
