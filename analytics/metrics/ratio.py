"""Dividing what may be unknown: the one rule all metrics share."""

from decimal import Decimal


def ratio(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """numerator / denominator; None when either is unknown or the denominator is 0.

    Never 0 and never infinity for "cannot say": a campaign without spend has no ROI.
    """
    if numerator is None or not denominator:
        return None
    return numerator / denominator
