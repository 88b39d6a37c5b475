"""The rows behind one number: cost lines, clicks, visits, or the credits that make it up."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, Sum

from analytics.journeys import LEAD, WON
from analytics.models import Conversion, Credit
from analytics.reports.choice import Choice, Scope
from analytics.reports.figures import (
    CENT,
    clicks_in,
    conversions_in,
    credits_in,
    spend_in,
    visits_in,
)
from campaigns.models import Touch
from leads.models import Deal, Identity, Lead

PER_PAGE = 50
KINDS = {
    "spend": "spend",
    "impressions": "spend",
    "ad_clicks": "spend",
    "claimed": "spend",
    "link_clicks": "clicks",
    "visits": "visits",
    "leads": "credits",
    "customers": "credits",
    "revenue": "credits",
}
# Parts of the books that have no touch, and what is whole: conversions instead of credits.
STATES = {
    "all": [Conversion.State.ATTRIBUTED],
    "unattributed": [Conversion.State.UNATTRIBUTED],
    "excluded": [Conversion.State.EXCLUDED],
    "booked": [
        Conversion.State.ATTRIBUTED,
        Conversion.State.UNATTRIBUTED,
        Conversion.State.EXCLUDED,
    ],
}


@dataclass(frozen=True, slots=True)
class Drill:
    """One page of the rows behind a number, and what they add up to."""

    what: str
    kind: str  # spend, clicks, visits, credits or conversions: which columns it has
    page: Page
    rows: list[Any]
    sums: dict[str, Any]  # over all pages
    total: Decimal | None  # the number that was clicked


@dataclass(frozen=True, slots=True)
class CreditRow:
    """One share of one conversion, with everything a reader may ask about it."""

    credit: Credit
    conversion: Conversion
    touch: Touch | None
    lead: Lead | None
    deal: Deal | None


@dataclass(frozen=True, slots=True)
class VisitRow:
    visit: Touch
    lead: Lead | None


@dataclass(frozen=True, slots=True)
class ConversionRow:
    conversion: Conversion
    lead: Lead | None
    deal: Deal | None


def drill(what: str, of: str, choice: Choice, page: int) -> Drill:
    """The rows behind the number `what` of `of` ("campaign-12", "all", "unattributed", …).

    ValueError when there is no such number.
    """
    if what not in KINDS:
        raise ValueError(f"no such figure: {what}")
    kind = KINDS[what]
    if kind == "credits":
        milestone = LEAD if what == "leads" else WON
        if of in STATES:
            return _conversions(what, of, choice, milestone, page)
        return _credits(what, Scope.parse(of), choice, milestone, page)
    scope = Scope() if of in STATES else Scope.parse(of)
    return {"spend": _spend, "clicks": _clicks, "visits": _visits}[kind](what, scope, choice, page)


def _spend(what: str, scope: Scope, choice: Choice, page: int) -> Drill:
    rows = spend_in(choice.period, scope).filter(currency=choice.currency)
    rows = rows.select_related("campaign", "link").order_by("-spent_on", "-id")
    sums = rows.order_by().aggregate(
        spend=Sum("amount"),
        impressions=Sum("impressions"),
        ad_clicks=Sum("clicks"),
        claimed=Sum("claimed_conversions"),
    )
    if sums["spend"] is not None:
        sums["spend"] = sums["spend"].quantize(CENT)
    return _drill(what, "spend", rows, page, sums, sums[what])


def _clicks(what: str, scope: Scope, choice: Choice, page: int) -> Drill:
    rows = clicks_in(choice.period, scope).select_related("link__campaign").order_by("-at", "id")
    return _counted(what, "clicks", rows, page)


def _visits(what: str, scope: Scope, choice: Choice, page: int) -> Drill:
    rows = visits_in(choice.period, scope).select_related("channel", "campaign")
    drill = _counted(what, "visits", rows.order_by("-at", "-id"), page)
    visitors = {visit.visitor_id for visit in drill.rows}
    known = Identity.objects.filter(visitor__in=visitors).select_related("lead")
    leads = {identity.visitor_id: identity.lead for identity in known}
    return _with(drill, [VisitRow(visit, leads.get(visit.visitor_id)) for visit in drill.rows])


def _credits(what: str, scope: Scope, choice: Choice, milestone: str, page: int) -> Drill:
    rows = credits_in(choice, choice.period, scope).filter(conversion__milestone=milestone)
    rows = rows.select_related("conversion").order_by(
        "-conversion__converted_at", "-conversion_id", "touch_id"
    )
    found = rows.order_by().aggregate(weight=Sum("weight"), value=Sum("value"))
    sums = {
        "weight": (found["weight"] or Decimal(0)).quantize(Decimal("1e-8")),
        "value": (found["value"] or Decimal(0)).quantize(CENT),
    }
    drill = _drill(
        what, "credits", rows, page, sums, sums["value" if what == "revenue" else "weight"]
    )
    return _with(drill, _with_people(drill.rows))


def _conversions(what: str, of: str, choice: Choice, milestone: str, page: int) -> Drill:
    rows = conversions_in(choice.period).filter(milestone=milestone, state__in=STATES[of])
    rows = rows.order_by("-converted_at", "-id")
    money = rows.filter(currency=choice.currency).order_by().aggregate(value=Sum("value"))
    sums = {"value": (money["value"] or Decimal(0)).quantize(CENT)}
    drill = _drill(what, "conversions", rows, page, sums, None)
    leads, deals = _people(drill.rows)
    shown = [ConversionRow(row, leads.get(row.lead_id), _deal_of(row, deals)) for row in drill.rows]
    total = sums["value"] if what == "revenue" else Decimal(drill.page.paginator.count)
    return _with(drill, shown, total)


def _counted(what: str, kind: str, rows: QuerySet[Any], page: int) -> Drill:
    drill = _drill(what, kind, rows, page, {}, None)
    return _with(drill, drill.rows, Decimal(drill.page.paginator.count))


def _drill(
    what: str,
    kind: str,
    rows: QuerySet[Any],
    page: int,
    sums: dict[str, Any],
    total: Any,
) -> Drill:
    shown = Paginator(rows, PER_PAGE).get_page(page)
    total = None if total is None else Decimal(total)
    return Drill(what, kind, shown, list(shown.object_list), sums, total)


def _with(drill: Drill, rows: list[Any], total: Decimal | None = None) -> Drill:
    return Drill(
        drill.what,
        drill.kind,
        drill.page,
        rows,
        drill.sums,
        drill.total if total is None else total,
    )


def _with_people(credits: list[Credit]) -> list[CreditRow]:
    """The credits of one page with touch, lead and deal: three queries."""
    conversions = [credit.conversion for credit in credits]
    leads, deals = _people(conversions)
    touches = Touch.objects.select_related("channel", "campaign", "link").in_bulk(
        {credit.touch_id for credit in credits}
    )
    return [
        CreditRow(
            credit=credit,
            conversion=credit.conversion,
            touch=touches.get(credit.touch_id),
            lead=leads.get(credit.conversion.lead_id),
            deal=_deal_of(credit.conversion, deals),
        )
        for credit in credits
    ]


def _people(rows: Iterable[Conversion]) -> tuple[dict[int, Lead], dict[int, Deal]]:
    rows = list(rows)
    leads = Lead.objects.in_bulk({row.lead_id for row in rows})
    deals = Deal.objects.in_bulk({row.subject_id for row in rows if row.milestone == WON})
    return leads, deals


def _deal_of(row: Conversion, deals: dict[int, Deal]) -> Deal | None:
    return deals.get(row.subject_id) if row.milestone == WON else None
