"""The form of a link: where it leads, what it is called, which UTM values it carries."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.destination import BadDestinationError, check
from campaigns.forms import VersionedForm
from campaigns.links import UTM, same_links
from campaigns.models import Campaign, Link
from campaigns.models.link import new_code
from campaigns.wording import BAD_DESTINATION
from clmsite.kernel.periods import reporting_zone
from clmsite.kernel.text import clean_line

CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")


def own_hosts() -> set[str]:
    """The host names this installation answers to."""
    names = {host.strip("[].").lower() for host in settings.ALLOWED_HOSTS if "*" not in host}
    return {*names, (urlsplit(settings.SITE_URL).hostname or "").lower()}


def checked_destination(url: str) -> str:
    """`url` as it is stored, or a ValidationError in words."""
    try:
        return check(
            url,
            own_hosts=own_hosts(),
            allow_http=settings.HTTP_DESTINATIONS,
            allow_local=not settings.PRODUCTION,
        )
    except BadDestinationError as error:
        raise forms.ValidationError(str(BAD_DESTINATION[error.code]), code=error.code) from error


def checked_code(code: str) -> str:
    if not CODE.fullmatch(code):
        raise forms.ValidationError(
            gettext("Only letters A–Z, figures, and - or _ between them."), code="code"
        )
    return code


class ReportingMoment(forms.DateTimeField):
    """A day and time as it is read and written in the reporting time zone."""

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(reporting_zone()):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        with timezone.override(reporting_zone()):
            return super().to_python(value)


class LinkForm(VersionedForm):
    # What URLField would refuse or rewrite is for `check` to judge.
    destination = forms.CharField(
        max_length=3000,
        label=_("Destination"),
        help_text=_("The page people should arrive at."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "spellcheck": "false"}),
    )
    expires_at = ReportingMoment(
        required=False,
        label=_("Expires"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Link
        fields = ("campaign", "destination", "name", *UTM, "code", "expires_at")
        labels = {
            "campaign": _("Campaign"),
            "name": _("Name"),
            "code": _("Short code"),
            "utm_source": _("Source"),
            "utm_medium": _("Medium"),
            "utm_campaign": _("Campaign name"),
            "utm_term": _("Term"),
            "utm_content": _("Content"),
        }
        help_texts = {
            "name": _("What it is for: the ad, the button, the flyer."),
            "code": _("What stands behind /r/. Change it to something one can remember."),
            "utm_source": "utm_source",
            "utm_medium": "utm_medium",
            "utm_campaign": "utm_campaign",
            "utm_term": "utm_term",
            "utm_content": _("utm_content: tells apart the links of one campaign."),
        }
        widgets = {
            "code": forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.select_related("channel").order_by(
            "name"
        )
        self.fields["campaign"].empty_label = gettext("Choose a campaign")
        self.fields["expires_at"].help_text = gettext(
            "From then on the link says that it is over. Time zone: %(zone)s."
        ) % {"zone": reporting_zone()}
        for name in UTM:
            self.fields[name].widget.attrs["spellcheck"] = "false"
        if not self.instance.pk:
            self.initial.setdefault("code", new_code())
        self.duplicates: list[Link] = []

    def clean_destination(self) -> str:
        return checked_destination(self.cleaned_data["destination"])

    def clean_code(self) -> str:
        return checked_code(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in UTM:
            if name in data:
                data[name] = clean_line(data[name])
        if data.get("campaign") and data.get("destination") and not data.get("anyway"):
            self._look_for_duplicates(data)
        return data

    def _look_for_duplicates(self, data: dict[str, Any]) -> None:
        same = same_links(
            campaign=data["campaign"],
            destination=data["destination"],
            utm={name: data.get(name, "") for name in UTM},
            besides=self.instance.pk,
        ).exclude(code=data.get("code", ""))
        self.duplicates = list(same[:3])
        if self.duplicates:
            self.add_error(None, gettext("This campaign has a link with the same values already."))

    def validate_unique(self) -> None:
        """Left to the verb, which knows a form that was sent twice from a code that is taken."""
