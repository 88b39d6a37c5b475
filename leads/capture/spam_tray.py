"""Verbs: what people do with doubtful submissions."""

from datetime import datetime

from django.db import transaction

from campaigns.tracking.visitors import Caller
from leads.capture.become_lead import become_lead
from leads.models import Lead, Submission


@transaction.atomic
def accept_submission(*, submission_id: int, now: datetime) -> Lead:
    """Take it out of the spam tray: it becomes a lead as if it had been believed at once.

    Doing it twice is doing it once.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("form", "form__site", "form__campaign", "form__owner")
        .get(pk=submission_id)
    )
    if submission.lead is not None:
        return submission.lead
    submission.state = Submission.State.ACCEPTED
    submission.save(update_fields=["state"])
    # Their browser is not here to be recognised; the page they wrote from still is.
    caller = Caller(ip_prefix=submission.ip_prefix, refuses=True, load=str(submission.key))
    return become_lead(submission=submission, caller=caller, now=now)
