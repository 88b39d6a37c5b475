"""Make a lead: one verb for the page, the API, the form and the importer."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from clmsite.kernel.outbox import announce
from clmsite.kernel.text import clean_line, clean_text
from leads.identity.keys import normalise_email, normalise_phone
from leads.models import Lead

LINES = {
    "name": 200,
    "email": 254,
    "phone": 40,
    "company": 200,
    "job_title": 120,
    "country": 60,
    "said_source": 120,
}


def create_lead(
    *, now: datetime, actor: Any = None, tell: bool = True, **fields: Any
) -> tuple[Lead, bool]:
    """The lead with these fields, and whether it was made now.

    One e-mail address is one lead, and so is one `external_id`: where there is such a lead
    already, that one comes back as it is. `created_at` may lie in the past (imports). With
    `tell=False` the caller announces "lead.created" itself, for many at once.
    Errors: ValueError when nothing says who it is; TypeError for a field that leads lack.
    """
    fields = clean_fields(fields)
    if not any(fields.get(name) for name in ("name", "email", "phone", "company", "external_id")):
        raise ValueError("a lead needs a name, an e-mail address, a phone, a company or an id")
    fields.setdefault("created_at", now)
    with transaction.atomic():
        lead = _existing(fields)
        if lead:
            return lead, False
        try:
            with transaction.atomic():
                lead = Lead.objects.create(**fields)
        except IntegrityError:
            # Another request made the same one between our look and our insert.
            lead = _existing(fields)
            if lead is None:
                raise
            return lead, False
        if tell:
            announce("lead.created", lead_ids=[lead.pk])
    return lead, True


def clean_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as they are kept: clean lines, and the key that e-mails are compared by."""
    kept = dict(fields)
    for name, limit in LINES.items():
        if name in kept:
            kept[name] = clean_line(kept[name], limit)
    if "email" in kept:
        kept["email_key"] = normalise_email(kept["email"]) or None
    if kept.get("phone"):
        kept["phone"] = normalise_phone(kept["phone"])
    if "consent_text" in kept:
        kept["consent_text"] = clean_text(kept["consent_text"])
    return kept


def likely_duplicates(leads: QuerySet[Lead], *, name: str = "", email: str = "") -> QuerySet[Lead]:
    """Those among `leads` that may be the same person: same address, or the very same name."""
    name, key = clean_line(name), normalise_email(email)
    same = Q(pk__in=[])
    if key:
        same |= Q(email_key=key)
    if name:
        same |= Q(name__iexact=name) | Q(company__iexact=name)
    return leads.filter(same)


def _existing(fields: dict[str, Any]) -> Lead | None:
    for name in ("email_key", "external_id"):
        if fields.get(name):
            lead = Lead.objects.filter(**{name: fields[name]}).first()
            if lead:
                return lead
    return None
