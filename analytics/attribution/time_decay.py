"""Time decay: a touch counts half as much for every half-life it lies before the conversion."""

from datetime import timedelta
from decimal import Context, Decimal

from analytics.attribution.journey import Journey, Params
from analytics.attribution.shares import to_weights

ENOUGH = Context(prec=16)
LN_2 = Decimal(2).ln()


def time_decay(journey: Journey, params: Params) -> list[Decimal]:
    """Weights, one per touch, falling with the age of the touch.

    Formula w_i = 2 ** -((converted_at - t_i) / half_life), divided by the sum.
    Errors  ValueError if half_life <= 0.
    Edge    No touches: [].
    Source  Exponential decay with a half-life as Google Ads described it (7 days there).
    """
    if params.half_life <= timedelta(0):
        raise ValueError("half_life must be positive")
    if not journey.touches:
        return []
    # Measure ages from the latest touch, not from the conversion: the ratios are the same,
    # and very old journeys can't underflow to a sum of zero.
    latest = journey.touches[-1].at
    return to_weights([_faded(latest - touch.at, params.half_life) for touch in journey.touches])


def _faded(age: timedelta, half_life: timedelta) -> Decimal:
    """2 ** -(age / half_life) to 16 digits; 0 where it would not show in eight decimals by far."""
    halvings = Decimal(age // timedelta(microseconds=1)) / Decimal(
        half_life // timedelta(microseconds=1)
    )
    if halvings > 64:
        return Decimal(0)
    # exp is thirty times as fast as a power of Decimals, and as exact as its context says.
    return ENOUGH.exp(-halvings * LN_2).quantize(Decimal("1e-24"))
