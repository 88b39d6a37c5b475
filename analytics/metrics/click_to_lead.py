"""Click to lead: how many of those who clicked our links became leads."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def click_to_lead(leads: Decimal | None, link_clicks: Decimal | None) -> Decimal | None:
    """leads / link clicks as a fraction; can be above 1, because leads also come without a link.

    Units   Clicks of people on our own links, each request once; robots are not counted.
    Errors  None when either is unknown or there were no clicks.
    """
    return ratio(leads, link_clicks)


METRIC = Metric(
    key="click_to_lead",
    label=gettext_noop("Click to lead"),
    unit=Unit.FRACTION,
    sentence=gettext_noop("How many of those who clicked our links became leads."),
    formula="leads / link clicks",
    numerator="leads",
    denominator="link_clicks",
    of=lambda totals: click_to_lead(totals.leads, totals.link_clicks),
)
