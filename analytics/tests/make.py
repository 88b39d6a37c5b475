"""Rows for tests of analytics: a journey that ends in a lead and, if asked, in a won deal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from analytics.credits import full_run, refresh_conversions, request_full_run
from analytics.models import Conversion, Run
from campaigns.models import Campaign
from campaigns.tests.make import NOW, make_touch, make_visitor
from leads.models import Deal, Lead
from leads.tests.make import make_deal, make_lead

DAY = timedelta(days=1)


def make_journey(
    *campaigns: Campaign | None, at: datetime = NOW, days_before: Sequence[float] | None = None
) -> Lead:
    """A lead of `at` who met the campaigns in this order, the last an hour before.

    None is a direct visit. `days_before` says when, else they lie a day apart.
    """
    days = days_before or [len(campaigns) - i - 1 for i in range(len(campaigns))]
    visitor = make_visitor(at=at)
    for campaign, before in zip(campaigns, days, strict=True):
        make_touch(visitor=visitor, campaign=campaign, at=at - before * DAY - DAY / 24)
    return make_lead(visitor=visitor, created_at=at)


def make_won(
    *campaigns: Campaign | None,
    amount: Decimal | int | str = 1000,
    currency: str = "EUR",
    at: datetime = NOW,
    days_before: Sequence[float] | None = None,
) -> Deal:
    """A deal won at `at` whose lead, of the same moment, met the campaigns before."""
    lead = make_journey(*campaigns, at=at, days_before=days_before)
    return make_deal(
        lead=lead, amount=amount, currency=currency, outcome=Deal.Outcome.WON, created_at=at
    )


def run_everything(*, now: datetime = NOW) -> Run:
    """A complete full run."""
    return full_run(run_id=request_full_run(by=None, now=now).pk)


def refresh(*, leads: Sequence[Lead] = (), deals: Sequence[Deal] = ()) -> Run | None:
    return refresh_conversions(
        lead_ids=[lead.pk for lead in leads],
        deal_ids=[deal.pk for deal in deals],
        reason="a test",
        now=NOW,
    )


def standing(subject: Lead | Deal) -> Conversion:
    milestone = Conversion.Milestone.LEAD if isinstance(subject, Lead) else Conversion.Milestone.WON
    return Conversion.objects.standing().get(milestone=milestone, subject_id=subject.pk)
