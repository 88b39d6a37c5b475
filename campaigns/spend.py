"""Verbs: record_spend, edit_spend, delete_spend — money out, each source row counted once."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from campaigns.models import Campaign, Spend
from clmsite.kernel.audit import record
from clmsite.kernel.models import AuditEntry
from clmsite.kernel.trash import discard

# What must agree for a repeated row to be the same row.
COMPARED = (
    *("campaign_id", "link_id", "amount", "currency", "impressions", "clicks"),
    *("claimed_conversions", "label"),
)


class SpendConflictError(Exception):
    """This source row was recorded before, with other figures; `existing` is what we have."""

    def __init__(self, existing: Spend) -> None:
        super().__init__("the same source row was recorded with other figures")
        self.existing = existing


def record_spend(
    *,
    campaign: Campaign,
    amount: Decimal,
    currency: str,
    spent_on: date,
    actor: Any,
    now: datetime,
    source: str = Spend.Source.HAND,
    external_id: str | None = None,
    **figures: Any,
) -> tuple[Spend, bool]:
    """The spend row and True; when source, external_id and day were recorded before: it and False.

    `figures`: link, impressions, clicks, claimed_conversions, label. Without an external_id
    every call is a new row. SpendConflictError when the known row says something else.
    """
    asked = Spend(
        campaign=campaign,
        amount=amount,
        currency=currency,
        spent_on=spent_on,
        source=source,
        external_id=external_id or None,
        created_at=now,
        **figures,
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
            record(actor, "spend.recorded", asked, campaign=campaign.pk)
    except IntegrityError:
        existing = _known(asked)
        if existing is None:
            raise
        if any(getattr(existing, name) != getattr(asked, name) for name in COMPARED):
            raise SpendConflictError(existing) from None
        return existing, False
    return asked, True


def _known(asked: Spend) -> Spend | None:
    if not asked.external_id:
        return None
    rows = Spend.objects.filter(
        source=asked.source, external_id=asked.external_id, spent_on=asked.spent_on
    )
    return rows.select_related("campaign").first()


@transaction.atomic
def edit_spend(*, spend: Spend, actor: Any, **fields: Any) -> list[str]:
    """Save `fields` and return the names of those that changed."""
    changed = [name for name, value in fields.items() if getattr(spend, name) != value]
    if changed:
        for name in changed:
            setattr(spend, name, fields[name])
        spend.save(update_fields=changed)
        record(actor, "spend.edited", spend, fields=changed, campaign=spend.campaign_id)
    return changed


def delete_spend(*, spend: Spend, actor: Any) -> AuditEntry:
    """Delete one row; the entry returned can restore it (clmsite.kernel.trash)."""
    return discard(actor, "spend.deleted", spend)
