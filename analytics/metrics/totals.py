"""What every metric is made of: the sums of one row of a report."""

from dataclasses import dataclass, fields
from decimal import Decimal

from analytics.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of one campaign, channel or period. None means unknown; 0 means counted, and none.

    Units  spend, revenue: the reporting currency. leads, customers: credited conversions,
           so fractions are normal. impressions, ad_clicks: as the platform reported them with
           its spend. claimed: results the platform says it brought, never mixed with ours.
           link_clicks: people who clicked our own links. visits: human visits.
    """

    spend: Decimal | None = None
    impressions: Decimal | None = None
    ad_clicks: Decimal | None = None
    link_clicks: Decimal | None = None
    visits: Decimal | None = None
    leads: Decimal | None = None
    customers: Decimal | None = None
    revenue: Decimal | None = None
    claimed: Decimal | None = None

    def __add__(self, other: "Totals") -> "Totals":
        """The sums of both; unknown and known is known, unknown and unknown stays unknown."""
        pairs = {f.name: (getattr(self, f.name), getattr(other, f.name)) for f in fields(Totals)}
        return Totals(**{name: _plus(*pair) for name, pair in pairs.items()})


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


# Why a field that a metric divides by cannot be divided by: unknown, or zero.
WHY_UNKNOWN = {
    "spend": gettext_noop("no spend is recorded"),
    "impressions": gettext_noop("no impressions are reported"),
    "ad_clicks": gettext_noop("no ad clicks are reported"),
    "link_clicks": gettext_noop("no link clicks are counted"),
    "visits": gettext_noop("no visits are counted"),
    "leads": gettext_noop("no leads are counted"),
    "customers": gettext_noop("no customers are counted"),
    "revenue": gettext_noop("no revenue is counted"),
    "claimed": gettext_noop("no results are reported"),
}
WHY_ZERO = {
    "spend": gettext_noop("the spend is zero"),
    "impressions": gettext_noop("there were no impressions"),
    "ad_clicks": gettext_noop("there were no ad clicks"),
    "link_clicks": gettext_noop("there were no link clicks"),
    "visits": gettext_noop("there were no visits"),
    "leads": gettext_noop("there were no leads"),
    "customers": gettext_noop("there were no customers"),
    "revenue": gettext_noop("there was no revenue"),
    "claimed": gettext_noop("no results were reported"),
}
