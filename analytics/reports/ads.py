"""What the platforms reported, by the label of their cost lines: ads, messages, invoices."""

from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import F, Sum

from analytics.metrics.totals import Totals
from analytics.reports.choice import Choice, Scope
from analytics.reports.figures import CENT, spend_in
from analytics.reports.table import Row

PER_PAGE = 25


def ads_page(choice: Choice, scope: Scope, page: int) -> Page:
    """One page of ads, the dearest first, each with sums and metrics. Two queries."""
    lines = spend_in(choice.period, scope).filter(currency=choice.currency).exclude(label="")
    sums = (
        lines.order_by()
        .values("label")
        .annotate(
            money=Sum("amount"),
            seen=Sum("impressions"),
            clicked=Sum("clicks"),
            results=Sum("claimed_conversions"),
        )
        .order_by(F("money").desc(), "label")
    )
    found = Paginator(sums, PER_PAGE).get_page(page)
    found.object_list = [_row(line) for line in found.object_list]
    return found


def _row(line: dict) -> Row:
    reported = {"impressions": "seen", "ad_clicks": "clicked", "claimed": "results"}
    counts = {
        name: None if line[key] is None else Decimal(line[key]) for name, key in reported.items()
    }
    return Row(
        of="",
        label=line["label"],
        totals=Totals(spend=line["money"].quantize(CENT), **counts),
    )
