"""The one form of all report pages: period, model, grouping, comparison."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from analytics.attribution.catalogue import DEFAULT_MODEL, MODELS
from analytics.reports.choice import DEFAULT_PRESET, PRESETS, Choice, period_of
from analytics.reports.extent import all_time
from analytics.reports.table import is_sortable
from campaigns.models import Channel

LONGEST_DAYS = 3660
PRESET_LABELS = {
    "7": _("7 days"),
    "30": _("30 days"),
    "90": _("90 days"),
    "month": _("This month"),
    "quarter": _("This quarter"),
    "12m": _("12 months"),
    "year": _("This year"),
    "all": _("All time"),
    "custom": _("Custom"),
}


class ReportForm(forms.Form):
    """Reads the choices out of a URL; every field has a default, so any URL opens a page."""

    period = forms.ChoiceField(
        label=_("Period"), required=False, choices=[(key, PRESET_LABELS[key]) for key in PRESETS]
    )
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    model = forms.ChoiceField(
        label=_("Attribution model"),
        required=False,
        choices=lambda: [(model.key, gettext(model.label)) for model in MODELS.values()],
    )
    group = forms.ChoiceField(
        label=_("Show by"),
        required=False,
        choices=[("campaign", _("Campaign")), ("channel", _("Channel"))],
    )

    def __init__(self, query: QueryDict, *, now: datetime, default: str = DEFAULT_PRESET) -> None:
        self.now, self.default = now, default
        self.query = query
        data = {name: query.get(name, "") for name in ("period", "model", "group")}
        data["first"], data["last"] = query.get("from", ""), query.get("to", "")
        if data["first"] or data["last"]:
            data["period"] = data["period"] or "custom"
        super().__init__(data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("period") != "custom":
            return cleaned
        first, last = cleaned.get("first"), cleaned.get("last")
        if not self.errors and not (first and last):
            self.add_error("first" if not first else "last", _("Choose both days."))
        elif first and last:
            self._check_range(first, last)
        return cleaned

    def _check_range(self, first: date, last: date) -> None:
        if last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif (last - first).days > LONGEST_DAYS or first.year < 1990 or last.year > 2200:
            self.add_error("last", _("Choose at most ten years."))

    def choice(self) -> Choice:
        """What was asked for; only for a valid form."""
        preset = self.cleaned_data["period"] or self.default
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        if preset == "all":
            first, last = all_time(self.now)
        sort = self.query.get("sort", "")
        return Choice(
            preset=preset,
            period=period_of(preset, self.now, first, last),
            model=self.cleaned_data["model"] or DEFAULT_MODEL,
            group=self.cleaned_data["group"] or "campaign",
            # Before all time there is nothing.
            compare=self.query.get("compare", "1") != "0" and preset != "all",
            currency=settings.REPORTING_CURRENCY,
            sort=sort if is_sortable(sort) else "-revenue",
        )


class DraftForm(forms.Form):
    """The draft that follows from a finding, to be changed before it is made."""

    name = forms.CharField(label=_("Name"), max_length=120)
    channel = forms.ModelChoiceField(label=_("Channel"), queryset=Channel.objects.all())
    budget = forms.DecimalField(
        label=_("Budget"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    hypothesis = forms.CharField(
        label=_("Hypothesis"),
        help_text=_("What you expect, said so that the figures can prove it wrong."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
