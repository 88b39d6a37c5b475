"""Campaigns: the list, one campaign's page, and the form that makes and changes one."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.create import create_campaign, made_before
from campaigns.edit import edit_campaign
from campaigns.filters import CampaignFilter
from campaigns.forms import CampaignForm
from campaigns.launch import reasons_against
from campaigns.models import Campaign, Click
from campaigns.overview import (
    budget_of,
    clicks_by_day,
    clicks_by_link,
    human_visits,
    latest_spend,
    planned_spend,
)
from campaigns.pacing import missing_for_pacing, pacing
from campaigns.scope import campaigns_for
from campaigns.timeline import since, timeline
from campaigns.wording import pacing_why
from clmsite.kernel.access import allowed, can
from clmsite.kernel.csv_out import csv_response
from clmsite.kernel.listing import Listing, listing, render_list
from clmsite.kernel.money import round_amount
from clmsite.kernel.periods import Period, day_of
from clmsite.kernel.toasts import toast
from clmsite.kernel.versions import StaleError

SORTS: dict[str, str | tuple[str, ...]] = {
    "name": "name",
    "status": ("status", "name"),
    "channel": ("channel__position", "name"),
    "starts": "starts_on",
    "ends": "ends_on",
    "created": "id",
}
# Whoever may not see spend may not order by it either.
MONEY_SORTS = {"budget": "budget", "spent": "spent"}
CSV = ("id", "name", "status", "channel", "owner", "starts_on", "ends_on", "tags", "utm_campaign")
MONEY_CSV = ("currency", "budget", "spent_to_date", "pacing")


@allowed("campaigns.view")
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """All campaigns with their money; `?format=csv` gives every row that matches."""
    today = day_of(timezone.now())
    sees_money = can(request.user, "spend.view")
    rows = campaigns_for(request.user).select_related("channel", "owner").with_spend(today=today)
    found = listing(
        request,
        rows,
        filterset_class=CampaignFilter,
        sorts={**SORTS, **MONEY_SORTS} if sees_money else SORTS,
        default_sort="-created",
    )
    if found.wants_csv:
        return _csv(found, today, sees_money)
    if sees_money:
        _add_money(found.rows, today)
    context = {
        "sees_money": sees_money,
        "may_edit": can(request.user, "campaigns.edit"),
        "today": today,
    }
    return render_list(found, "campaigns/list.html", context)


def _add_money(campaigns: Any, today: Any) -> None:
    planned = planned_spend(campaigns, today=today)
    for campaign in campaigns:
        campaign.planned = planned.get(campaign.pk)
        campaign.pacing = _pace(campaign, today)
        campaign.pacing_why = pacing_why(missing_for_pacing(*_money_of(campaign), today))


def _money_of(campaign: Campaign) -> tuple[Any, Any, Any, Any]:
    return campaign.spent, campaign.budget, campaign.starts_on, campaign.ends_on


def _pace(campaign: Campaign, today: Any) -> Any:
    return pacing(*_money_of(campaign), today)


def _csv(found: Listing, today: Any, sees_money: bool) -> HttpResponse:
    def cells(campaign: Campaign) -> list[Any]:
        plain = [
            *(campaign.pk, campaign.name, campaign.status, campaign.channel.name),
            *(campaign.owner, campaign.starts_on, campaign.ends_on, ", ".join(campaign.tags)),
            campaign.slug,
        ]
        if not sees_money:
            return plain
        pace = _pace(campaign, today)
        pace = None if pace is None else round(pace, 4)
        spent = campaign.spent
        if spent is not None:
            spent = round_amount(spent, campaign.currency)  # SQLite forgets trailing zeros
        return [*plain, campaign.currency, campaign.budget, spent, pace]

    header = [*CSV, *MONEY_CSV] if sees_money else list(CSV)
    return csv_response("campaigns.csv", header, (cells(row) for row in found.all_rows()))


@allowed("campaigns.view")
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: plan, money, clicks, links, what it learned from, what happened to it."""
    rows = campaigns_for(request.user).select_related("channel", "owner", "follows")
    found = get_object_or_404(rows, pk=pk)
    now = timezone.now()
    today = day_of(now)
    links = list(found.links.order_by("-id"))
    clicks = clicks_by_link(links)
    context = {
        "campaign": found,
        "today": today,
        "links": [(link, clicks[link.pk]) for link in links],
        "human": sum(each.human for each in clicks.values()),
        "machines": sum(each.machines for each in clicks.values()),
        "visits": human_visits(found),
        "days": _click_spark(found, now),
        "followers": found.followers.select_related("channel"),
        "history": timeline(found),
        "goals": _goals(found),
        "copy_key": uuid.uuid4(),
        "reasons": reasons_against(found, today=today),
        "may_edit": can(request.user, "campaigns.edit"),
        "may_link": can(request.user, "links.edit"),
        "sees_money": can(request.user, "spend.view"),
        "sees_results": can(request.user, "analytics.view"),
    }
    if context["sees_money"]:
        money = budget_of(found, today=today)
        why = pacing_why(money.missing)
        context |= {"money": money, "pacing_why": why, "spend": latest_spend(found)}
    return render(request, "campaigns/campaign.html", context)


