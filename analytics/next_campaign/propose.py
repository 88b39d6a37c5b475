"""What to try next: a draft with a hypothesis that the next run of figures can refute."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from analytics.next_campaign.explain import Finding, Verdict
from analytics.wording import gettext_noop

# What the budget of the next campaign is to the spend of this one.
BUDGET = {
    Verdict.STRONG: Decimal("1.5"),
    Verdict.STEADY: Decimal(1),
    Verdict.WEAK: Decimal("0.5"),
    Verdict.TOO_EARLY: Decimal(1),
}
HYPOTHESES = {
    Verdict.NO_COST: gettext_noop(
        "If we repeat it and record every cost, we will know within one sales cycle what a "
        "customer costs here."
    ),
    Verdict.TOO_EARLY: gettext_noop(
        "If we repeat it unchanged until it has brought 20 leads, we will know whether it pays."
    ),
    Verdict.STRONG: gettext_noop(
        "If we spend half as much again on the same audience and message, the return per unit "
        "spent stays above the average."
    ),
    Verdict.STEADY: gettext_noop(
        "If we change one thing and leave the rest, the return rises above the average."
    ),
    Verdict.WEAK: gettext_noop(
        "If we change one thing and spend half, it brings back at least what it costs."
    ),
}
CHANGES = {
    "visit_to_lead": gettext_noop("The one thing to change: what visitors find on arrival."),
    "conversion_rate": gettext_noop("The one thing to change: who it is meant for."),
    "average_deal": gettext_noop("The one thing to change: what is offered."),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Texts are to be translated. `budget` is None when there is nothing to go by."""

    hypothesis: str
    change: str
    budget: Decimal | None


def propose(finding: Finding, spend: Decimal | None) -> Proposal:
    """The next campaign that a finding asks for; its budget is rounded to two figures."""
    share = BUDGET.get(finding.verdict)
    changes = finding.verdict in {Verdict.STEADY, Verdict.WEAK}
    return Proposal(
        hypothesis=HYPOTHESES[finding.verdict],
        change=CHANGES.get(finding.weak_step, "") if changes else "",
        budget=_rounded(spend * share) if spend and share else None,
    )


def _rounded(amount: Decimal) -> Decimal:
    """Two significant figures: 1,234 -> 1,200. A proposal is no calculation to the cent."""
    if amount < 1:
        return Decimal(1)
    digits = amount.adjusted() - 1
    return amount.scaleb(-digits).quantize(Decimal(1), ROUND_HALF_UP).scaleb(digits) + Decimal(0)
