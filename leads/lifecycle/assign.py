"""Give a lead to somebody, or to nobody."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from leads.lifecycle.change import change_lead, load
from leads.models import Activity, Deal, Lead


@transaction.atomic
def assign_lead(
    *, lead_id: int, owner: Any, now: datetime, by: Any = None, version: int | None = None
) -> Activity | None:
    """The entry about it; None when it was theirs already.

    Open deals that nobody owns go along; deals of a colleague stay with the colleague.
    """
    lead = load(lead_id, version)
    if lead.owner == owner:
        return None
    entry = change_lead(lead, "assigned", {"owner": owner}, now=now, by=by)
    if owner is not None:
        _take_along(lead, owner, entry)
    return entry


def _take_along(lead: Lead, owner: Any, entry: Activity) -> None:
    """Give the lead's free deals to the new owner; the entry remembers which, for undo."""
    free = list(lead.deals.open().filter(owner=None).values_list("pk", flat=True))
    if free:
        Deal.objects.filter(pk__in=free).update(owner=owner, version=F("version") + 1)
        entry.detail["deals"] = free
        entry.save(update_fields=["detail"])


def give_deals_back(entry: Activity) -> None:
    """Undo of `_take_along`: those that still belong to the one they went to are free again."""
    _was, became = entry.detail["changes"].get("owner_id", [None, None])
    went = Deal.objects.filter(pk__in=entry.detail.get("deals", []), owner_id=became)
    went.update(owner=None, version=F("version") + 1)
