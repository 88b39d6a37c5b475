"""Take an edit of a deal back, when nothing came after it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from leads.models import Activity, Deal
from leads.pipeline.edit import edit_deal
from leads.pipeline.refusals import RefusedError
from leads.pipeline.swap import current
from leads.snapshot import values_of


@transaction.atomic
def undo_edit(*, entry_id: int, now: datetime, by: Any = None) -> Deal:
    """The deal with the fields as they were. An edit like any other, with its own entry."""
    entry = Activity.objects.get(pk=entry_id)
    deal = current(entry.deal_id)
    if entry.detail.get("action") != "deal_edited" or entry.detail["version"] != deal.version:
        raise RefusedError("cannot_undo", deal)
    was = {column: pair[0] for column, pair in entry.detail["changes"].items()}
    values = values_of(Deal, was)
    if "owner_id" in values:
        values["owner"] = _person(values.pop("owner_id"))
    return edit_deal(deal_id=deal.pk, version=deal.version, now=now, by=by, **values)


def last_edit(deal: Deal) -> Activity | None:
    """The entry of the edit that made the deal's present version."""
    edits = deal.activities.filter(detail__action="deal_edited", detail__version=deal.version)
    return edits.order_by("-id").first()


def _person(pk: int | None) -> Any:
    """Whoever owned it; nobody when that person has been deleted."""
    people = Deal._meta.get_field("owner").related_model.objects
    return people.filter(pk=pk).first() if pk else None
