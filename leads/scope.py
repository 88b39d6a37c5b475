"""Which rows of this app a user may see. Pages, API, search and exports all ask here.

A sales rep sees their own leads and deals and those that belong to nobody yet;
the other roles see all.
"""

from typing import Any

from django.db.models import Q

from clmsite.kernel.access import REP, can, role_of
from leads.models import Activity, Deal, Feedback, Form, Lead, Submission


def leads_for(user: Any):
    if not can(user, "leads.view"):
        return Lead.objects.none()
    if role_of(user) == REP:
        return Lead.objects.filter(Q(owner=user) | Q(owner=None))
    return Lead.objects.all()


def deals_for(user: Any):
    if not can(user, "deals.view"):
        return Deal.objects.none()
    if role_of(user) == REP:
        return Deal.objects.filter(Q(owner=user) | Q(owner=None))
    return Deal.objects.all()


def activities_for(user: Any):
    return Activity.objects.filter(lead__in=leads_for(user))


def feedback_for(user: Any):
    return Feedback.objects.filter(lead__in=leads_for(user))


def forms_for(user: Any):
    return Form.objects.all() if can(user, "capture.edit") else Form.objects.none()


def submissions_for(user: Any):
    return Submission.objects.all() if can(user, "capture.edit") else Submission.objects.none()
