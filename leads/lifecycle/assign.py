"""Give a lead to somebody, or to nobody."""

from datetime import datetime
from typing import Any

from django.db import transaction

from leads.lifecycle.change import change_lead, load
from leads.models import Activity, Deal


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
        Deal.objects.open().filter(lead=lead, owner=None).update(owner=owner)
    return entry
