"""Verb: the lead behind a submission. Used when it is sent, and when it is taken out of spam."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from campaigns.models import PageView, Touch, Visitor
from campaigns.tracking.bots import Kind
from campaigns.tracking.hit import Hit
from campaigns.tracking.origin import Provenance, path_of, provenance_of
from campaigns.tracking.pipeline import Visit, record_visit
from campaigns.tracking.sessions import current_touch
from campaigns.tracking.visitors import Caller, meet_visitor
from clmsite.kernel.outbox import announce
from leads.capture.answers import by_lead_field
from leads.create import create_lead
from leads.identity.keys import normalise_email
from leads.identity.stitch import stitch
from leads.lifecycle.change import change_lead
from leads.models import Activity, Form, Identity, Lead, Submission

# Stored as it is and known by this text: templates/leads/lead.html shows it in the reader's words.
SENT_APART = "Sent in a browser that is known as somebody else"


@transaction.atomic
def become_lead(
    *, submission: Submission, caller: Caller, referrer: str = "", now: datetime
) -> Lead:
    """Make or update the lead of `submission` and give it the visitor's journey.

    Another lead's visitor stays theirs: the submission gets a visitor of its own.
    """
    form = submission.form
    visitor, touch = _meet(submission, caller, referrer, now)
    lead, is_new = _lead(submission, now)
    if not stitch(visitor=visitor, lead=lead, by=Identity.By.FORM, now=now):
        visitor, touch = _apart(submission, touch, now)
        stitch(visitor=visitor, lead=lead, by=Identity.By.FORM, now=now)
    submission.lead, submission.visitor, submission.touch = lead, visitor, touch
    submission.save(update_fields=["lead", "visitor", "touch"])
    if is_new:
        _note_new(lead, form, submission, now)
    announce("lead.created" if is_new else "lead.changed", lead_ids=[lead.pk])
    return lead


def _meet(
    submission: Submission, caller: Caller, referrer: str, now: datetime
) -> tuple[Visitor, Touch]:
    """The visitor and the visit it was sent in; made from the page's address if there is none."""
    site = submission.form.site
    visitor = submission.visitor or meet_visitor(caller, site, now=now)
    touch = submission.touch or current_touch(visitor, site, at=submission.at)
    if touch is None:
        touch = form_visit(
            submission.form,
            caller=caller,
            url=submission.page_url or hosted_url(submission.form),
            referrer=referrer,
            event_id=uuid.uuid5(submission.key, "visit"),
            now=submission.at,
            visitor=visitor,
        )
    return touch.visitor, touch


def form_visit(
    form: Form,
    *,
    caller: Caller,
    url: str,
    referrer: str,
    event_id: uuid.UUID,
    now: datetime,
    visitor: Visitor | None = None,
    title: str = "",
) -> Touch:
    """The visit of a page with this form; of the form's campaign when nothing else is said."""
    visit = Visit(form.site, caller, now)
    if visitor is not None:
        visit.kind = Kind.HUMAN  # who has sent a form and was believed is one
    known = PageView.objects.filter(event_id=event_id).select_related("touch").first()
    if known:
        return known.touch
    came = provenance_of(url, referrer, form.site)
    if came.is_silent and form.campaign:
        came = of_campaign(came, form)
    hit = Hit(
        id=event_id, type="view", at=now, url=url, path=path_of(url), title=title, referrer=referrer
    )
    return record_visit(hit, came=came, visit=visit, visitor=visitor)


def of_campaign(came: Provenance, form: Form) -> Provenance:
    return replace(came, campaign_id=form.campaign_id, channel_key=form.campaign.channel.key)


def hosted_url(form: Form) -> str:
    return f"{settings.SITE_URL}/f/{form.key}"


def _apart(submission: Submission, touch: Touch, now: datetime) -> tuple[Visitor, Touch]:
    """A visitor for this submission alone, with the source of the visit it was sent in."""
    visitor = Visitor.objects.create(
        key=f"s:{submission.key}", site=submission.form.site, first_seen_at=now, last_seen_at=now
    )
    copy = Touch.objects.get(pk=touch.pk)
    copy.pk, copy.event_id = None, uuid.uuid5(submission.key, "apart")
    copy.visitor, copy.click = visitor, None
    # Not a second visit: the one it was sent in is counted with the visitor it belongs to.
    copy.kind, copy.page_count, copy.seconds = Touch.Kind.MANUAL, 0, 0
    copy.note = SENT_APART
    copy._state.adding = True
    copy.save(force_insert=True)
    return visitor, copy


def _lead(submission: Submission, now: datetime) -> tuple[Lead, bool]:
    columns, further = by_lead_field(submission.form, submission.answers)
    if submission.said_source:
        columns["said_source"] = submission.said_source
    known = _known(columns)
    if known is None:
        extra: dict[str, Any] = {
            "origin": Lead.Origin.FORM,
            "owner": submission.form.owner,
            "extra": further,
        }
        if submission.has_consented:
            extra |= {"consent_email_at": now, "consent_text": submission.consent_text}
        lead, is_new = create_lead(now=now, tell=False, **columns, **extra)
        if is_new:
            return lead, True
        known = lead  # another request made it a moment ago
    _update(known, columns, further, submission, now)
    return known, False


def _known(columns: dict[str, str]) -> Lead | None:
    """The lead with this address; without one, the lead that has only this phone number."""
    leads = Lead.objects.select_for_update(of=("self",))
    if key := normalise_email(columns.get("email", "")):
        return leads.filter(email_key=key).first()
    if phone := columns.get("phone", ""):
        return leads.filter(phone=phone, email_key=None).first()
    return None


def _update(
    lead: Lead,
    columns: dict[str, str],
    further: dict[str, str],
    submission: Submission,
    now: datetime,
) -> None:
    """New answers replace old ones, blanks never do; where they first heard of us stays."""
    values: dict[str, Any] = {
        name: value
        for name, value in columns.items()
        if value != getattr(lead, name) and name not in {"email", "said_source"}
    }
    if columns.get("said_source") and not lead.said_source:
        values["said_source"] = columns["said_source"]
    if further and lead.extra | further != lead.extra:
        values["extra"] = lead.extra | further
    if submission.has_consented:
        values |= {"consent_email_at": now, "consent_text": submission.consent_text}
    change_lead(lead, "form", values, now=now, by=None, text=_sent(submission.form))


def _note_new(lead: Lead, form: Form, submission: Submission, now: datetime) -> None:
    Activity.objects.create(
        lead=lead,
        kind=Activity.Kind.SYSTEM,
        text=_sent(form),
        at=now,
        detail={"action": "form", "submission": submission.pk, "version": lead.version},
    )


def _sent(form: Form) -> str:
    return f"Sent the form “{form.name}”."
