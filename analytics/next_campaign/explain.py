"""What the figures of one campaign say, in a sentence with its evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import reduce

from analytics.metrics.catalogue import METRICS
from analytics.metrics.totals import Totals
from analytics.wording import gettext_noop

# Fewer customers than this say nothing about a rate: one more or less changes the answer.
ENOUGH_CUSTOMERS = Decimal(5)
ENOUGH_LEADS = Decimal(20)
EVIDENCE = ("roi", "roas", "cpl", "cac", "visit_to_lead", "conversion_rate", "average_deal")


class Verdict(StrEnum):
    NO_COST = "no_cost"
    TOO_EARLY = "too_early"
    STRONG = "strong"
    STEADY = "steady"
    WEAK = "weak"


SENTENCES = {
    Verdict.NO_COST: gettext_noop(
        "What it cost is not recorded, so nobody can say whether it paid."
    ),
    Verdict.TOO_EARLY: gettext_noop(
        "It is too early to judge: so few customers can be chance in either direction."
    ),
    Verdict.STRONG: gettext_noop(
        "It earned more per unit spent than the campaigns with spend on average."
    ),
    Verdict.STEADY: gettext_noop(
        "It paid for itself, but not better than the campaigns with spend on average."
    ),
    Verdict.WEAK: gettext_noop("It brought back less than it cost."),
}
# The step where it falls behind the others most.
STEPS = {
    "visit_to_lead": gettext_noop("Its visitors become leads less often than elsewhere."),
    "conversion_rate": gettext_noop("Its leads become customers less often than elsewhere."),
    "average_deal": gettext_noop("Its customers buy for less than elsewhere."),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One metric of the campaign beside the same metric of all campaigns with spend."""

    key: str
    value: Decimal | None
    overall: Decimal | None
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    sentence: str
    weak_step: str  # a key of STEPS, or ""
    step_sentence: str
    evidence: tuple[Evidence, ...]


def paid_together(campaigns: Iterable[Totals]) -> Totals:
    """The sums a campaign is compared with: of all campaigns that cost something.

    Revenue that came without a campaign, or by one that cost nothing, was not bought with
    anybody's spend: counted in, it would make every average too good to be reached.
    """
    return reduce(lambda one, other: one + other, (c for c in campaigns if c.spend), Totals())


def find(one: Totals, overall: Totals) -> Finding:
    """The finding about a campaign whose sums are `one`; `overall` is `paid_together`.

    No cost     spend unknown or 0.
    Too early   fewer than 5 customers and 20 leads: rates are mostly chance.
    Weak        ROI below 0. Strong: ROAS above the overall one. Steady: the rest.
    """
    verdict = _verdict(one, overall)
    step = _weak_step(one, overall) if verdict is not Verdict.TOO_EARLY else ""
    return Finding(
        verdict=verdict,
        sentence=SENTENCES[verdict],
        weak_step=step,
        step_sentence=STEPS.get(step, ""),
        evidence=tuple(
            Evidence(key, metric.of(one), metric.of(overall), metric.why_not(one))
            for key, metric in METRICS.items()
            if key in EVIDENCE
        ),
    )


def _verdict(one: Totals, overall: Totals) -> Verdict:
    if not one.spend:
        return Verdict.NO_COST
    if (one.customers or 0) < ENOUGH_CUSTOMERS and (one.leads or 0) < ENOUGH_LEADS:
        return Verdict.TOO_EARLY
    roas, average = METRICS["roas"].of(one), METRICS["roas"].of(overall)
    if roas is None or roas < 1:
        return Verdict.WEAK
    if average is not None and roas > average:
        return Verdict.STRONG
    return Verdict.STEADY


def _weak_step(one: Totals, overall: Totals) -> str:
    """The step whose rate is furthest below the overall rate; "" when none is below."""
    behind: dict[str, Decimal] = {}
    for key in STEPS:
        here, there = METRICS[key].of(one), METRICS[key].of(overall)
        if here is not None and there and here < there:
            behind[key] = here / there
    return min(behind, key=lambda key: behind[key]) if behind else ""
