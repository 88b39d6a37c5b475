"""Which stage may follow which, and where between two cards a third one goes. Values in and out.

A deal may go from any open stage to any other stage of its own pipeline, forwards and back:
sales is not a one-way street, and the history keeps every step. A closed deal does not move; it
is reopened first, so that money never changes by a drag.
"""

from decimal import Decimal

STEP = Decimal(1)
# The rank column holds 12 decimals: a gap smaller than two of its units has no middle.
UNIT = Decimal("0.000000000001")
# SQLite keeps ranks as floats, which have 15 safe digits: large ranks lie further apart.
SAFE = Decimal("0.00000000000001")


def refusal(*, outcome: str, from_pipeline: int, to_pipeline: int) -> str:
    """Why a deal may not move there: "deal_closed", "other_pipeline", or "" when it may."""
    if outcome:
        return "deal_closed"
    return "" if from_pipeline == to_pipeline else "other_pipeline"


def rank_between(above: Decimal | None, below: Decimal | None) -> Decimal | None:
    """A rank for a card between two others (None: the column's edge); smaller is higher up.

    None when the gap is used up: the column must be numbered afresh first.
    """
    if above is None and below is None:
        return Decimal(0)
    if above is None:
        return below - STEP
    if below is None:
        return above + STEP
    if below - above < max(2 * UNIT, max(abs(above), abs(below)) * SAFE):
        return None
    return above + ((below - above) / 2).quantize(UNIT)
