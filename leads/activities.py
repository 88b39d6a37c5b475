"""Log what was done with a lead, or what is to be done; tick off a task."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from clmsite.kernel.text import clean_text
from leads.models import Activity, Deal, Lead


def log_activity(
    *,
    lead: Lead,
    kind: str,
    text: str,
    now: datetime,
    by: Any = None,
    deal: Deal | None = None,
    due_at: datetime | None = None,
    key: uuid.UUID | None = None,
) -> Activity:
    """The new entry. The same `key` sent again gives the first entry back: one note, once."""
    try:
        with transaction.atomic():
            return Activity.objects.create(
                lead=lead,
                deal=deal,
                kind=kind,
                text=clean_text(text),
                at=now,
                author=by,
                due_at=due_at,
                key=key,
            )
    except IntegrityError:
        earlier = Activity.objects.filter(key=key, lead=lead).first() if key else None
        if earlier is None:
            raise
        return earlier


def finish_task(*, activity_id: int, now: datetime, is_done: bool = True) -> bool:
    """Tick a task off, or open it again. False when it was so already."""
    tasks = Activity.objects.filter(pk=activity_id, kind=Activity.Kind.TASK)
    waiting = tasks.filter(done_at__isnull=is_done)
    return waiting.update(done_at=now if is_done else None) == 1
