"""Cost per lead: what one new lead cost."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def cpl(spend: Decimal | None, leads: Decimal | None) -> Decimal | None:
    """spend / leads, in the currency of the spend.

    Units   Leads are credited to the row by the model of the page, so they may be fractions.
    Errors  None when either is unknown or there were no leads.
    """
    return ratio(spend, leads)


METRIC = Metric(
    key="cpl",
    label=gettext_noop("Cost per lead"),
    unit=Unit.MONEY,
    sentence=gettext_noop("What one new lead cost."),
    formula="spend / leads",
    numerator="spend",
    denominator="leads",
    of=lambda totals: cpl(totals.spend, totals.leads),
    more_is_better=False,
)
