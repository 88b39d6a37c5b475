"""ROI: what came back for each unit spent, after the spend itself: zero is break-even."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def roi(revenue: Decimal | None, spend: Decimal | None) -> Decimal | None:
    """(revenue - spend) / spend as a fraction: 0.5 is 50 %, -1 is everything lost.

    Units   Attributed revenue and spend of the same currency; revenue is not margin.
    Errors  None when either is unknown or nothing was spent.
    Source  Return on investment as HubSpot and SuiteCRM mean it.
    """
    if revenue is None or spend is None:
        return None
    return ratio(revenue - spend, spend)


METRIC = Metric(
    key="roi",
    label=gettext_noop("ROI"),
    unit=Unit.FRACTION,
    sentence=gettext_noop(
        "What came back for each unit spent, after the spend itself: zero is break-even."
    ),
    formula="(revenue - spend) / spend",
    numerator="revenue",
    denominator="spend",
    of=lambda totals: roi(totals.revenue, totals.spend),
)
