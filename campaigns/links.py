"""Verbs: create_link, edit_link, set_enabled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from campaigns.models import Campaign, Link
from clmsite.kernel.audit import record
from clmsite.kernel.versions import save_version

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
EDITABLE = ("code", "name", "destination", "campaign", *UTM, "expires_at")


class CodeTakenError(Exception):
    """Another link has this short code."""


def create_link(*, actor: Any, now: datetime, code: str, **fields: Any) -> tuple[Link, bool]:
    """The new link and True. The same form sent twice: the link made the first time, and False.

    A form carries its code from the moment it is opened, so the same code, destination and
    campaign by the same person are the same form. CodeTakenError for anybody else's code.
    """
    link = Link(created_by=actor, created_at=now, code=code, **fields)
    try:
        with transaction.atomic():
            link.save(force_insert=True)
            record(actor, "link.created", link, campaign=link.campaign_id, host=_host(link))
    except IntegrityError:
        known = Link.objects.filter(code=code).first()
        if known is None:
            raise
        same = (known.destination, known.campaign_id, known.created_by_id) == (
            *(link.destination, link.campaign_id),
            link.created_by_id,
        )
        if same:
            return known, False
        raise CodeTakenError from None
    return link, True


def _host(link: Link) -> str:
    return urlsplit(link.destination).hostname or ""


@transaction.atomic
def edit_link(*, link: Link, version: int, actor: Any, **fields: Any) -> list[str]:
    """Save `fields`; return the names of those that changed. StaleError as for campaigns."""
    strange = set(fields) - set(EDITABLE)
    if strange:
        raise ValueError(f"not editable: {', '.join(sorted(strange))}")
    stored = Link.objects.get(pk=link.pk)
    changed = [name for name, value in fields.items() if getattr(stored, name) != value]
    if not changed and stored.version == version:
        return []
    try:
        with transaction.atomic():
            save_version(link, version=version, **{name: fields[name] for name in changed})
    except IntegrityError:
        raise CodeTakenError from None
    # Who let a link lead to which host must be known later (TL-01).
    facts = {"host": _host(link)} if "destination" in changed else {}
    record(actor, "link.edited", link, fields=changed, version=link.version, **facts)
    return changed


@transaction.atomic
def set_enabled(*, link: Link, is_enabled: bool, actor: Any) -> bool:
    """Switch the link on or off. True if this call did; a switched-off link answers 410."""
    rows = Link.objects.filter(pk=link.pk, is_enabled=not is_enabled)
    changed = rows.update(is_enabled=is_enabled, version=F("version") + 1)
    link.refresh_from_db()
    if changed:
        action = "link.enabled" if is_enabled else "link.disabled"
        record(actor, action, link, version=link.version)
    return changed == 1


def same_links(
    *, campaign: Campaign, destination: str, utm: Mapping[str, str], besides: int | None = None
) -> QuerySet[Link]:
    """Other links of the campaign with the same destination and UTM values: figures would split."""
    same = Link.objects.filter(campaign=campaign, destination=destination)
    same = same.filter(**{name: utm.get(name, "") for name in UTM})
    return same.exclude(pk=besides) if besides else same
