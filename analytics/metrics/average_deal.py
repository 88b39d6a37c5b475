"""Average deal: what one won deal brought."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def average_deal(revenue: Decimal | None, customers: Decimal | None) -> Decimal | None:
    """revenue / customers, in the currency of the revenue.

    Errors  None when either is unknown or there were no customers.
    """
    return ratio(revenue, customers)


METRIC = Metric(
    key="average_deal",
    label=gettext_noop("Average deal"),
    unit=Unit.MONEY,
    sentence=gettext_noop("What one won deal brought."),
    formula="revenue / customers",
    numerator="revenue",
    denominator="customers",
    of=lambda totals: average_deal(totals.revenue, totals.customers),
)
