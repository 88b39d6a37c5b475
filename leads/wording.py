"""Words for people for what the code calls by keys."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leads.models import Lead

STAGE_WORDS = {
    Lead.Stage.NEW: pgettext_lazy("lead stage", "New"),
    Lead.Stage.ACCEPTED: _("Accepted"),
    Lead.Stage.REJECTED: _("Rejected"),
    Lead.Stage.QUALIFIED: _("Qualified"),
    Lead.Stage.OPPORTUNITY: _("Opportunity"),
    Lead.Stage.CUSTOMER: _("Customer"),
}
ORIGIN_WORDS = {
    Lead.Origin.FORM: _("Form"),
    Lead.Origin.IMPORT: _("Import"),
    Lead.Origin.API: _("API"),
    Lead.Origin.HAND: _("By hand"),
}
# Why a change of a lead is refused (leads/lifecycle).
REFUSALS = {
    "stale_version": _("Somebody changed this lead in the meantime."),
    "not_acceptable": _("This lead cannot be accepted any more."),
    "not_rejectable": _("A customer cannot be rejected."),
    "not_qualifiable": _("Only new and accepted leads can be qualified."),
    "reason_needed": _("Choose a reason."),
    "has_open_deals": _("This lead has an open deal. Close the deal first."),
    "email_taken": _("Another lead has this e-mail address."),
    "cannot_undo": _("This can no longer be undone: something else has happened since."),
}
FIELD_WORDS = {
    "name": _("Name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "company": _("Company"),
    "job_title": _("Job title"),
    "country": _("Country"),
    "said_source": _("Heard of us by"),
    "stage": _("Stage"),
    "owner": _("Owner"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "expected_close_on": _("Expected close"),
    "next_step": _("Next step"),
    "next_step_on": _("Due"),
}


def field_list(names: tuple[str, ...] | list[str]) -> str:
    """Changed fields in words; what has no word (times, keys) is not worth telling."""
    return ", ".join(str(FIELD_WORDS[name]) for name in names if name in FIELD_WORDS)
