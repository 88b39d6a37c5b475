"""One of everything that has a page. Imports models: import it after `django.setup()`."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from analytics.tests.make import run_everything, standing
from campaigns.models import Campaign, RefusedHit, Site
from campaigns.tests.make import (
    make_campaign,
    make_click,
    make_link,
    make_page_view,
    make_site,
    make_spend,
    make_touch,
)
from clmsite.invite import invite
from clmsite.kernel.imports.jobs import take_file
from leads.models import Form, Lead, Submission
from leads.tests.make import make_activity, make_deal, make_lead_from, make_revenue
from leads.tests.make_forms import make_form

Users = dict[str, Any]
ROWS = "date;campaign;cost\n2026-11-01;Spring;12,50\n2026-11-02;Spring;abc\n"


def make_things(users: Users, *, now: datetime) -> dict[str, Any]:
    """Make them all; {what: the argument by which its address names it}."""
    campaign = _campaigns(users, now)
    link = make_link(campaign=campaign, created_at=now)
    site = make_site(created_at=now)
    things = {"campaign": campaign, "channel": campaign.channel, "link": link, "site": site}
    leads = []
    for i in range(6):
        day = now - timedelta(days=3 * i + 1)
        make_click(link=link, at=day)
        spent = {"amount": 120 + i, "spent_on": day.date(), "external_id": f"row-{i}"}
        things["spend"] = make_spend(campaign=campaign, **spent)
        who = {"name": f"Person {i}", "company": "Tern & Söhne", "owner": users["rep"]}
        leads.append(make_lead_from(campaign, at=day, **who))
    things |= {"lead": leads[0], "deal": _deals(leads, users)}
    things["form"] = form = _form(site, leads[0], now)
    run_everything(now=now)
    things["conversion"] = standing(leads[0])
    return {name: thing.pk for name, thing in things.items()} | {
        "form_key": form.key,
        "what": "leads",
        "of": f"campaign-{campaign.pk}",
        "invitation": _invitation(users, now),
        "fresh_import": _import("costs.csv", users, now),
        "import": _import("more costs.csv", users, now),
    }


def _campaigns(users: Users, now: datetime) -> Campaign:
    """One that runs and worked, one draft."""
    make_campaign("کمپین پاییز", channel="email", status="draft", created_at=now)
    return make_campaign(
        "Spring launch with quite a long name, as people write them",
        owner=users["marketer"],
        starts_on=now.date() - timedelta(days=40),
        ends_on=now.date() + timedelta(days=20),
        created_at=now - timedelta(days=41),
    )


def _deals(leads: list[Lead], users: Users) -> Any:
    """Four open ones, one won; the first comes back."""
    rep = users["rep"]
    deals = [
        make_deal(f"Deal {i}", lead=lead, owner=rep, amount=Decimal(900 * (i + 1)))
        for i, lead in enumerate(leads[:4])
    ]
    make_activity(lead=leads[0], text="Asked for a two-year price.")
    make_revenue(deal=make_deal("Won one", lead=leads[4], outcome="won", owner=rep))
    return deals[0]


def _form(site: Site, lead: Lead, now: datetime) -> Form:
    """A published form with one accepted and one doubtful submission, and hits on its site."""
    form = make_form("Demo form", site=site, created_at=now, intro="A word before.")
    accepted = {"name": lead.name, "email": lead.email}
    spam = {"name": "Win now", "question": "https://a.example https://b.example " * 9}
    Submission.objects.create(form=form, at=now, state="accepted", answers=accepted, lead=lead)
    Submission.objects.create(
        form=form, at=now, state="spam", answers=spam, spam_reasons=["links", "too_fast"]
    )
    make_page_view(touch=make_touch(site=site, at=now), path="/prices", at=now)
    RefusedHit.objects.create(site=site, at=now, reason="bad_url")
    return form


def _invitation(users: Users, now: datetime) -> str:
    """The secret part of an invitation's address."""
    by = users["administrator"]
    _row, token = invite(email="new@example.com", role="rep", by=by, now=now)
    return token


def _import(name: str, users: Users, now: datetime) -> str:
    """A file that waits for its columns."""
    upload = ContentFile(ROWS.encode(), name=name)
    actor = users["marketer"]
    return str(take_file(kind="spend", upload=upload, name=name, actor=actor, now=now).pk)
