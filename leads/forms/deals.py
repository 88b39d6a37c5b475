"""Forms of deals: move, add, edit, close."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clmsite.kernel.currencies import currency_choices
from clmsite.kernel.text import clean_line
from leads.forms.fields import DayInput, owners
from leads.models import Deal, Lead, Reason, Stage

BIGGEST = 2**31 - 2  # what every database keeps in an integer


class MoveForm(forms.Form):
    """One gesture on the board. `before`: the card it lies above; `after`: the one above it."""

    stage = forms.IntegerField(max_value=BIGGEST)
    version = forms.IntegerField(min_value=1, max_value=BIGGEST)
    before = forms.IntegerField(required=False, max_value=BIGGEST)
    after = forms.IntegerField(required=False, max_value=BIGGEST)
    key = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        sent = super().clean()
        names = {"stage": "stage_id", "before": "before_id", "after": "after_id"}
        return {names.get(name, name): value for name, value in sent.items()}


class QuickAddForm(forms.Form):
    """`name` may be a person, a company or an e-mail address; `lead` one that is there already."""

    name = forms.CharField(max_length=254, label=_("Person, company or e-mail"))
    stage = forms.ModelChoiceField(queryset=Stage.objects.all(), required=False)
    lead = forms.ModelChoiceField(queryset=Lead.objects.none(), required=False)
    is_new = forms.BooleanField(required=False)

    def __init__(self, *args: Any, leads: QuerySet[Lead], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name."))
        return name

    @property
    def person(self) -> dict[str, str]:
        name = self.cleaned_data["name"]
        looks_like_mail = "@" in name and " " not in name
        return {"email": name} if looks_like_mail else {"name": name[:200]}

    @property
    def chosen_stage(self) -> Stage | None:
        return self.cleaned_data.get("stage") if hasattr(self, "cleaned_data") else None

    def as_query(self) -> str:
        return urlencode({"name": self.data.get("name", ""), "stage": self.data.get("stage", "")})


class DealForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    currency = forms.ChoiceField(choices=currency_choices, label=_("Currency"))
    owner = forms.ModelChoiceField(queryset=None, required=False, empty_label=_("Nobody"))

    class Meta:
        model = Deal
        fields = (
            *("name", "amount", "currency", "owner", "expected_close_on"),
            *("next_step", "next_step_on"),
        )
        widgets = {"expected_close_on": DayInput(), "next_step_on": DayInput()}
        labels = {
            "name": _("Name"),
            "amount": _("Amount"),
            "expected_close_on": _("Expected close"),
            "next_step": _("Next step"),
            "next_step_on": _("Due"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()
        self.fields["owner"].label = _("Owner")
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewDealForm(forms.Form):
    """A deal with more than one field, for a lead that is known or new."""

    name = forms.CharField(max_length=200, required=False, label=_("Person, company or e-mail"))
    lead = forms.ModelChoiceField(
        queryset=Lead.objects.none(), required=False, widget=forms.HiddenInput
    )
    title = forms.CharField(max_length=200, required=False, label=_("Name of the deal"))
    amount = forms.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, label=_("Amount")
    )
    currency = forms.ChoiceField(choices=currency_choices, label=_("Currency"))
    stage = forms.ModelChoiceField(queryset=Stage.objects.all(), label=_("Stage"), empty_label=None)
    next_step = forms.CharField(max_length=120, required=False, label=_("Next step"))
    next_step_on = forms.DateField(required=False, widget=DayInput, label=_("Due"))

    def __init__(self, *args: Any, leads: QuerySet[Lead], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads
        self.fields["currency"].initial = settings.REPORTING_CURRENCY

    def clean(self) -> dict[str, Any]:
        sent = super().clean()
        if not sent.get("lead") and not clean_line(sent.get("name")):
            self.add_error("name", _("Write a name."))
        return sent


class CloseForm(forms.Form):
    """What winning and losing share: version, gesture, day, note, what the customer said."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    on = forms.DateField(required=False, widget=DayInput, label=_("Closed on"))
    note = forms.CharField(
        required=False, max_length=5000, label=_("Note"), widget=forms.Textarea({"rows": 2})
    )
    chips = forms.MultipleChoiceField(
        required=False, label=_("What did they say?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, chips: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chips"].choices = chips

    @property
    def said(self) -> list[tuple[str, str]]:
        """Chosen chips as (kind, topic)."""
        return [tuple(chip.split(":", 1)) for chip in self.cleaned_data["chips"]]


class WinForm(CloseForm):
    amount = forms.DecimalField(max_digits=14, decimal_places=2, min_value=0, label=_("Amount"))
    reason = forms.ModelChoiceField(
        queryset=Reason.objects.filter(kind=Reason.Kind.WON, is_active=True),
        required=False,
        label=_("Main reason"),
        empty_label=_("Not said"),
    )
    field_order = ("amount", "on", "reason", "chips", "note")


class LoseForm(CloseForm):
    reason = forms.ModelChoiceField(
        queryset=Reason.objects.filter(kind=Reason.Kind.LOST, is_active=True),
        label=_("Main reason"),
        empty_label=_("Choose a reason"),
    )
    field_order = ("reason", "on", "chips", "note")
