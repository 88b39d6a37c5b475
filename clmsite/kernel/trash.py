"""Deleting with a way back: the rows are written into the history, and can be put back from it.

For small things without personal data (drafts, hand-entered spend). People are erased by
leads/privacy.py instead, which must not keep anything.
"""

from collections.abc import Iterable
from typing import Any

from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import Model

from clmsite.kernel.audit import record
from clmsite.kernel.models import AuditEntry


class CannotRestoreError(Exception):
    """The rows are back already, or something now stands in their place."""


@transaction.atomic
def discard(actor: Any, action: str, obj: Model, *, along: Iterable[Model] = ()) -> AuditEntry:
    """Delete `obj` and the rows `along` with it (they go first); the entry can bring them back."""
    parts = list(along)
    rows = serializers.serialize("json", [obj, *parts])
    entry = record(actor, action, obj, rows=rows)
    for part in parts:
        part.delete()
    obj.delete()
    return entry


def restore(actor: Any, action: str, entry: AuditEntry) -> Model:
    """Put back what `entry` deleted, under its old id. CannotRestoreError when that is taken."""
    found = list(serializers.deserialize("json", entry.detail["rows"]))
    try:
        with transaction.atomic():
            for row in found:
                row.object.save_base(force_insert=True, raw=True)
            record(actor, action, found[0].object)
    except IntegrityError as error:
        raise CannotRestoreError from error
    return found[0].object
