"""Turning raw shares into weights of eight decimals that sum to exactly 1."""

from collections.abc import Sequence
from decimal import Decimal

from clmsite.kernel.money import split_units

PLACES = 8
WHOLE = 10**PLACES


def to_weights(raw: Sequence[Decimal]) -> list[Decimal]:
    """`raw` scaled to sum to exactly 1, eight decimals each.

    Shapes  n non-negative shares, oldest touch first; returns n weights. [] gives [].
    Formula Largest remainder over units of 0.00000001; equal remainders: the latest first.
    """
    if not raw:
        return []
    return [Decimal(units).scaleb(-PLACES) for units in split_units(WHOLE, raw)]


def all_to(index: int, n: int) -> list[Decimal]:
    """n weights: 1 at `index`, 0 elsewhere."""
    return [Decimal(int(i == index)) for i in range(n)]
