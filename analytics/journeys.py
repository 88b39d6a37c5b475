"""The only reader for attribution: conversions and the contacts before them, in batches.

Each function costs a fixed number of queries, however many leads it is asked about.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from analytics.attribution.journey import TouchPoint
from analytics.models import Conversion
from campaigns.models import Touch
from campaigns.tracking.channel import DIRECT
from leads.models import Deal, Lead

LEAD, WON = Conversion.Milestone.LEAD.value, Conversion.Milestone.WON.value
Key = tuple[str, int]  # milestone, id of the lead or deal


@dataclass(frozen=True, slots=True)
class Subject:
    """A fact that deserves credit: a lead that was created, a deal that was won."""

    milestone: str
    id: int
    lead_id: int
    converted_at: datetime
    value: Decimal
    currency: str

    @property
    def key(self) -> Key:
        return self.milestone, self.id


@dataclass(frozen=True, slots=True)
class Contact:
    """A touch with what its credit is counted for."""

    point: TouchPoint
    channel_id: int
    campaign_id: int | None
    link_id: int | None


def read_subjects(lead_ids: Collection[int], deal_ids: Collection[int]) -> dict[Key, Subject]:
    """The conversions that exist now among these leads and deals. Two queries.

    A lead counts from the day it was created, whatever became of it. A deal counts while it
    is won, by its closing date, with its amount.
    """
    subjects = [
        Subject(LEAD, pk, pk, at, Decimal(0), settings.REPORTING_CURRENCY)
        for pk, at in Lead.objects.filter(pk__in=lead_ids).values_list("pk", "created_at")
    ]
    deals = Deal.objects.won().filter(pk__in=deal_ids)
    subjects += [
        Subject(WON, *row)
        for row in deals.values_list("pk", "lead_id", "closed_at", "amount", "currency")
    ]
    return {subject.key: subject for subject in subjects}


def read_contacts(lead_ids: Collection[int]) -> dict[int, list[Contact]]:
    """Every human touch of every browser known to be one of these leads. One query."""
    rows = (
        Touch.objects.human()
        .filter(visitor__identity__lead__in=lead_ids)
        .order_by()
        .values_list(
            "visitor__identity__lead_id",
            "pk",
            "at",
            "channel__key",
            "channel_id",
            "campaign_id",
            "link_id",
        )
    )
    contacts: dict[int, list[Contact]] = defaultdict(list)
    for lead_id, pk, at, channel, *counted_for in rows.iterator(chunk_size=5000):
        contacts[lead_id].append(Contact(TouchPoint(pk, at, channel == DIRECT), *counted_for))
    return contacts
