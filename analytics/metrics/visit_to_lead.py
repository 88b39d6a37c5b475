"""Visit to lead: how many visits turned into a lead."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def visit_to_lead(leads: Decimal | None, visits: Decimal | None) -> Decimal | None:
    """leads / visits as a fraction.

    Units   Human visits that began in the period; leads that were created in it. The two
            are not the same people: somebody may visit in May and become a lead in June.
    Errors  None when either is unknown or there were no visits.
    """
    return ratio(leads, visits)


METRIC = Metric(
    key="visit_to_lead",
    label=gettext_noop("Visit to lead"),
    unit=Unit.FRACTION,
    sentence=gettext_noop("How many visits turned into a lead."),
    formula="leads / visits",
    numerator="leads",
    denominator="visits",
    of=lambda totals: visit_to_lead(totals.leads, totals.visits),
)
