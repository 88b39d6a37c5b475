"""Forms, leads, who they were as visitors, and what they sent."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from campaigns.models import Touch, Visitor
from clmsite.seeding.company import (
    CONSENT_TEXT,
    FORM_PAGES,
    FORMS,
    MESSAGES,
    PAGES,
    SITES,
    SOURCE_CHOICES,
)
from clmsite.seeding.contacts import FORM, Contacts
from clmsite.seeding.fast_insert import fast_insert, hex_ids, next_id
from clmsite.seeding.funnel import LeadFates
from clmsite.seeding.market import OFFLINE, PLANS
from clmsite.seeding.people import Individual, invent_people
from clmsite.seeding.write_campaigns import CampaignIds
from clmsite.seeding.write_people import Staff
from clmsite.seeding.write_visits import WrittenVisits
from leads.models import Form, Identity, Lead, Reason, Submission

Ints = NDArray[np.int64]
CONSENTS, OWNED = 0.55, 0.96
REP_WEIGHTS = (0.31, 0.27, 0.24, 0.18)
SPAM = 0.02
REJECT_NAMES = ("Not a fit", "No budget", "Wrong contact data", "Student or private person")


@dataclass(frozen=True, slots=True)
class WrittenLeads:
    """`first` is the id of lead 0; `owner` the user id per lead or None."""

    first: int
    people: list[Individual]
    owner: list[int | None]
    consents: list[bool]
    reject_reasons: list[int | None]


def write_forms(*, now: datetime, sites: list[int], owner: int) -> list[int]:
    """The forms' ids, in the order of company.FORMS."""
    ids = []
    for name, title, intro, site, fields, button in FORMS:
        form = Form.objects.create(
            name=name,
            title=title,
            intro=intro,
            site_id=sites[site],
            fields=fields,
            button=button,
            consent_text=CONSENT_TEXT,
            source_choices=list(SOURCE_CHOICES),
            owner_id=owner,
            is_published=True,
            created_at=now - timedelta(days=395),
        )
        ids.append(form.pk)
    return ids


def write_leads(
    contacts: Contacts, fates: LeadFates, staff: Staff, *, now: int, rng: Generator
) -> WrittenLeads:
    people = invent_people(len(contacts), rng)
    begin, count = next_id(Lead), len(contacts)
    owned = (rng.random(count) < OWNED) | (fates.accepted >= 0) | (fates.rejected >= 0)
    reps = rng.choice(staff.reps, p=REP_WEIGHTS, size=count)
    owner = [int(rep) if has else None for rep, has in zip(reps, owned, strict=True)]
    consents = (rng.random(count) < CONSENTS).tolist()
    reasons = _reject_reasons(contacts, fates, rng)
    times = [contacts.created, fates.accepted, fates.rejected, fates.qualified]
    fast_insert(
        Lead,
        count,
        {
            **_who(people),
            "owner_id": owner,
            "stage": _stages(fates),
            "origin": contacts.how,
            "said_source": contacts.said,
            "created_at": contacts.created,
            "accepted_at": fates.accepted,
            "rejected_at": fates.rejected,
            "qualified_at": fates.qualified,
            "opportunity_at": fates.opportunity,
            "customer_at": fates.customer,
            "reject_reason_id": reasons,
            "consent_email_at": np.where(consents, contacts.created, -1),
            "consent_text": [CONSENT_TEXT if yes else "" for yes in consents],
            "version": 1 + sum((one >= 0).astype(int) for one in times[1:]),
            "updated_at": np.max([*times, fates.opportunity, fates.customer], axis=0),
        },
        begin=begin,
    )
    return WrittenLeads(begin, people, owner, consents, reasons)


def _who(people: list[Individual]) -> dict[str, list[str]]:
    same = ("name", "email", "phone", "company", "job_title", "country")
    columns = {name: [getattr(one, name) for one in people] for name in same}
    return columns | {"email_key": columns["email"]}


def _stages(fates: LeadFates) -> list[str]:
    stage = np.full(len(fates.accepted), "new", dtype=object)
    for name in ("accepted", "qualified", "rejected", "opportunity", "customer"):
        stage[getattr(fates, name) >= 0] = name
    return stage.tolist()


def _reject_reasons(contacts: Contacts, fates: LeadFates, rng: Generator) -> list[int | None]:
    """Leads of checklists and broad searches are students more often."""
    ids = dict(Reason.objects.filter(kind="reject").values_list("name", "pk"))
    usual, students = (0.4, 0.25, 0.2, 0.15), (0.18, 0.12, 0.1, 0.6)
    found: list[int | None] = []
    for plan, rejected in zip(contacts.plan, fates.rejected, strict=True):
        voice = PLANS[plan].voice if plan >= 0 else ""
        name = rng.choice(REJECT_NAMES, p=students if voice == "students" else usual)
        found.append(ids[str(name)] if rejected >= 0 else None)
    return found


