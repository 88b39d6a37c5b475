"""Optimistic versions: a form that was opened before somebody else saved does not win silently.

Models with a `version` column take part. The database decides: the update matches only the
version the form was opened with.
"""

from typing import Any

from django.db.models import F, Model
from django.utils.translation import gettext as _


class StaleError(Exception):
    """The row was changed (or deleted) since the version the caller knows."""

    def __init__(self, obj: Model) -> None:
        super().__init__(_("Somebody else changed this in the meantime."))
        self.obj = obj


def save_version(obj: Model, *, version: int, **fields: Any) -> None:
    """Set `fields` on `obj` if it still has `version`, and count the version up.

    StaleError when it does not; nothing is changed then.
    """
    rows = type(obj)._default_manager.filter(pk=obj.pk, version=version)
    if not rows.update(version=F("version") + 1, **fields):
        raise StaleError(obj)
    obj.refresh_from_db()
