"""Position based: the first and the last contact take 40 % each, the others share the rest."""

from decimal import Decimal

from analytics.attribution.journey import Journey, Params
from analytics.attribution.shares import to_weights

ENDS = Decimal(2)  # of 5 parts: 40 %
MIDDLE = Decimal(1)  # of 5 parts: 20 %, shared equally


def position(journey: Journey, params: Params) -> list[Decimal]:
    """Weights, one per touch: .4 first, .4 last, .2 / (n - 2) for each in between.

    Edge    One touch: 1. Two: .5 each. No touches: [].
    Source  "U-shaped" or "40/20/40"; Google called it position-based.
    """
    n = len(journey.touches)
    if n <= 2:
        return to_weights([Decimal(1)] * n)
    # Everything times (n - 2), so that the middle shares are whole and nothing is rounded twice.
    ends = ENDS * (n - 2)
    return to_weights([ends, *[MIDDLE] * (n - 2), ends])
