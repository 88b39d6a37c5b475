"""What attribution says about one conversion: its state, and who gets which share of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b

from analytics.attribution.catalogue import MODELS
from analytics.attribution.journey import Params, journey_of
from analytics.journeys import Contact, Subject
from analytics.models import Conversion
from clmsite.kernel.money import split_amount

State = Conversion.State


@dataclass(frozen=True, slots=True)
class Share:
    """One touch's part of one conversion under one model."""

    model: str
    contact: Contact
    weight: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    subject: Subject
    state: str
    why: str = ""
    touch_count: int = 0
    shares: tuple[Share, ...] = ()

    @property
    def digest(self) -> str:
        """Equal for equal results, so that a run can leave alone what has not changed."""
        s = self.subject
        facts = [s.milestone, s.id, s.lead_id, s.converted_at.isoformat(), s.value, s.currency]
        facts += [self.state, self.why, self.touch_count]
        for share in self.shares:
            c = share.contact
            facts += [share.model, c.point.id, c.channel_id, c.campaign_id, c.link_id]
            facts += [share.weight, share.value]
        return blake2b("|".join(map(str, facts)).encode(), digest_size=16).hexdigest()


def outcome_of(
    subject: Subject, contacts: Iterable[Contact], params: Params, currency: str
) -> Outcome:
    """Share one conversion among its eligible contacts under every model.

    Excluded      Its money is in another currency than the reporting one: without a dated
                  rate there is no number, and 0 would be a wrong one.
    Unattributed  No eligible touch. It stays in the books, on a line of its own.
    Attributed    Per model the weights sum to exactly 1 and the values to exactly the
                  amount. Shares of 0 are left out.
    """
    if subject.currency != currency:
        return Outcome(subject, State.EXCLUDED, f"no rate from {subject.currency} to {currency}")
    by_id = {contact.point.id: contact for contact in contacts}
    journey = journey_of((c.point for c in by_id.values()), subject.converted_at, params)
    if not journey.touches:
        return Outcome(subject, State.UNATTRIBUTED, "no contact inside the look-back window")
    shares = []
    for model in MODELS.values():
        weights = model.weigh(journey, params)
        values = split_amount(subject.value, weights, subject.currency)
        shares += [
            Share(model.key, by_id[touch.id], weight, value)
            for touch, weight, value in zip(journey.touches, weights, values, strict=True)
            if weight
        ]
    return Outcome(subject, State.ATTRIBUTED, "", len(journey.touches), tuple(shares))
