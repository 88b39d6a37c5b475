"""Verb: a visitor turned out to be a lead. From then on their visits are the lead's journey.

With consent that is everything the cookie has seen, also before the form was sent. Without, it
is what the key of the day has seen today: the person sends the form together with it.
A visitor is one lead for good: when two people use one browser, the second one's submission
gets a visitor of its own (leads/capture/submit.py), and nobody's history changes hands.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from campaigns.models import Touch, Visitor
from clmsite.kernel.outbox import announce
from leads.models import Identity, Lead

log = logging.getLogger(__name__)


@transaction.atomic
def stitch(*, visitor: Visitor, lead: Lead, by: str, now: datetime) -> bool:
    """True when `visitor` is `lead` now (or was already); False when it is somebody else."""
    Identity.objects.bulk_create(
        [Identity(visitor=visitor, lead=lead, at=now, by=by)], ignore_conflicts=True
    )
    identity = Identity.objects.get(visitor=visitor)
    if identity.lead_id != lead.pk:
        log.info("visitor is another lead", extra={"visitor": str(visitor.pk), "lead": lead.pk})
        return False
    Visitor.objects.filter(pk=visitor.pk, is_known=False).update(is_known=True)
    log.info("visitor is lead", extra={"visitor": str(visitor.pk), "lead": lead.pk, "by": by})
    return True


@transaction.atomic
def touches_arrived(*, touch_ids: list[int]) -> list[int]:
    """Announce the leads behind these touches as changed; return their ids."""
    visitors = Touch.objects.filter(pk__in=touch_ids).values("visitor")
    found = Identity.objects.filter(visitor__in=visitors).values_list("lead_id", flat=True)
    lead_ids = sorted(set(found))
    if lead_ids:
        announce("lead.changed", lead_ids=lead_ids)
    return lead_ids


@transaction.atomic
def visitors_joined(*, from_id: str, to_id: str) -> list[int]:
    """One browser was two visitors: who the first was, the second is, too. Safe to run again."""
    to = Visitor.objects.filter(pk=UUID(to_id)).first()
    identity = Identity.objects.filter(visitor_id=UUID(from_id)).first()
    if to is None:
        return []
    if identity is not None:
        stitch(visitor=to, lead=identity.lead, by=identity.by, now=identity.at)
    lead_ids = sorted(set(Identity.objects.filter(visitor=to).values_list("lead_id", flat=True)))
    if lead_ids:
        announce("lead.changed", lead_ids=lead_ids)
    return lead_ids
