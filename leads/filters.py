"""Filters of leads and deals: the same ones for the lists, the board and the API."""

from datetime import date, datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Channel
from clmsite.kernel.listing import SearchFilter
from clmsite.kernel.periods import Period, day_of, reporting_zone
from leads.first_touch import where_first_touch
from leads.models import Deal, Lead, Pipeline, Stage

ME, NOBODY = "me", "none"


class OwnerFilter(django_filters.ChoiceFilter):
    """`owner`: "me", "none" or the id of a person."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Owner"))
        options.setdefault("empty_label", _("All owners"))
        super().__init__(choices=owner_choices, **options)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        if value == NOBODY:
            return qs.filter(owner=None)
        if value == ME:
            return qs.filter(owner=self.parent.request.user)
        return qs.filter(owner_id=value)


def owner_choices() -> list[tuple[str, Any]]:
    people = get_user_model().objects.filter(is_active=True).order_by("name", "email")
    return [
        (ME, _("Me")),
        (NOBODY, _("Nobody")),
        *((str(person.pk), str(person)) for person in people),
    ]


def switch(method: str, label: Any) -> django_filters.BooleanFilter:
    """A box to tick; `method` is also called when it is not, and must leave the rows then."""
    return django_filters.BooleanFilter(method=method, label=label, widget=forms.CheckboxInput)


class FirstTouchFilter(django_filters.ModelChoiceFilter):
    """Rows whose lead's first touch has this campaign or channel."""

    def __init__(self, *, touch_field: str, lead: str, **options: Any) -> None:
        self.touch_field, self.lead = touch_field, lead
        super().__init__(**options)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value is None:
            return qs
        return where_first_touch(qs, lead=self.lead, **{self.touch_field: value})


class DayFilter(django_filters.DateFilter):
    """Moments on or after a day in the reporting zone, or (`is_last`) on or before it."""

    def __init__(self, *, is_last: bool = False, **options: Any) -> None:
        self.is_last = is_last
        super().__init__(**options)

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        if value is None:
            return qs
        day = Period.day(value, reporting_zone())
        if self.is_last:
            return qs.filter(**{f"{self.field_name}__lt": day.end})
        return qs.filter(**{f"{self.field_name}__gte": day.start})


def campaign_filter(lead: str) -> FirstTouchFilter:
    return FirstTouchFilter(
        touch_field="campaign",
        lead=lead,
        queryset=Campaign.objects.order_by("name"),
        label=_("Campaign"),
        empty_label=_("All campaigns"),
    )


def channel_filter(lead: str) -> FirstTouchFilter:
    return FirstTouchFilter(
        touch_field="channel",
        lead=lead,
        queryset=Channel.objects.all(),
        label=_("Channel"),
        empty_label=_("All channels"),
    )


class DealFilter(django_filters.FilterSet):
    """For the board, the list of deals and the API."""

    q = SearchFilter(fields=["name", "lead__name", "lead__email", "lead__company"])
    owner = OwnerFilter()
    campaign = campaign_filter("lead_id")
    channel = channel_filter("lead_id")
    stale = switch("only_stale", _("Stale"))
    no_next_step = switch("only_without_step", _("No next step"))
    overdue = switch("only_overdue", _("Overdue"))

    class Meta:
        model = Deal
        fields: list[str] = []

    def only_stale(self, deals: QuerySet[Deal], name: str, value: bool) -> QuerySet[Deal]:
        return stale(deals, now=timezone.now()) if value else deals

    def only_without_step(self, deals: QuerySet[Deal], name: str, value: bool) -> QuerySet[Deal]:
        return deals.filter(next_step="") if value else deals

    def only_overdue(self, deals: QuerySet[Deal], name: str, value: bool) -> QuerySet[Deal]:
        today = day_of(timezone.now(), reporting_zone())
        return deals.filter(outcome="", next_step_on__lt=today) if value else deals


class DealListFilter(DealFilter):
    """The list shows closed deals, too, and can be cut by date."""

    outcome = django_filters.ChoiceFilter(
        method="with_outcome",
        label=_("Outcome"),
        empty_label=_("Open and closed"),
        choices=[("open", _("Open")), ("won", _("Won")), ("lost", _("Lost"))],
    )
    stage = django_filters.ModelChoiceFilter(
        queryset=Stage.objects.all(), label=_("Stage"), empty_label=_("All stages")
    )
    pipeline = django_filters.ModelChoiceFilter(
        field_name="stage__pipeline", queryset=Pipeline.objects.all(), label=_("Pipeline")
    )
    created_after = DayFilter(field_name="created_at", label=_("Created from"))
    created_before = DayFilter(field_name="created_at", label=_("Created until"), is_last=True)
    closed_after = DayFilter(field_name="closed_at", label=_("Closed from"))
    closed_before = DayFilter(field_name="closed_at", label=_("Closed until"), is_last=True)
    lead = django_filters.NumberFilter(field_name="lead_id", label=_("Lead"))

    def with_outcome(self, deals: QuerySet[Deal], name: str, value: str) -> QuerySet[Deal]:
        return deals.filter(outcome="" if value == "open" else value)


class LeadFilter(django_filters.FilterSet):
    """For the list of leads and the API."""

    q = SearchFilter(fields=["name", "email", "company"])
    stage = django_filters.ChoiceFilter(
        choices=Lead.Stage.choices, label=_("Stage"), empty_label=_("All stages")
    )
    owner = OwnerFilter()
    channel = channel_filter("pk")
    campaign = campaign_filter("pk")
    origin = django_filters.ChoiceFilter(
        choices=Lead.Origin.choices, label=_("Came by"), empty_label=_("Any way")
    )
    created_after = DayFilter(field_name="created_at", label=_("Created from"))
    created_before = DayFilter(field_name="created_at", label=_("Created until"), is_last=True)
    has_deal = django_filters.ChoiceFilter(
        method="with_deal",
        label=_("Deal"),
        empty_label=_("With and without deal"),
        choices=[("yes", _("With a deal")), ("no", _("Without a deal"))],
    )
    said_source = django_filters.CharFilter(lookup_expr="icontains", label=_("Said source"))

    class Meta:
        model = Lead
        fields: list[str] = []

    def with_deal(self, leads: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        has = Exists(Deal.objects.filter(lead=OuterRef("pk")))
        return leads.filter(has if value == "yes" else ~has)


def stale(deals: QuerySet[Deal], *, now: datetime) -> QuerySet[Deal]:
    """Open deals that have been in their stage for longer than it should take."""
    late = Q(pk__in=[])
    for pk, days in Stage.objects.values_list("pk", "expected_days"):
        late |= Q(stage_id=pk, stage_entered_at__lt=now - timedelta(days=days))
    return deals.open().filter(late)
