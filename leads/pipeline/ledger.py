"""The money of a deal, append-only: a sale, and corrections that take back or adjust (AP-09).

A correction carries the day of the sale it corrects, so that the rows of any period add up to
the deals that are won in it today; `created_at` tells when we learned of it.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from leads.models import Deal, Revenue

SOURCE = "deal"


def book_sale(deal: Deal, *, on: date, now: datetime) -> Revenue:
    """The sale of this closing; `close_seq` in its id makes a second booking impossible."""
    return _write(deal, Revenue.Kind.SALE, deal.amount, on, now, f"{deal.pk}-{deal.close_seq}")


def take_back(deal: Deal, *, now: datetime) -> Revenue | None:
    """Bring what was booked for the deal's closing back to nothing; None when nothing was."""
    booked = balance(deal)
    if not booked:
        return None
    ending = f"{deal.pk}-{deal.close_seq}-back"
    return _write(deal, Revenue.Kind.CORRECTION, -booked, _sale_day(deal), now, ending)


def correct(deal: Deal, *, now: datetime) -> Revenue | None:
    """Adjust the booked sum to the deal's amount after an edit; None when it fits."""
    difference = deal.amount - balance(deal)
    if not difference:
        return None
    ending = f"{deal.pk}-{deal.close_seq}-edit-{deal.version}"
    return _write(deal, Revenue.Kind.CORRECTION, difference, _sale_day(deal), now, ending)


def balance(deal: Deal) -> Decimal:
    """What is booked for the deal's closings, without renewals and refunds from elsewhere."""
    total: Decimal = _rows(deal).aggregate(total=Sum("amount", default=Decimal(0)))["total"]
    return total


def _rows(deal: Deal):
    kinds = [Revenue.Kind.SALE, Revenue.Kind.CORRECTION]
    return Revenue.objects.filter(deal=deal, source=SOURCE, kind__in=kinds)


def _sale_day(deal: Deal) -> date:
    last = _rows(deal).filter(kind=Revenue.Kind.SALE).order_by("-id").first()
    return last.occurred_on if last else deal.closed_at.date()


def _write(deal: Deal, kind: str, amount: Decimal, on: date, now: datetime, ending: str) -> Revenue:
    return Revenue.objects.create(
        deal=deal,
        occurred_on=on,
        amount=amount,
        currency=deal.currency,
        kind=kind,
        source=SOURCE,
        external_id=f"deal-{ending}",
        created_at=now,
    )
