"""Verb: a submitted form becomes a lead whose journey is known. One transaction, once per key.

    Submission    unique by the key of the rendered form (FM-02)
    Touch         the visit it was sent in; made from the page's address where there is none
    Lead          by e-mail address, else by phone number; new answers replace old ones, blanks
                  never do; what was replaced is in the activity
    Identity      the visitor is the lead from now on

Nothing in the answer tells whether the lead was known before.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction

from campaigns.tracking.sessions import current_touch
from campaigns.tracking.visitors import Caller, find_visitor
from leads.capture.answers import Checked
from leads.capture.become_lead import become_lead
from leads.models import Form, Submission


class Outcome(StrEnum):
    RECEIVED = "received"
    REPEATED = "repeated"  # the same again: the first one counts
    SUSPECT = "suspect"  # in the spam tray
    CONFLICT = "conflict"  # the key was used for other answers


@dataclass(frozen=True, slots=True)
class Sending:
    """How a submission came in."""

    key: uuid.UUID
    caller: Caller
    page_url: str = ""
    referrer: str = ""
    doubts: tuple[str, ...] = ()


@transaction.atomic
def submit(
    *, form: Form, checked: Checked, sending: Sending, now: datetime
) -> tuple[Outcome, Submission]:
    """Store the submission; unless there is doubt, make or update the lead."""
    try:
        with transaction.atomic():
            submission = _store(form, checked, sending, now)
    except IntegrityError:
        first = Submission.objects.get(key=sending.key)
        is_same = first.body_sha256 == checked.digest and first.form_id == form.pk
        return (Outcome.REPEATED if is_same else Outcome.CONFLICT), first
    if sending.doubts:
        return Outcome.SUSPECT, submission
    become_lead(submission=submission, caller=sending.caller, referrer=sending.referrer, now=now)
    return Outcome.RECEIVED, submission


def _store(form: Form, checked: Checked, sending: Sending, now: datetime) -> Submission:
    """The row; of a doubtful one we only note who we know already, and meet nobody new."""
    visitor = find_visitor(sending.caller, form.site, now=now)
    return Submission.objects.create(
        form=form,
        key=sending.key,
        body_sha256=checked.digest,
        at=now,
        state=Submission.State.SPAM if sending.doubts else Submission.State.ACCEPTED,
        spam_reasons=list(sending.doubts),
        answers=checked.answers,
        said_source=checked.said_source,
        has_consented=checked.has_consented,
        consent_text=form.consent_text if checked.has_consented else "",
        visitor=visitor,
        touch=current_touch(visitor, form.site, at=now) if visitor else None,
        page_url=sending.page_url,
        ip_prefix=sending.caller.ip_prefix,
    )
