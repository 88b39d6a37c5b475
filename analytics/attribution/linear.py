"""Linear: every contact takes the same."""

from decimal import Decimal

from analytics.attribution.journey import Journey, Params
from analytics.attribution.shares import to_weights


def linear(journey: Journey, params: Params) -> list[Decimal]:
    """Weights, one per touch: 1/n each.

    Units   A touch is a whole visit, so pages of one visit are one touch already.
    Edge    What eight decimals cannot share goes to the latest touches. No touches: [].
    """
    return to_weights([Decimal(1)] * len(journey.touches))
