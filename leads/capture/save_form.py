"""Verbs: make, change, publish and withdraw forms."""

from datetime import datetime
from typing import Any

from clmsite.kernel.versions import save_version
from leads.capture.definition import WAYS_TO_REACH, read_fields
from leads.models import Form


class NotPublishableError(Exception):
    """The form asks for no way to reach the person: nobody could be answered."""


def create_form(*, now: datetime, **values: Any) -> Form:
    return Form.objects.create(created_at=now, **values)


def edit_form(*, form: Form, version: int, **values: Any) -> Form:
    """Raises StaleError when somebody else saved in between."""
    save_version(form, version=version, **values)
    return form


def publish_form(*, form: Form, is_published: bool) -> Form:
    """Show the form to visitors, or take it away; what was sent stays."""
    if is_published and not any(f.kind in WAYS_TO_REACH for f in read_fields(form.fields)):
        raise NotPublishableError
    form.is_published = is_published
    form.save(update_fields=["is_published"])
    return form
