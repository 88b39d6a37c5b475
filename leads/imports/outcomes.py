"""Deals from a file, open or closed: what create, win and lose do, for many at once.

Equal to the verbs in leads/pipeline in what they leave behind: the deal with its outcome, the
sale in the ledger, the lead's stage and times. A test compares the two.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from clmsite.kernel.imports.kinds import Run, in_hundreds
from clmsite.kernel.outbox import announce
from clmsite.kernel.periods import day_of
from leads.lifecycle.stages import TIME_OF, is_forward, times_on_reaching
from leads.models import Deal, Lead, Reason, Revenue, Stage
from leads.pipeline.ledger import SOURCE

OPEN = "open"
OUTCOMES = (
    (Deal.Outcome.WON.value, _("Won")),
    (Deal.Outcome.LOST.value, _("Lost")),
    (OPEN, _("Open deal")),
)
_WON = frozenset({"1", "yes", "true", "won", "converted", "customer", "closed won", "ja", "y"})
_LOST = frozenset({"lost", "closed lost", "disqualified"})
_OPEN = frozenset({"open", "in progress", "opportunity", "pipeline"})


def outcome_for_word(word: str) -> str:
    """What a word most likely means; "" (no deal) for 0, no and all others."""
    folded = " ".join(word.casefold().replace("-", " ").replace("_", " ").split())
    if folded in _WON:
        return Deal.Outcome.WON.value
    if folded in _LOST:
        return Deal.Outcome.LOST.value
    return OPEN if folded in _OPEN else ""


def reason_choices() -> list[tuple[str, str]]:
    return [
        (str(pk), name)
        for pk, name in Reason.objects.filter(kind=Reason.Kind.LOST).values_list("pk", "name")
    ]


def stage_choices() -> list[tuple[str, str]]:
    stages = Stage.objects.select_related("pipeline").order_by("pipeline", "position", "id")
    return [(str(stage.pk), stage.name) for stage in stages]


def stages(run: Run) -> list[int]:
    """The stages of the first pipeline, in order."""
    if "stages" not in run.memory:
        rows = Stage.objects.order_by("pipeline", "position", "id").values_list("pk", "pipeline_id")
        first = rows[0][1]
        run.memory["stages"] = [pk for pk, pipeline in rows if pipeline == first]
    return run.memory["stages"]


def reach(lead: Lead, outcome: str, at: datetime) -> dict[str, object]:
    """What a deal with this outcome changes in its lead: stage and times."""
    to = Lead.Stage.CUSTOMER if outcome == Deal.Outcome.WON else Lead.Stage.OPPORTUNITY
    values: dict[str, object] = {}
    if is_forward(lead.stage, to):
        known = {column: getattr(lead, column) for column in TIME_OF.values()}
        values = {"stage": to, **times_on_reaching(to, known, at)}
        if lead.stage == Lead.Stage.REJECTED:
            values |= {"rejected_at": None, "reject_reason": None, "reject_note": ""}
    elif outcome == Deal.Outcome.WON and lead.customer_at and lead.customer_at > at:
        values = {"customer_at": at}  # the first won deal makes the customer
    for name, value in values.items():
        setattr(lead, name, value)
    return values


def write_deals(deals: Sequence[Deal], run: Run) -> None:
    """Save new deals and their sales, and tell analytics. Leads must be saved before."""
    if not deals:
        return
    for deal in deals:
        deal.lead_id = deal.lead.pk
    Deal.objects.bulk_create(deals)
    book_sales([deal for deal in deals if deal.outcome == Deal.Outcome.WON], run.now)
    closed = [deal.pk for deal in deals if deal.outcome]
    for some in in_hundreds(closed):
        announce("deal.closed", deal_ids=some)


def book_sales(won: Sequence[Deal], now: datetime) -> None:
    """One SALE per closing, as `leads.pipeline.ledger.book_sale` writes it."""
    Revenue.objects.bulk_create(
        Revenue(
            deal=deal,
            occurred_on=day_of(deal.closed_at),
            amount=deal.amount,
            currency=deal.currency,
            kind=Revenue.Kind.SALE,
            source=SOURCE,
            external_id=f"deal-{deal.pk}-{deal.close_seq}",
            created_at=now,
        )
        for deal in won
    )
