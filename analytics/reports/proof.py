"""The proof of one conversion: its journey, every model's shares, and the same computed again."""

from dataclasses import dataclass
from decimal import Decimal

from analytics.attribution.catalogue import MODELS, Model
from analytics.journeys import LEAD, read_contacts, read_subjects
from analytics.models import Conversion
from analytics.outcome import outcome_of
from analytics.rewriting import params_of
from campaigns.models import Touch
from leads.models import Deal, Lead


@dataclass(frozen=True, slots=True)
class Share:
    weight: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """One contact of the journey; its shares stand in the order of the models."""

    touch: Touch | None
    shares: list[Share | None]


@dataclass(frozen=True, slots=True)
class Proof:
    conversion: Conversion
    lead: Lead | None
    deal: Deal | None
    models: list[Model]
    steps: list[Step]
    holds: bool | None  # computed again just now: the same? None when it has been superseded
    earlier: list[Conversion]  # what stood before, newest first


def proof_of(conversion: Conversion) -> Proof:
    """Everything behind one conversion. A fixed number of queries."""
    credits = list(conversion.credits.all())
    found = {(credit.touch_id, credit.model): credit for credit in credits}
    touches = Touch.objects.select_related("channel", "campaign").in_bulk(
        {credit.touch_id for credit in credits}
    )
    order = sorted(
        {credit.touch_id for credit in credits}, key=lambda pk: _when(touches.get(pk), pk)
    )
    is_lead = conversion.milestone == LEAD
    return Proof(
        conversion=conversion,
        lead=Lead.objects.filter(pk=conversion.lead_id).first(),
        deal=None if is_lead else Deal.objects.filter(pk=conversion.subject_id).first(),
        models=list(MODELS.values()),
        steps=[
            Step(touches.get(pk), [_share(found.get((pk, key))) for key in MODELS]) for pk in order
        ],
        holds=None if conversion.superseded_by_id else _holds(conversion),
        earlier=list(
            Conversion.objects.filter(
                milestone=conversion.milestone, subject_id=conversion.subject_id
            )
            .exclude(pk=conversion.pk)
            .order_by("-run_id", "-pk")
        ),
    )


def _when(touch: Touch | None, pk: int) -> tuple:
    """Erased touches first, the others in time order."""
    return (0, 0, pk) if touch is None else (1, touch.at.timestamp(), pk)


def _share(credit) -> Share | None:
    return None if credit is None else Share(credit.weight, credit.value)


def _holds(conversion: Conversion) -> bool:
    """True when the facts of this moment give exactly what is stored, to the last digit."""
    is_lead = conversion.milestone == LEAD
    ids = [conversion.subject_id]
    subjects = read_subjects(ids if is_lead else [], [] if is_lead else ids)
    subject = subjects.get((conversion.milestone, conversion.subject_id))
    if subject is None:
        return conversion.state == Conversion.State.GONE
    contacts = read_contacts([subject.lead_id]).get(subject.lead_id, [])
    run = conversion.run
    again = outcome_of(subject, contacts, params_of(run), run.parameters["currency"])
    return again.digest == conversion.digest
