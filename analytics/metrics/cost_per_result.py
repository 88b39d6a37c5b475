"""Cost per result: what one result cost that the ad platform claims to have brought."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def cost_per_result(spend: Decimal | None, claimed: Decimal | None) -> Decimal | None:
    """spend / claimed results, in the currency of the spend.

    Units   Results as the ad platform claims them; never mixed with our own leads.
    Errors  None when either is unknown, there were no results, or nothing was spent: an ad
            with results and no spend was not free, its cost is in another line.
    """
    return ratio(spend, claimed) if spend else None


METRIC = Metric(
    key="cost_per_result",
    label=gettext_noop("Cost per result"),
    unit=Unit.MONEY,
    sentence=gettext_noop("What one result cost that the ad platform claims to have brought."),
    formula="spend / claimed results",
    numerator="spend",
    denominator="claimed",
    of=lambda totals: cost_per_result(totals.spend, totals.claimed),
    more_is_better=False,
)
