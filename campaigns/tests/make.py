"""Rows for tests: plain functions with defaults, so that a test says only what it is about.

    make_click(link=make_link(campaign=make_campaign(name="Spring")), at=FRIDAY)

Channels are not made: the table is part of a new install (migration 0003), `channel("email")`
finds one.
"""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from campaigns.models import Campaign, Channel, Click, Link, PageView, Site, Spend, Touch, Visitor

# The moment everything happens at unless a test says otherwise: a Friday.
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()

_serial = count(1)


def channel(key: str = "paid_search") -> Channel:
    return Channel.objects.get(key=key)


def make_campaign(
    name: str = "",
    *,
    channel: Channel | str = "paid_search",
    status: str = Campaign.Status.RUNNING,
    starts_on: date | None = date(2026, 11, 1),
    ends_on: date | None = date(2026, 11, 30),
    budget: Decimal | int | str | None = 1000,
    currency: str = "EUR",
    created_at: datetime = NOW,
    **fields: Any,
) -> Campaign:
    n = next(_serial)
    fields.setdefault("slug", f"campaign-{n}")
    return Campaign.objects.create(
        name=name or f"Campaign {n}",
        channel=_channel(channel),
        status=status,
        starts_on=starts_on,
        ends_on=ends_on,
        budget=budget if budget is None else Decimal(budget),
        currency=currency,
        created_at=created_at,
        **fields,
    )


def make_link(
    *,
    campaign: Campaign | None = None,
    destination: str = "https://shop.example.com/landing",
    created_at: datetime = NOW,
    **fields: Any,
) -> Link:
    campaign = campaign or make_campaign()
    fields.setdefault("utm_source", "google")
    fields.setdefault("utm_medium", "cpc")
    fields.setdefault("utm_campaign", campaign.slug)
    return Link.objects.create(
        campaign=campaign, destination=destination, created_at=created_at, **fields
    )


def make_spend(
    *,
    campaign: Campaign | None = None,
    amount: Decimal | int | str = 100,
    currency: str = "EUR",
    spent_on: date = TODAY,
    created_at: datetime = NOW,
    **fields: Any,
) -> Spend:
    return Spend.objects.create(
        campaign=campaign or make_campaign(),
        amount=Decimal(amount),
        currency=currency,
        spent_on=spent_on,
        created_at=created_at,
        **fields,
    )


def make_site(
    *, domain: str = "shop.example.com", created_at: datetime = NOW, **fields: Any
) -> Site:
    fields.setdefault("name", domain)
    fields.setdefault("origins", [f"https://{domain}"])
    return Site.objects.create(domain=domain, created_at=created_at, **fields)


def make_visitor(
    *, key: str = "", consent: str = Visitor.Consent.GRANTED, at: datetime = NOW, **fields: Any
) -> Visitor:
    fields.setdefault("first_seen_at", at)
    fields.setdefault("last_seen_at", at)
    if consent != Visitor.Consent.NONE:
        fields.setdefault("consent_at", at)
    return Visitor.objects.create(key=key or uuid.uuid4().hex, consent=consent, **fields)


def make_touch(
    *,
    visitor: Visitor | None = None,
    campaign: Campaign | None = None,
    channel: Channel | str | None = None,
    at: datetime = NOW,
    **fields: Any,
) -> Touch:
    """A visit; its channel is the campaign's unless said, "direct" without a campaign."""
    if channel is None:
        channel = campaign.channel if campaign else "direct"
    fields.setdefault("last_seen_at", at)
    return Touch.objects.create(
        visitor=visitor or make_visitor(at=at),
        campaign=campaign,
        channel=_channel(channel),
        at=at,
        **fields,
    )


def make_click(*, link: Link | None = None, at: datetime = NOW, **fields: Any) -> Click:
    return Click.objects.create(link=link or make_link(), at=at, **fields)


def make_page_view(
    *, touch: Touch | None = None, path: str = "/", at: datetime = NOW, **fields: Any
) -> PageView:
    fields.setdefault("url", f"https://shop.example.com{path}")
    return PageView.objects.create(touch=touch or make_touch(at=at), at=at, path=path, **fields)


def _channel(channel: Channel | str) -> Channel:
    return channel if isinstance(channel, Channel) else Channel.objects.get(key=channel)
