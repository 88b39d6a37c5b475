"""Cost per customer: what one won deal cost in marketing (CAC of the campaign)."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def cac(spend: Decimal | None, customers: Decimal | None) -> Decimal | None:
    """spend / customers, in the currency of the spend. Marketing spend only: no salaries.

    Units   Customers are won deals credited to the row, so they may be fractions.
    Errors  None when either is unknown or there were no customers.
    Source  Campaign CAC; "blended" CAC would add the cost of sales.
    """
    return ratio(spend, customers)


METRIC = Metric(
    key="cac",
    label=gettext_noop("Cost per customer"),
    unit=Unit.MONEY,
    sentence=gettext_noop("What one won deal cost in marketing (CAC of the campaign)."),
    formula="spend / customers",
    numerator="spend",
    denominator="customers",
    of=lambda totals: cac(totals.spend, totals.customers),
    more_is_better=False,
)
