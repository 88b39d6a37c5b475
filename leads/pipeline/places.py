"""Places in a column: a rank next to a neighbour, made inside the caller's transaction.

The caller holds the column (`swap.lock_columns`), so nobody else changes its order meanwhile.
"""

from decimal import Decimal

from leads.models import Deal
from leads.pipeline.stages import STEP, rank_between


def place_in(
    stage_id: int,
    *,
    deal_id: int | None = None,
    before_id: int | None = None,
    after_id: int | None = None,
) -> Decimal:
    """The rank for `deal_id` right above card `before_id`, else right below `after_id`.

    A neighbour that has left the column is not an error: the other one counts, else the top.
    """
    rank = _try(stage_id, deal_id, before_id, after_id)
    if rank is None:
        number_afresh(stage_id)
        rank = _try(stage_id, deal_id, before_id, after_id)
    if rank is None:
        raise RuntimeError("a column numbered afresh has no gap")
    return rank


def number_afresh(stage_id: int) -> None:
    """Give the column's cards whole-number ranks, all below the present ones so none collides."""
    cards = list(Deal.objects.open().filter(stage_id=stage_id).order_by("rank", "pk"))
    start = cards[-1].rank.to_integral_value() + 2 * STEP if cards else Decimal(0)
    for i, card in enumerate(cards):
        Deal.objects.filter(pk=card.pk, stage_id=stage_id).update(rank=start + i * STEP)


def _try(
    stage_id: int, deal_id: int | None, before_id: int | None, after_id: int | None
) -> Decimal | None:
    others = Deal.objects.open().filter(stage_id=stage_id).exclude(pk=deal_id)
    ranks = others.values_list("rank", flat=True)
    below = ranks.filter(pk=before_id).first() if before_id else None
    if below is not None:
        return rank_between(ranks.filter(rank__lt=below).order_by("-rank").first(), below)
    above = ranks.filter(pk=after_id).first() if after_id else None
    if above is not None:
        return rank_between(above, ranks.filter(rank__gt=above).order_by("rank").first())
    return rank_between(None, ranks.order_by("rank").first())
