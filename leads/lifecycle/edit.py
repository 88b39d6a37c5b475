"""Edit what we know about a person. Stage and owner have verbs of their own."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from leads.create import clean_fields
from leads.lifecycle.change import NotAllowedError, change_lead, load
from leads.models import Activity

EDITABLE = ("name", "email", "phone", "company", "job_title", "country", "said_source")


@transaction.atomic
def edit_lead(
    *,
    lead_id: int,
    now: datetime,
    by: Any = None,
    version: int | None = None,
    **changes: Any,
) -> Activity | None:
    """The entry about it; None when nothing differs.

    Raises NotAllowedError ("email_taken") when another lead has that address.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not fields one may edit: {sorted(unknown)}")
    lead = load(lead_id, version)
    changes = clean_fields(changes)
    changes = {name: value for name, value in changes.items() if getattr(lead, name) != value}
    if not changes:
        return None
    try:
        with transaction.atomic():
            return change_lead(lead, "edited", changes, now=now, by=by)
    except IntegrityError as error:
        raise NotAllowedError("email_taken", lead) from error
