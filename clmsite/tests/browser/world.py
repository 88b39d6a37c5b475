"""A small world on disk for the browser tests: run as a process of its own, prints JSON.

    python -m clmsite.tests.browser.world     (DATABASE_URL and VAR_DIR say where)

It makes one user per role, one of everything that has a page, and a session for each role.
The tests open the pages of a real server over this database, so they need neither the test
database nor its flushing.
"""

import json
import sys
from datetime import timedelta
from decimal import Decimal
from typing import Any

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    json.dump(build(), sys.stdout)


def build() -> dict[str, Any]:
    """{"cookies": {role: session key}, "things": {what: as its address names it}}."""
    users = _users()
    return {
        "cookies": {role: _session(user) for role, user in users.items()},
        "things": _things(users),
    }


def _users() -> dict[str, Any]:
    from conftest import make_user

    names = {
        "marketer": "Mara Keting",
        "rep": "Rea Presenter",
        "manager": "مانی آگر",
        "administrator": "Ada Min",
    }
    return {role: make_user(role, name=name) for role, name in names.items()}


def _session(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # allauth asks for the password again before it shows how an account is protected.
    session["account_authentication_methods"] = [{"method": "password", "at": _now().timestamp()}]
    session.save()
    return session.session_key


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _form(site: Any, lead: Any, now: Any) -> Any:
    """A published form with one accepted and one doubtful submission, and hits on its site."""
    from campaigns.models import RefusedHit
    from campaigns.tests import make as camp
    from leads.models import Submission
    from leads.tests.make_forms import make_form

    form = make_form("Demo form", site=site, created_at=now, intro="A word before.")
    for state, answers in (
        ("accepted", {"name": lead.name, "email": lead.email}),
        ("spam", {"name": "Win now", "question": "https://a.example https://b.example " * 9}),
    ):
        Submission.objects.create(
            form=form,
            at=now,
            state=state,
            answers=answers,
            lead=lead if state == "accepted" else None,
            spam_reasons=["links", "too_fast"] if state == "spam" else [],
        )
    camp.make_page_view(touch=camp.make_touch(site=site, at=now), path="/prices", at=now)
    RefusedHit.objects.create(site=site, at=now, reason="bad_url")
    return form


def _things(users: dict[str, Any]) -> dict[str, Any]:
    """One campaign that worked, one draft, a link, a site, a form, leads and deals; their pages."""
    from campaigns.tests import make as camp
    from leads.tests import make as lead_make

    now = _now()
    today = now.date()
    campaign = camp.make_campaign(
        "Spring launch with quite a long name, as people write them",
        owner=users["marketer"],
        starts_on=today - timedelta(days=40),
        ends_on=today + timedelta(days=20),
        created_at=now - timedelta(days=41),
    )
    camp.make_campaign("کمپین پاییز", channel="email", status="draft", created_at=now)
    link = camp.make_link(campaign=campaign, created_at=now)
    site = camp.make_site(created_at=now)
    leads = []
    for i in range(6):
        day = now - timedelta(days=3 * i + 1)
        spend = camp.make_spend(
            campaign=campaign, amount=120 + i, spent_on=day.date(), external_id=f"row-{i}"
        )
        camp.make_click(link=link, at=day)
        leads.append(
            lead_make.make_lead_from(
                campaign, at=day, name=f"Person {i}", company="Tern & Söhne", owner=users["rep"]
            )
        )
    deals = [
        lead_make.make_deal(
            f"Deal {i}", lead=lead, owner=users["rep"], amount=Decimal(900 * (i + 1))
        )
        for i, lead in enumerate(leads[:4])
    ]
    lead_make.make_activity(lead=leads[0], text="Asked for a two-year price.")
    won = lead_make.make_deal("Won one", lead=leads[4], outcome="won", owner=users["rep"])
    lead_make.make_revenue(deal=won)
    from clmsite.invite import invite

    _invitation, token = invite(
        email="new@example.com", role="rep", by=users["administrator"], now=now
    )
    things = {"campaign": campaign, "channel": campaign.channel, "link": link, "site": site}
    form = _form(site, leads[0], now)
    things |= {"spend": spend, "lead": leads[0], "deal": deals[0], "form": form}
    return {
        **{name: thing.pk for name, thing in things.items()},
        "form_key": form.key,
        "invitation": token,
        "what": "leads",
        "of": f"campaign-{campaign.pk}",
        **_imports(users["marketer"]),
    }


def _imports(actor: Any) -> dict[str, str]:
    """An import that waits for its columns, and one that was checked."""
    from django.core.files.base import ContentFile

    from clmsite.kernel.imports.jobs import take_file

    def take(name: str) -> str:
        rows = "date;campaign;cost\n2026-11-01;Spring;12,50\n2026-11-02;Spring;abc\n"
        upload = ContentFile(rows.encode(), name=name)
        return str(take_file(kind="spend", upload=upload, name=name, actor=actor, now=_now()).pk)

    return {"fresh_import": take("costs.csv"), "import": take("more costs.csv")}


if __name__ == "__main__":
    main()
