"""First touch: the contact that opened the journey takes everything."""

from decimal import Decimal

from analytics.attribution.journey import Journey, Params
from analytics.attribution.shares import all_to


def first_touch(journey: Journey, params: Params) -> list[Decimal]:
    """Weights, one per touch: 1 for the earliest, 0 for the others.

    Edge    Two touches at the same earliest moment: the lower id. No touches: [].
    """
    return all_to(0, len(journey.touches))
