"""Rows for tests: plain functions with defaults, so that a test says only what it is about.

    deal = make_deal(lead=make_lead(name="Ines Costa"), amount=300, stage=make_stage("Proposal"))

The stages and reasons of a new install are there already (migration 0002): `stage("New")` and
`reason("lost")` find them.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from campaigns.models import Campaign, Touch, Visitor
from campaigns.tests.make import NOW, make_touch, make_visitor
from leads.models import (
    Activity,
    Deal,
    Feedback,
    Identity,
    Lead,
    Pipeline,
    Reason,
    Revenue,
    Stage,
)

_serial = count(1)


def stage(name: str = "New") -> Stage:
    return Stage.objects.get(name=name)


def reason(kind: str = "lost", name: str = "") -> Reason:
    found = Reason.objects.filter(kind=kind)
    return found.get(name=name) if name else found.first()


def make_pipeline(name: str = "", *, stages: tuple[str, ...] = ("First", "Second")) -> Pipeline:
    pipeline = Pipeline.objects.create(name=name or f"Pipeline {next(_serial)}", position=9)
    for one in stages:
        make_stage(one, pipeline=pipeline)
    return pipeline


def make_stage(
    name: str = "",
    *,
    pipeline: Pipeline | None = None,
    probability: Decimal | str = "0.5",
    **fields: Any,
) -> Stage:
    n = next(_serial)
    fields.setdefault("position", 100 + n)
    return Stage.objects.create(
        name=name or f"Stage {n}",
        pipeline=pipeline or Pipeline.objects.first(),
        probability=Decimal(probability),
        **fields,
    )


def make_lead(
    name: str = "",
    *,
    email: str | None = None,
    created_at: datetime = NOW,
    visitor: Visitor | None = None,
    **fields: Any,
) -> Lead:
    """A new lead; with `visitor` it is who that visitor turned out to be."""
    n = next(_serial)
    email = f"person{n}@example.com" if email is None else email
    fields.setdefault("email_key", email.lower() or None)
    lead = Lead.objects.create(
        name=name or f"Person {n}", email=email, created_at=created_at, **fields
    )
    if visitor:
        make_identity(lead=lead, visitor=visitor, at=created_at)
    return lead


def make_identity(*, lead: Lead, visitor: Visitor | None = None, at: datetime = NOW) -> Identity:
    return Identity.objects.create(
        lead=lead, visitor=visitor or make_visitor(at=at), at=at, by=Identity.By.FORM
    )


def make_lead_from(campaign: Campaign, *, at: datetime = NOW, **fields: Any) -> Lead:
    """A lead whose first touch, an hour before, was with `campaign`."""
    touch: Touch = make_touch(campaign=campaign, at=at - timedelta(hours=1))
    return make_lead(visitor=touch.visitor, created_at=at, **fields)


def make_deal(
    name: str = "",
    *,
    lead: Lead | None = None,
    amount: Decimal | int | str | None = 1000,
    currency: str = "EUR",
    stage: Stage | str = "New",
    created_at: datetime = NOW,
    **fields: Any,
) -> Deal:
    """An open deal, or a closed one with `outcome="won"` or `outcome="lost"`."""
    n = next(_serial)
    outcome = fields.get("outcome", "")
    if outcome:
        fields.setdefault("closed_at", created_at)
        fields.setdefault("close_seq", 1)
    if outcome == Deal.Outcome.LOST:
        fields.setdefault("reason", reason("lost"))
    fields.setdefault("stage_entered_at", created_at)
    return Deal.objects.create(
        name=name or f"Deal {n}",
        lead=lead or make_lead(created_at=created_at),
        amount=amount if amount is None else Decimal(amount),
        currency=currency,
        stage=Stage.objects.get(name=stage) if isinstance(stage, str) else stage,
        created_at=created_at,
        **fields,
    )


def make_revenue(
    *, deal: Deal | None = None, amount: Decimal | int | str = 1000, **fields: Any
) -> Revenue:
    deal = deal or make_deal(amount=amount, outcome=Deal.Outcome.WON)
    fields.setdefault("occurred_on", (deal.closed_at or NOW).date())
    fields.setdefault("kind", Revenue.Kind.SALE)
    fields.setdefault("external_id", f"test-{next(_serial)}")
    fields.setdefault("created_at", deal.closed_at or NOW)
    return Revenue.objects.create(
        deal=deal, amount=Decimal(amount), currency=deal.currency, **fields
    )


def make_activity(
    *, lead: Lead | None = None, kind: str = Activity.Kind.NOTE, text: str = "", **fields: Any
) -> Activity:
    fields.setdefault("at", NOW)
    return Activity.objects.create(
        lead=lead or make_lead(), kind=kind, text=text or "Talked it over.", **fields
    )


def make_feedback(
    *,
    lead: Lead | None = None,
    kind: str = Feedback.Kind.OBJECTION,
    topic: str = "Price",
    **fields: Any,
) -> Feedback:
    fields.setdefault("at", NOW)
    return Feedback.objects.create(lead=lead or make_lead(), kind=kind, topic=topic, **fields)
