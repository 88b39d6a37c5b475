"""Taking back an import of spend: its rows, what they replaced, the campaigns it had to make."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Spend
from clmsite.kernel.audit import history, record
from clmsite.kernel.imports.kinds import Undone
from clmsite.kernel.models import AuditEntry, ImportJob, ImportRow

FACTS = (
    *("campaign_id", "link_id", "currency", "impressions", "clicks", "claimed_conversions"),
    *("label", "source", "external_id"),
)


def spend_facts(spend: Spend) -> dict[str, Any]:
    """A spend row as JSON, to be put back by `restore_spend`."""
    facts = {name: getattr(spend, name) for name in FACTS}
    return facts | {
        "id": spend.pk,
        "spent_on": spend.spent_on.isoformat(),
        "amount": str(spend.amount),
        "created_at": spend.created_at.isoformat(),
        "import_id": str(spend.import_id) if spend.import_id else None,
    }


def remove_spend(job: ImportJob, after: Any, limit: int, now: datetime) -> Undone:
    """Spend this import wrote, unless somebody edited it since."""
    own = Spend.objects.filter(import_id=job.pk, pk__gt=after or 0).order_by("pk")
    edits = AuditEntry.objects.filter(
        object_type="spend", object_id=Cast(OuterRef("pk"), CharField())
    )
    rows = list(own.annotate(is_edited=Exists(edits))[:limit])
    edited = [spend for spend in rows if spend.is_edited]
    kept = [_("Spend of %s was edited since.") % spend for spend in edited]
    gone = [spend.pk for spend in rows if not spend.is_edited]
    Spend.objects.filter(pk__in=gone).delete()
    return Undone(Counter(spend=len(gone)), kept, rows[-1].pk if rows else None)


def restore_spend(job: ImportJob, after: Any, limit: int, now: datetime) -> Undone:
    """Put back what changed rows said before, where nothing newer stands."""
    changed = ImportRow.objects.filter(
        job=job, outcome=ImportRow.Outcome.UPDATED, pk__gt=after or 0
    )
    rows = list(changed.order_by("pk")[:limit])
    undone = Undone(last_id=rows[-1].pk if rows else None)
    for row in rows:
        if Spend.objects.filter(
            source=Spend.Source.CSV,
            external_id=row.object_id,
            spent_on__in=[facts["spent_on"] for facts in row.before],
        ).exists():
            undone.kept.append(_("Row %d: newer figures are recorded for it.") % row.number)
            continue
        Spend.objects.bulk_create(
            _spend(facts) for facts in row.before if _campaign_is_there(facts)
        )
        undone.removed["restored"] += 1
    return undone


def _campaign_is_there(facts: dict[str, Any]) -> bool:
    return Campaign.objects.filter(pk=facts["campaign_id"]).exists()


def _spend(facts: dict[str, Any]) -> Spend:
    return Spend(
        **{name: facts[name] for name in FACTS},
        spent_on=date.fromisoformat(facts["spent_on"]),
        amount=Decimal(facts["amount"]),
        created_at=datetime.fromisoformat(facts["created_at"]),
        import_id=facts["import_id"],
    )


def remove_campaigns(job: ImportJob, after: Any, limit: int, now: datetime) -> Undone:
    """Campaigns this import made, if nothing else has come to hang on them."""
    own = Campaign.objects.filter(import_id=job.pk, pk__gt=after or 0).order_by("pk")
    rows = list(own[:limit])
    undone = Undone(last_id=rows[-1].pk if rows else None)
    for campaign in rows:
        if is_in_use(campaign):
            undone.kept.append(_("Campaign “%s” is in use.") % campaign.name)
            continue
        record(job.created_by, "campaign.import_undone", campaign)
        campaign.delete()
        undone.removed["campaigns"] += 1
    return undone


def is_in_use(campaign: Campaign) -> bool:
    """Somebody did something with it, or something hangs on it."""
    touched = history(campaign).exclude(actor=None).exclude(action="campaign.imported")
    if touched.exists():
        return True
    related = (campaign.spend, campaign.links, campaign.touches, campaign.followers)
    return any(rows.exists() for rows in related)
