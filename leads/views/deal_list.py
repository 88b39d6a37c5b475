"""Deals as a list: the board's filters, and closed ones too."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clmsite.kernel.access import allowed, can
from clmsite.kernel.csv_out import csv_response
from clmsite.kernel.htmx import render_page
from clmsite.kernel.listing import listing
from leads.filters import DealListFilter
from leads.first_touch import with_first_touch
from leads.models import Deal
from leads.pipeline.board import dress
from leads.scope import deals_for
from leads.views.list_parts import CLOSED, CREATED, folded

SORTS = {
    "name": "name",
    "lead": ("lead__name", "lead__email"),
    "amount": "amount",
    "stage": ("stage__pipeline", "stage__position", "rank"),
    "owner": "owner__name",
    "due": "next_step_on",
    "created": "created_at",
    "closed": "closed_at",
    "campaign": "first_campaign",
}
CSV_HEADER = (
    *("id", "name", "lead_id", "lead", "company", "amount", "currency", "stage", "outcome"),
    *("owner", "expected_close_on", "next_step", "next_step_on", "created_at", "closed_at"),
    *("reason", "close_note", "first_channel", "first_campaign"),
)


@allowed("deals.view")
@require_safe
def deal_list(request: HttpRequest) -> HttpResponse:
    rows = with_first_touch(deals_for(request.user), lead="lead_id")
    rows = rows.select_related("lead", "owner", "stage", "reason")
    found = listing(
        request, rows, filterset_class=DealListFilter, sorts=SORTS, default_sort="-created"
    )
    if found.wants_csv:
        return csv_response("deals.csv", CSV_HEADER, (csv_row(deal) for deal in found.all_rows()))
    now = timezone.now()
    for deal in found.rows:
        dress(deal, now=now)
    context = {
        "list": found,
        "board_query": _board_query(request),
        "sums": sums_of(found.queryset) if found.total else [],
        "may_edit": can(request.user, "deals.edit"),
    }
    ranges = {"created": CREATED, "closed": CLOSED}
    context |= folded(request, names=("campaign", "channel"), ranges=ranges)
    return render_page(request, "leads/deals.html", context, partial="list", status=found.status)


def sums_of(deals: QuerySet[Deal]) -> list[dict[str, Any]]:
    """The amounts of all rows that match, each currency apart."""
    rows = deals.order_by().values("currency").exclude(amount=None)
    return list(rows.annotate(total=Sum("amount")).order_by("currency"))


def csv_row(deal: Deal) -> list[object]:
    special = {"id": deal.pk, "company": deal.lead.company, "lead": str(deal.lead)}
    values = (special.get(name, getattr(deal, name, "")) for name in CSV_HEADER)
    return [str(value) if hasattr(value, "pk") else value for value in values]


def _board_query(request: HttpRequest) -> str:
    """The filters the board knows, too."""
    query = request.GET.copy()
    for name in ("page", "sort", "outcome", "stage", "format"):
        query.pop(name, None)
    return query.urlencode()
