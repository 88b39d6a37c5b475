"""Campaigns, their links, and what they cost."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
from django.conf import settings
from numpy.random import Generator

from campaigns.models import Campaign, Channel, Link, Spend
from clmsite.seeding.clock import DAY, day_start
from clmsite.seeding.fast_insert import fast_insert, next_id
from clmsite.seeding.market import DAYS, PLANS, first_day
from clmsite.seeding.origins import LINKS, plan_of
from clmsite.seeding.plan import Plan
from clmsite.seeding.visits import Visits

CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
# Platforms count clicks that never arrive, and claim more leads than there are.
CLICK_SURPLUS, CLAIMED_PER_CLICK = 0.11, 0.055
BILLED_EVERY = 30


@dataclass(frozen=True, slots=True)
class CampaignIds:
    campaigns: list[int]  # by index of PLANS
    links: list[int]  # by index of LINKS
    channels: dict[str, int]


def channel_ids() -> dict[str, int]:
    return dict(Channel.objects.values_list("key", "pk"))


def write_campaigns(*, now: datetime, owners: list[int], rng: Generator) -> CampaignIds:
    """All campaigns and links; a campaign comes after the one it follows."""
    channels = channel_ids()
    by_slug: dict[str, int] = {}
    order = sorted(range(len(PLANS)), key=lambda i: -PLANS[i].begins)
    for i in order:
        plan = PLANS[i]
        made = Campaign.objects.create(
            slug=plan.slug,
            name=plan.name,
            channel_id=channels[plan.channel],
            status=plan.status,
            owner_id=owners[i % len(owners)],
            currency=settings.REPORTING_CURRENCY,
            follows_id=by_slug.get(plan.follows),
            hypothesis=plan.hypothesis,
            learned=plan.learned,
            tags=list(plan.tags),
            budget=plan.budget,
            **_goals(plan),
            **_dates(plan, now),
        )
        by_slug[plan.slug] = made.pk
    ids = [by_slug[plan.slug] for plan in PLANS]
    return CampaignIds(ids, _write_links(ids, owners, now=now, rng=rng), channels)


def _goals(plan: Plan) -> dict:
    leads, qualified, customers, revenue = plan.goals
    return {
        "goal_leads": leads,
        "goal_qualified": qualified,
        "goal_customers": customers,
        "goal_revenue": revenue,
    }


def _dates(plan: Plan, now: datetime) -> dict:
    today = now.date()
    begins = max(today - timedelta(days=plan.begins), first_day(today))
    launched = datetime.combine(begins, time(7, 30), tzinfo=UTC)
    created = min(launched, now) - timedelta(days=12, hours=3)
    if plan.status == "draft":
        return {"starts_on": begins, "created_at": now - timedelta(days=4)}
    if plan.status != "ended":
        return {"starts_on": begins, "created_at": created, "launched_at": launched}
    ends = today - timedelta(days=plan.ends)
    return {
        "starts_on": begins,
        "ends_on": ends,
        "created_at": created,
        "launched_at": launched,
        "ended_at": datetime.combine(ends, time(21, 0), tzinfo=UTC),
    }


def _write_links(
    campaigns: list[int], owners: list[int], *, now: datetime, rng: Generator
) -> list[int]:
    begin, count = next_id(Link), len(LINKS)
    codes = {""}
    while len(codes) <= count:
        codes.add("".join(rng.choice(list(CODE_LETTERS), size=7)))
    plans = [PLANS[link.plan] for link in LINKS]
    made_at = [int(_dates(plan, now)["created_at"].timestamp()) + DAY for plan in plans]
    fast_insert(
        Link,
        count,
        {
            "code": sorted(codes)[1:],
            "name": [link.message for link in LINKS],
            "destination": [link.base_url for link in LINKS],
            "campaign_id": [campaigns[link.plan] for link in LINKS],
            "utm_source": [link.source for link in LINKS],
            "utm_medium": [link.medium for link in LINKS],
            "utm_campaign": [link.campaign for link in LINKS],
            "utm_term": [link.term for link in LINKS],
            "utm_content": [link.content for link in LINKS],
            "created_by_id": owners[0],
            "created_at": made_at,
        },
        begin=begin,
    )
    return list(range(begin, begin + count))


@dataclass(slots=True)
class _Row:
    plan: int
    on: date
    amount: Decimal
    impressions: int | None = None
    clicks: int | None = None
    claimed: int | None = None
    label: str = ""


def write_spend(
    visits: Visits, ids: CampaignIds, *, today: date, scale: float, rng: Generator
) -> int:
    """Cost per campaign and day as platforms report them, invoices for fixed costs."""
    rows = _clicked(visits, today, rng) + _billed(today, scale)
    sources = ["api" if row.clicks is not None else "hand" for row in rows]
    fast_insert(
        Spend,
        len(rows),
        {
            "campaign_id": [ids.campaigns[row.plan] for row in rows],
            "link_id": None,
            "spent_on": [row.on for row in rows],
            "amount": [row.amount for row in rows],
            "currency": settings.REPORTING_CURRENCY,
            "impressions": [row.impressions for row in rows],
            "clicks": [row.clicks for row in rows],
            "claimed_conversions": [row.claimed for row in rows],
            "label": [row.label for row in rows],
            "source": sources,
            "external_id": [
                f"{PLANS[row.plan].slug}-{row.on}" if source == "api" else None
                for row, source in zip(rows, sources, strict=True)
            ],
            "created_at": [
                min(day_start(row.on) + DAY + 4 * 3600, day_start(today) + 4 * 3600) for row in rows
            ],
        },
    )
    return len(rows)


def _clicked(visits: Visits, today: date, rng: Generator) -> list[_Row]:
    """Campaigns paid per click: what the visits of each day cost. Today is not reported yet."""
    day = (visits.at - day_start(today)) // DAY + DAYS - 1
    plan = plan_of(visits.origin)
    inside = (plan >= 0) & (day < DAYS - 1) & (day >= 0)
    counts = np.zeros((len(PLANS), DAYS), dtype=np.int64)
    np.add.at(counts, (plan[inside], day[inside]), 1)
    rows = []
    for i, j in np.argwhere(counts):
        if PLANS[i].cpc and PLANS[i].spend_is_known:
            on = today - timedelta(days=int(DAYS - 1 - j))
            rows.append(_reported(int(i), on, int(counts[i, j]), rng))
    return rows


def _reported(index: int, on: date, visits: int, rng: Generator) -> _Row:
    plan = PLANS[index]
    clicks = visits + int(rng.poisson(visits * CLICK_SURPLUS))
    price = plan.cpc * float(rng.lognormal(0, 0.12))
    return _Row(
        plan=index,
        on=on,
        amount=Decimal(str(round(clicks * price, 2))),
        impressions=int(clicks / plan.ctr * float(rng.lognormal(0, 0.15))),
        clicks=clicks,
        claimed=int(rng.poisson(clicks * CLAIMED_PER_CLICK)),
    )


def _billed(today: date, scale: float) -> list[_Row]:
    """Fixed costs: one invoice on the first day and every thirty days after."""
    return [
        _Row(
            plan=i,
            on=today - timedelta(days=days_ago),
            amount=Decimal(str(round(plan.monthly * scale, 2))),
            label="Invoice",
        )
        for i, plan in enumerate(PLANS)
        if plan.monthly and plan.status != "draft"
        for days_ago in range(
            min(plan.begins, (today - first_day(today)).days), (plan.ends or 0) - 1, -BILLED_EVERY
        )
    ]
