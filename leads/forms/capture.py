"""The settings of a form of ours: everything but its fields."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Site
from clmsite.kernel.text import clean_line
from leads.models import Form

MAX_SOURCES = 30


class LinesField(forms.CharField):
    """A list of short texts, one per line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> str:
        return "\n".join(value) if isinstance(value, list) else value or ""

    def clean(self, value: Any) -> list[str]:
        lines = (clean_line(line, 120) for line in (super().clean(value) or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))[:MAX_SOURCES]


class FormSettings(forms.ModelForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    source_choices = LinesField(
        label=_("Choices"),
        required=False,
        max_length=4000,
        help_text=_("One per line. Empty: visitors write in their own words."),
    )

    class Meta:
        model = Form
        fields = (
            *("name", "site", "campaign", "owner"),
            *("title", "intro", "button", "thank_you", "consent_text"),
            *("asks_source", "source_choices"),
        )
        labels = {
            "name": _("Name"),
            "site": _("Site"),
            "campaign": _("Campaign"),
            "owner": _("Owner of new leads"),
            "title": _("Title"),
            "intro": _("Introduction"),
            "button": _("Button"),
            "thank_you": _("Thank-you text"),
            "consent_text": _("Consent"),
            "asks_source": _("Ask “How did you hear of us?”"),
        }
        help_texts = {
            "name": _("For your team; visitors do not see it."),
            "campaign": _("Counts where the visit itself names none, as with a printed address."),
            "consent_text": _("Shown beside a box that starts unticked. Empty: no box."),
        }
        widgets = {
            "intro": forms.Textarea(attrs={"rows": 2}),
            "thank_you": forms.Textarea(attrs={"rows": 2}),
            "consent_text": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "title", "intro", "button", "thank_you", "consent_text"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["version"].initial = self.instance.version
        self.fields["site"].queryset = Site.objects.all()
        self.fields["campaign"].queryset = Campaign.objects.order_by("name")
        people = get_user_model().objects.filter(is_active=True)
        self.fields["owner"].queryset = people.order_by("name", "email")

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


def hosted_address(form: Form) -> str:
    return f"{settings.SITE_URL}/f/{form.key}"
