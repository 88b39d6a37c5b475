"""Last non-direct: the last contact whose origin we know takes everything."""

from decimal import Decimal

from analytics.attribution.journey import Journey, Params
from analytics.attribution.shares import all_to


def last_non_direct(journey: Journey, params: Params) -> list[Decimal]:
    """Weights, one per touch: 1 for the latest that is not Direct, 0 for the others.

    Edge    Only direct touches: the latest of them. No touches: [].
    Source  What Google Analytics and Matomo show as "last (non-direct) click".
    """
    touches = journey.touches
    known = [i for i, touch in enumerate(touches) if not touch.is_direct]
    return all_to(known[-1] if known else len(touches) - 1, len(touches))
