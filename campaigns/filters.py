"""Filters of campaigns, links and spend: the same for list pages, CSV files and the API."""

import json
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Channel, Link, Spend
from campaigns.scope import campaigns_for
from campaigns.wording import SOURCE_NAMES, STATUS_NAMES
from clmsite.kernel.listing import SearchFilter


def _date(label: Any, **options: Any) -> django_filters.DateFilter:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(label=label, widget=widget, **options)


def _people(request: HttpRequest | None) -> QuerySet[Any]:
    return get_user_model().objects.filter(is_active=True).order_by("name")


def _campaigns(request: HttpRequest | None) -> QuerySet[Campaign]:
    if request is None:
        return Campaign.objects.none()
    return campaigns_for(request.user).order_by("name")


class CampaignFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("name", "slug", "hypothesis"))
    status = django_filters.ChoiceFilter(
        choices=list(STATUS_NAMES.items()), label=_("Status"), empty_label=_("Any status")
    )
    channel = django_filters.ModelChoiceFilter(
        queryset=Channel.objects.all(),
        to_field_name="key",
        label=_("Channel"),
        empty_label=_("Any channel"),
    )
    owner = django_filters.ModelChoiceFilter(
        queryset=_people, label=_("Owner"), empty_label=_("Any owner")
    )
    active_from = _date(_("Active from"), method="filter_from")
    active_to = _date(_("Active to"), method="filter_to")
    tag = django_filters.CharFilter(label=_("Tag"), max_length=40, method="filter_tag")

    class Meta:
        model = Campaign
        fields: list[str] = []

    def filter_from(self, rows: Any, name: str, value: Any) -> Any:
        return rows.active_between(value, None)

    def filter_to(self, rows: Any, name: str, value: Any) -> Any:
        return rows.active_between(None, value)

    def filter_tag(self, rows: Any, name: str, value: str) -> Any:
        # As text, because SQLite cannot look into JSON lists; it keeps letters beyond ASCII
        # as \u escapes, PostgreSQL as themselves.
        rows = rows.annotate(tags_text=Cast("tags", TextField()))
        return rows.filter(
            Q(tags_text__contains=json.dumps(value))
            | Q(tags_text__contains=json.dumps(value, ensure_ascii=False))
        )


class LinkFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("name", "code", "destination", "utm_content", "utm_source"))
    campaign = django_filters.ModelChoiceFilter(
        queryset=_campaigns, label=_("Campaign"), empty_label=_("Any campaign")
    )
    channel = django_filters.ModelChoiceFilter(
        field_name="campaign__channel",
        queryset=Channel.objects.all(),
        to_field_name="key",
        label=_("Channel"),
        empty_label=_("Any channel"),
    )
    is_enabled = django_filters.ChoiceFilter(
        choices=[("true", _("Switched on")), ("false", _("Switched off"))],
        label=_("State"),
        empty_label=_("Any state"),
        method="filter_enabled",
    )

    class Meta:
        model = Link
        fields: list[str] = []

    def filter_enabled(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(is_enabled=value == "true")


class SpendFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("label", "external_id", "campaign__name"))
    campaign = django_filters.ModelChoiceFilter(
        queryset=_campaigns, label=_("Campaign"), empty_label=_("Any campaign")
    )
    channel = django_filters.ModelChoiceFilter(
        field_name="campaign__channel",
        queryset=Channel.objects.all(),
        to_field_name="key",
        label=_("Channel"),
        empty_label=_("Any channel"),
    )
    spent_from = _date(_("From"), field_name="spent_on", lookup_expr="gte")
    spent_to = _date(_("To"), field_name="spent_on", lookup_expr="lte")
    currency = django_filters.CharFilter(label=_("Currency"), max_length=3, lookup_expr="iexact")
    source = django_filters.ChoiceFilter(
        choices=list(SOURCE_NAMES.items()), label=_("Source"), empty_label=_("Any source")
    )
    import_id = django_filters.UUIDFilter(widget=forms.HiddenInput)

    class Meta:
        model = Spend
        fields: list[str] = []
