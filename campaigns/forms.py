"""Forms of campaigns, links and spend. They check and translate; verbs write."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Channel, Link, Spend
from clmsite.kernel.currencies import currency_choices

MAX_TAGS, MAX_TAG = 20, 40


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TagsField(forms.CharField):
    """A list of words, written with commas between them."""

    def prepare_value(self, value: Any) -> str:
        return ", ".join(value) if isinstance(value, list) else value or ""

    def clean(self, value: Any) -> list[str]:
        words = [word.strip() for word in (super().clean(value) or "").split(",")]
        tags = list(dict.fromkeys(word for word in words if word))
        if len(tags) > MAX_TAGS or any(len(tag) > MAX_TAG for tag in tags):
            raise forms.ValidationError(
                gettext("At most %(n)d tags of %(width)d characters each.")
                % {"n": MAX_TAGS, "width": MAX_TAG}
            )
        return tags


class VersionedForm(forms.ModelForm):
    """Remembers which version of the row it was opened with, and who opened it for the first time.

    `key` makes sending a new form twice one row; `version` finds out who saved in between.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = getattr(self.instance, "version", None)
        self.fields["key"].initial = uuid.uuid4()
        if not self.is_bound and self.instance.pk:
            del self.fields["key"]

    def values(self) -> dict[str, Any]:
        """What was entered, for the verb: the model's fields only."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    def set_version(self, version: int) -> None:
        """Let the next submit of this form win over the version that is stored now."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version


class CampaignForm(VersionedForm):
    tags = TagsField(
        required=False, max_length=1000, label=_("Tags"), help_text=_("Words with commas between.")
    )

    class Meta:
        model = Campaign
        fields = (
            *("name", "channel", "owner", "starts_on", "ends_on", "budget", "currency"),
            *("goal_leads", "goal_qualified", "goal_customers", "goal_revenue"),
            *("hypothesis", "follows", "learned", "tags", "slug"),
        )
        labels = {
            "name": _("Name"),
            "channel": _("Channel"),
            "owner": _("Owner"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "budget": _("Budget"),
            "currency": _("Currency"),
            "goal_leads": _("Leads"),
            "goal_qualified": _("Qualified leads"),
            "goal_customers": _("Customers"),
            "goal_revenue": _("Revenue"),
            "hypothesis": _("Hypothesis"),
            "follows": _("Follows"),
            "learned": _("What was learned"),
            "slug": _("Short name in links"),
        }
        help_texts = {
            "hypothesis": _(
                "What do you expect to happen, and why? You will be glad to know later."
            ),
            "follows": _("The campaign this one learned from."),
            "slug": _("Becomes utm_campaign. Left empty, it is made from the name."),
        }
        widgets = {
            "starts_on": date_input(),
            "ends_on": date_input(),
            "hypothesis": forms.Textarea(attrs={"rows": 3}),
            "learned": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = Channel.objects.exclude(key="unassigned")
        self.fields["channel"].empty_label = gettext("Choose a channel")
        self.fields["owner"].queryset = get_user_model().objects.filter(is_active=True)
        self.fields["owner"].empty_label = gettext("Nobody yet")
        self.fields["slug"].required = False
        self.fields["budget"].min_value = 0
        others = Campaign.objects.exclude(pk=self.instance.pk)
        self.fields["follows"].queryset = others.order_by("name")
        self.fields["follows"].empty_label = gettext("None")
        self.fields["currency"] = forms.ChoiceField(
            choices=currency_choices, label=self.fields["currency"].label
        )
        if not self.instance.pk:
            self.initial.setdefault("currency", settings.REPORTING_CURRENCY)
            self.initial.setdefault("owner", user)

    def clean_budget(self) -> Any:
        return _not_negative(self.cleaned_data["budget"])

    def clean_goal_revenue(self) -> Any:
        return _not_negative(self.cleaned_data["goal_revenue"])

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or self.instance.slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", gettext("The last day is before the first."))
        return data


class SpendForm(forms.ModelForm):
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Spend
        fields = (
            *("campaign", "spent_on", "amount", "currency", "link", "label"),
            *("impressions", "clicks"),
        )
        labels = {
            "campaign": _("Campaign"),
            "spent_on": _("Day"),
            "amount": _("Amount"),
            "currency": _("Currency"),
            "link": _("Link"),
            "label": _("What for"),
            "impressions": _("Impressions"),
            "clicks": _("Clicks the platform reports"),
        }
        help_texts = {"label": _("The ad, message or invoice.")}
        widgets = {"spent_on": date_input()}

    def __init__(self, *args: Any, campaign: Campaign | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4()
        self.fields["campaign"].queryset = Campaign.objects.order_by("name")
        self.fields["campaign"].empty_label = gettext("Choose a campaign")
        self.fields["currency"] = forms.ChoiceField(
            choices=currency_choices, label=self.fields["currency"].label
        )
        links = Link.objects.filter(campaign=campaign) if campaign else Link.objects.all()
        self.fields["link"].queryset = links.order_by("name", "code")
        self.fields["link"].empty_label = gettext("The whole campaign")

    def clean_amount(self) -> Any:
        return _not_negative(self.cleaned_data["amount"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        link, campaign = data.get("link"), data.get("campaign")
        if link and campaign and link.campaign_id != campaign.pk:
            self.add_error("link", gettext("This link belongs to another campaign."))
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


def _not_negative(amount: Any) -> Any:
    if amount is not None and amount < 0:
        raise forms.ValidationError(gettext("This cannot be below zero."))
    return amount
