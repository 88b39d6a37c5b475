"""Cost per thousand: what a thousand impressions cost."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def cpm(spend: Decimal | None, impressions: Decimal | None) -> Decimal | None:
    """spend / impressions * 1000, in the currency of the spend.

    Errors  None when either is unknown or there were no impressions.
    """
    one = ratio(spend, impressions)
    return None if one is None else one * 1000


METRIC = Metric(
    key="cpm",
    label=gettext_noop("Cost per thousand"),
    unit=Unit.MONEY,
    sentence=gettext_noop("What a thousand impressions cost."),
    formula="spend / impressions × 1000",
    numerator="spend",
    denominator="impressions",
    of=lambda totals: cpm(totals.spend, totals.impressions),
    more_is_better=False,
)
