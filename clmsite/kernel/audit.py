"""The history of things: who did what, and when. Written by verbs, inside their transaction.

    record(actor, "campaign.edited", campaign, fields=["budget"], version=4)

`detail` holds field names and harmless facts, never the values of personal fields.
"""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from clmsite.kernel.models import AuditEntry


def record(actor: Any, action: str, obj: Model, **detail: Any) -> AuditEntry:
    """Write one entry about `obj`; `actor` is None when the product did it by itself."""
    return AuditEntry.objects.create(
        at=timezone.now(),
        actor=actor if getattr(actor, "pk", None) else None,
        action=action,
        object_type=type_of(obj),
        object_id=str(obj.pk),
        detail=detail,
    )


def history(obj: Model) -> QuerySet[AuditEntry]:
    """What was done to `obj`, the latest first, each with its actor."""
    entries = AuditEntry.objects.filter(object_type=type_of(obj), object_id=str(obj.pk))
    return entries.select_related("actor").order_by("-id")


def type_of(obj: Model | type[Model]) -> str:
    """ "campaign" for a Campaign: how entries name their object."""
    return obj._meta.model_name or ""
