"""Forms of leads: who they are, what was done with them, what they said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clmsite.kernel.text import clean_line
from leads.forms.fields import DayInput
from leads.models import Activity, Feedback, Reason


class LeadForm(forms.Form):
    """What we know about a person. One of name and e-mail is enough."""

    name = forms.CharField(required=False, max_length=200, label=_("Name"))
    email = forms.EmailField(required=False, max_length=254, label=_("E-mail"))
    phone = forms.CharField(required=False, max_length=40, label=_("Phone"))
    company = forms.CharField(required=False, max_length=200, label=_("Company"))
    job_title = forms.CharField(required=False, max_length=120, label=_("Job title"))
    country = forms.CharField(required=False, max_length=60, label=_("Country"))
    said_source = forms.CharField(required=False, max_length=120, label=_("Heard of us by"))

    def clean(self) -> dict[str, Any]:
        sent = super().clean()
        if (
            not clean_line(sent.get("name"))
            and not sent.get("email")
            and "email" not in self.errors
        ):
            self.add_error("name", _("Write a name or an e-mail address."))
        return sent


class EditLeadForm(LeadForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @property
    def changes(self) -> dict[str, Any]:
        return {n: v for n, v in self.cleaned_data.items() if n != "version"}


class RejectForm(forms.Form):
    reason = forms.ModelChoiceField(
        queryset=Reason.objects.filter(kind=Reason.Kind.REJECT, is_active=True),
        label=_("Reason"),
        empty_label=_("Choose a reason"),
    )
    note = forms.CharField(
        required=False, max_length=5000, label=_("Note"), widget=forms.Textarea({"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ActivityForm(forms.Form):
    KINDS = [
        (Activity.Kind.NOTE, _("Note")),
        (Activity.Kind.CALL, _("Call")),
        (Activity.Kind.MAIL, _("Mail")),
        (Activity.Kind.MEETING, _("Meeting")),
        (Activity.Kind.TASK, _("Task")),
    ]
    kind = forms.ChoiceField(
        choices=KINDS, initial=Activity.Kind.NOTE, label=_("Kind"), widget=forms.RadioSelect
    )
    text = forms.CharField(
        max_length=20_000, label=_("What happened?"), widget=forms.Textarea({"rows": 2})
    )
    due_on = forms.DateField(required=False, widget=DayInput, label=_("Due"))
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)


class FeedbackForm(forms.Form):
    kind = forms.ChoiceField(choices=Feedback.Kind.choices, label=_("Kind"))
    topic = forms.CharField(max_length=80, label=_("In a few words"))
    text = forms.CharField(
        required=False, max_length=5000, label=_("In full"), widget=forms.Textarea({"rows": 2})
    )