def _goals(found: Campaign) -> list[tuple[str, Any, bool]]:
    """The goals that were set: name, value, whether it is money."""
    goals = [
        (_("Leads"), found.goal_leads, False),
        (_("Qualified leads"), found.goal_qualified, False),
        (_("Customers"), found.goal_customers, False),
        (_("Revenue"), found.goal_revenue, True),
    ]
    return [goal for goal in goals if goal[1] is not None]


def _click_spark(found: Campaign, now: Any) -> list[int]:
    clicks = Click.objects.filter(link__campaign=found)
    return [human for _on, human, _bots in clicks_by_day(clicks, Period.last_days(30, now))]


@allowed("campaigns.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    """The empty form; POST makes a draft, once however often it is sent."""
    if request.method != "POST":
        return _form(request, CampaignForm(user=request.user))
    form = CampaignForm(request.POST, user=request.user)
    key = _key(form)
    made = made_before(key)
    if made:
        return redirect("campaigns:campaign", pk=made.pk)
    if not form.is_valid():
        return _form(request, form, status=422)
    draft, _is_new = create_campaign(
        actor=request.user, now=timezone.now(), key=key, **form.values()
    )
    toast(request, _("Draft made. Add its links, then launch it."))
    return redirect("campaigns:campaign", pk=draft.pk)


def _key(form: CampaignForm) -> str | None:
    """The form's own number, if it came with a sound one."""
    try:
        number = form.fields["key"].clean(form.data.get("key"))
    except ValidationError:
        return None
    return f"form:{number}" if number else None


@allowed("campaigns.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with what is stored. If somebody saved meanwhile, what was typed is kept (409)."""
    stored = get_object_or_404(campaigns_for(request.user), pk=pk)
    if request.method != "POST":
        return _form(request, CampaignForm(instance=stored), name=stored.name)
    name = stored.name
    form = CampaignForm(request.POST, instance=stored)
    if not form.is_valid():
        return _form(request, form, name=name, status=422)
    version = form.cleaned_data["version"] or 0
    try:
        edit_campaign(campaign=stored, version=version, actor=request.user, **form.values())
    except StaleError:
        current = Campaign.objects.get(pk=pk)
        form.set_version(current.version)
        return _form(request, form, name=name, status=409, changes=since(current, version))
    except IntegrityError:
        form.add_error("slug", _("Another campaign took this short name a moment ago."))
        return _form(request, form, name=name, status=422)
    toast(request, _("Saved."))
    return redirect("campaigns:campaign", pk=pk)


def _form(
    request: HttpRequest, form: CampaignForm, *, name: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "name": name, "stale": status == 409, **more}
    return render(request, "campaigns/campaign_form.html", context, status=status)
