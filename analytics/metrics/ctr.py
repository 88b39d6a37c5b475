"""Click-through rate: how many of those who saw an ad clicked it, as the platform reports both."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def ctr(ad_clicks: Decimal | None, impressions: Decimal | None) -> Decimal | None:
    """ad clicks / impressions as a fraction.

    Units   Both as the ad platform reports them; clicks on our own links are not mixed in.
    Errors  None when either is unknown or there were no impressions.
    """
    return ratio(ad_clicks, impressions)


METRIC = Metric(
    key="ctr",
    label=gettext_noop("Click-through rate"),
    unit=Unit.FRACTION,
    sentence=gettext_noop(
        "How many of those who saw an ad clicked it, as the platform reports both."
    ),
    formula="ad clicks / impressions",
    numerator="ad_clicks",
    denominator="impressions",
    of=lambda totals: ctr(totals.ad_clicks, totals.impressions),
)