def write_identities(
    contacts: Contacts, leads: WrittenLeads, visits: WrittenVisits, ids: CampaignIds, rng: Generator
) -> None:
    """Visitor -> lead: by the form they sent, or by the badge scanned at a fair."""
    by_form = np.flatnonzero(contacts.visitor >= 0)
    met = np.flatnonzero(contacts.met_at >= 0)
    imported = _write_fair_touches(contacts, met, ids, rng)
    web = [visits.visitor_ids[i] for i in contacts.visitor[by_form]]
    fast_insert(
        Identity,
        len(by_form) + len(met),
        {
            "visitor_id": web + imported,
            "lead_id": np.concatenate((by_form, met)) + leads.first,
            "at": np.concatenate((contacts.created[by_form], contacts.created[met])),
            "by": ["form"] * len(by_form) + ["import"] * len(met),
        },
    )


def _write_fair_touches(
    contacts: Contacts, met: Ints, ids: CampaignIds, rng: Generator
) -> list[str]:
    """A visitor that stands for each person met at a fair, and that meeting. The visitors' ids."""
    imported, at = hex_ids(rng, len(met)), contacts.met_at[met]
    fast_insert(
        Visitor,
        len(met),
        {
            "id": imported,
            "key": hex_ids(rng, len(met)),
            "consent": "imported",
            "first_seen_at": at,
            "last_seen_at": at,
        },
    )
    plans = [PLANS[i] for i in contacts.plan[met]]
    fast_insert(
        Touch,
        len(met),
        {
            "event_id": hex_ids(rng, len(met)),
            "visitor_id": imported,
            "kind": "offline",
            "at": at,
            "last_seen_at": at,
            "channel_id": ids.channels[OFFLINE],
            "campaign_id": [ids.campaigns[i] for i in contacts.plan[met]],
            "source": [plan.source for plan in plans],
            "medium": [plan.medium for plan in plans],
            "campaign_name": [plan.slug for plan in plans],
            "note": [f"Badge scanned: {plan.name}" for plan in plans],
        },
        begin=next_id(Touch),
    )
    return imported


def write_submissions(
    contacts: Contacts,
    leads: WrittenLeads,
    visits: WrittenVisits,
    forms: list[int],
    *,
    rng: Generator,
) -> None:
    """What each form lead sent, and some spam that nobody saw."""
    rows = [i for i, how in enumerate(contacts.how) if how == FORM]
    which = contacts.form[rows].tolist()
    spam = max(2, round(len(rows) * SPAM))
    answers = [
        _answers(leads.people[i], form, rng) for i, form in zip(rows, which, strict=True)
    ] + _junk(spam)
    said = [contacts.said[i] for i in rows] + [""] * spam
    consents = [leads.consents[i] for i in rows] + [False] * spam
    at = np.concatenate((contacts.created[rows], rng.choice(contacts.created, size=spam) - 37))
    touches = (contacts.visit[rows] + visits.first_touch).tolist()
    fast_insert(
        Submission,
        len(said),
        {
            "form_id": [forms[i] for i in which] + [forms[0]] * spam,
            "key": hex_ids(rng, len(said)),
            "body_sha256": list(map(_digest, answers, said, consents)),
            "at": at,
            "state": ["accepted"] * len(rows) + ["spam"] * spam,
            "spam_reasons": [[] for _ in rows] + [["honeypot"]] * spam,
            "answers": answers,
            "said_source": said,
            "has_consented": consents,
            "consent_text": [CONSENT_TEXT if yes else "" for yes in consents],
            "lead_id": [leads.first + i for i in rows] + [None] * spam,
            "visitor_id": [visits.visitor_ids[contacts.visitor[i]] for i in rows] + [None] * spam,
            "touch_id": touches + [None] * spam,
            "page_url": [_page_of(form) for form in which] + [_page_of(0)] * spam,
            "ip_prefix": [f"198.51.{b}.0" for b in rng.integers(0, 256, size=len(said))],
        },
    )


def _junk(count: int) -> list[dict[str, str]]:
    words = "Rank first! Click here."
    return [
        {"name": "SEO Offer", "email": f"seo{k}@spam.example", "message": words}
        for k in range(count)
    ]


def _page_of(form: int) -> str:
    return f"https://{SITES[FORMS[form][3]][1]}{PAGES[FORM_PAGES[form]][0]}"


def _answers(person: Individual, form: int, rng: Generator) -> dict[str, str]:
    given = {
        "name": person.name,
        "email": person.email,
        "company": person.company,
        "job_title": person.job_title,
        "phone": person.phone,
        "message": MESSAGES[int(rng.integers(len(MESSAGES)))],
    }
    keys = [field["key"] for field in FORMS[form][4]]
    return {key: given[key] for key in keys if given[key]}


def _digest(answers: dict[str, str], said: str, consented: bool) -> str:
    """As leads.capture.answers computes it."""
    words = json.dumps([answers, said, consented], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()
