"""Cost per click: what one click on an ad cost."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def cpc(spend: Decimal | None, ad_clicks: Decimal | None) -> Decimal | None:
    """spend / ad clicks, in the currency of the spend.

    Units   Clicks as the ad platform reports them.
    Errors  None when either is unknown or there were no clicks.
    """
    return ratio(spend, ad_clicks)


METRIC = Metric(
    key="cpc",
    label=gettext_noop("Cost per click"),
    unit=Unit.MONEY,
    sentence=gettext_noop("What one click on an ad cost."),
    formula="spend / ad clicks",
    numerator="spend",
    denominator="ad_clicks",
    of=lambda totals: cpc(totals.spend, totals.ad_clicks),
    more_is_better=False,
)
