"""ROAS: revenue for each unit of money spent: 1× is break-even."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def roas(revenue: Decimal | None, spend: Decimal | None) -> Decimal | None:
    """revenue / spend as a multiple: 4 is four back for one. ROI is this minus 1.

    Errors  None when either is unknown or nothing was spent.
    Source  Return on ad spend as Google Ads and Snowplow define it.
    """
    return ratio(revenue, spend)


METRIC = Metric(
    key="roas",
    label=gettext_noop("ROAS"),
    unit=Unit.MULTIPLE,
    sentence=gettext_noop("Revenue for each unit of money spent: 1× is break-even."),
    formula="revenue / spend",
    numerator="revenue",
    denominator="spend",
    of=lambda totals: roas(totals.revenue, totals.spend),
)
