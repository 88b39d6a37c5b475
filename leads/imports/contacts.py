"""Touches from a file: each on the one imported visitor of its lead, known by a stable id."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from campaigns.models import Touch, Visitor
from clmsite.kernel.imports.kinds import Run
from leads.models import Identity, Lead

_NAMESPACE = uuid.UUID("b5f9f4c6-5b55-4b6e-9d0a-0d6f3f1f7c11")


def touch_id(*parts: object) -> uuid.UUID:
    """The same facts give the same id, so that a file imported twice makes each touch once."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(map(str, parts)))


@dataclass
class Contact:
    """One touch of one lead, on its way into the database."""

    lead: Lead
    event_id: uuid.UUID
    at: datetime
    channel_id: int
    campaign_id: int | None = None
    source: str = ""
    medium: str = ""
    campaign_name: str = ""
    kind: str = Touch.Kind.MANUAL
    note: str = ""


@dataclass
class Contacts:
    """The touches of one chunk."""

    planned: list[Contact] = field(default_factory=list)

    def known(self, ids: set[uuid.UUID]) -> set[uuid.UUID]:
        return set(Touch.objects.filter(event_id__in=ids).values_list("event_id", flat=True))

    def write(self, run: Run) -> set[int]:
        """Save them; returns the leads they belong to. Leads must be saved before."""
        if not self.planned:
            return set()
        visitors = _visitors([contact.lead for contact in self.planned], self.planned)
        Touch.objects.bulk_create(
            Touch(
                event_id=contact.event_id,
                visitor_id=visitors[contact.lead.pk],
                kind=contact.kind,
                at=contact.at,
                last_seen_at=contact.at,
                channel_id=contact.channel_id,
                campaign_id=contact.campaign_id,
                source=contact.source[:100],
                medium=contact.medium[:100],
                campaign_name=contact.campaign_name[:120],
                note=contact.note[:200],
                import_id=run.import_id,
            )
            for contact in self.planned
        )
        return {contact.lead.pk for contact in self.planned}


def visitor_key(lead_id: int) -> str:
    return f"imported-{lead_id}"


def _visitors(leads: list[Lead], contacts: list[Contact]) -> dict[int, uuid.UUID]:
    """Lead -> its imported visitor, made where there is none."""
    keys = {visitor_key(lead.pk): lead for lead in leads}
    found = dict(Visitor.objects.filter(key__in=keys).values_list("key", "pk"))
    first: dict[int, datetime] = {}
    for contact in contacts:
        at = first.get(contact.lead.pk, contact.at)
        first[contact.lead.pk] = min(at, contact.at)
    fresh = [
        Visitor(
            key=key,
            consent=Visitor.Consent.IMPORTED,
            is_known=True,
            first_seen_at=first[lead.pk],
            last_seen_at=first[lead.pk],
        )
        for key, lead in keys.items()
        if key not in found
    ]
    Visitor.objects.bulk_create(fresh)
    Identity.objects.bulk_create(
        Identity(
            visitor_id=visitor.pk,
            lead=keys[visitor.key],
            at=visitor.first_seen_at,
            by=Identity.By.IMPORT,
        )
        for visitor in fresh
    )
    found |= {visitor.key: visitor.pk for visitor in fresh}
    return {lead.pk: found[key] for key, lead in keys.items()}
