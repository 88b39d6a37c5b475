"""Last touch: the contact right before the conversion takes everything."""

from decimal import Decimal

from analytics.attribution.journey import Journey, Params
from analytics.attribution.shares import all_to


def last_touch(journey: Journey, params: Params) -> list[Decimal]:
    """Weights, one per touch: 1 for the latest, 0 for the others.

    Edge    Two touches at the same latest moment: the higher id. No touches: [].
    """
    n = len(journey.touches)
    return all_to(n - 1, n)
