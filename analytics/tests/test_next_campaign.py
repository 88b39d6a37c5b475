"""Findings: what figures say, and what they are not enough to say."""

from decimal import Decimal

import pytest

from analytics.metrics.totals import Totals
from analytics.next_campaign.explain import STEPS, Verdict, find, paid_together
from analytics.next_campaign.propose import HYPOTHESES, propose


def totals(**sums):
    return Totals(**{name: Decimal(value) for name, value in sums.items()})


# Overall: ROAS 3, one visit in twenty a lead, one lead in ten a customer, 600 a customer.
OVERALL = totals(spend=2000, visits=2000, leads=100, customers=10, revenue=6000)


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        pytest.param(totals(leads=50, customers=9, revenue=900), Verdict.NO_COST, id="no spend"),
        pytest.param(totals(spend=0, leads=50, customers=9), Verdict.NO_COST, id="spend of 0"),
        pytest.param(
            totals(spend=100, leads=3, customers=1, revenue=5000), Verdict.TOO_EARLY, id="luck"
        ),
        pytest.param(totals(spend=100), Verdict.TOO_EARLY, id="nothing yet"),
        pytest.param(
            totals(spend=100, leads=40, customers=5, revenue=400), Verdict.STRONG, id="4x"
        ),
        pytest.param(
            totals(spend=100, leads=40, customers=5, revenue=300), Verdict.STEADY, id="3x"
        ),
        pytest.param(
            totals(spend=100, leads=40, customers=5, revenue=100), Verdict.STEADY, id="even"
        ),
        pytest.param(totals(spend=100, leads=40, customers=0, revenue=99), Verdict.WEAK, id="loss"),
        pytest.param(totals(spend=100, leads=40), Verdict.WEAK, id="leads, revenue unknown"),
    ],
)
def test_verdicts(one, verdict):
    assert find(one, OVERALL).verdict == verdict


@pytest.mark.parametrize(
    ("one", "step"),
    [
        (totals(spend=100, visits=4000, leads=40, customers=5, revenue=3000), "visit_to_lead"),
        (totals(spend=100, visits=400, leads=60, customers=5, revenue=3000), "conversion_rate"),
        (totals(spend=100, visits=400, leads=40, customers=6, revenue=300), "average_deal"),
        (totals(spend=100, visits=400, leads=40, customers=8, revenue=9000), ""),
    ],
)
def test_the_weakest_step_is_named(one, step):
    finding = find(one, OVERALL)

    assert finding.weak_step == step
    assert finding.step_sentence == STEPS.get(step, "")


def test_too_few_to_judge_names_no_weak_step():
    assert find(totals(spend=10, visits=4000, leads=1), OVERALL).weak_step == ""


def test_evidence_stands_beside_the_average():
    finding = find(totals(spend=100, leads=40, customers=5, revenue=400), OVERALL)
    roas = next(line for line in finding.evidence if line.key == "roas")

    assert (roas.value, roas.overall) == (4, 3)


@pytest.mark.parametrize(("revenue", "budget"), [(4000, "1500"), (2000, "1000"), (500, "500")])
def test_budgets_follow_the_verdict(revenue, budget):
    one = totals(spend=1000, leads=40, customers=5, revenue=revenue)

    assert propose(find(one, OVERALL), one.spend).budget == Decimal(budget)


@pytest.mark.parametrize(
    ("spend", "budget"), [("1234.56", "1200"), ("87.3", "87"), ("0.4", "1"), ("99999", "100000")]
)
def test_budgets_are_round(spend, budget):
    finding = find(totals(spend=spend, leads=40, customers=5, revenue=spend), OVERALL)

    assert propose(finding, Decimal(spend)).budget == Decimal(budget)


def test_no_cost_no_budget():
    finding = find(totals(leads=50), OVERALL)

    assert propose(finding, None).budget is None


def test_one_thing_is_to_change_only_where_change_is_due():
    strong = totals(spend=100, visits=4000, leads=40, customers=5, revenue=900)
    weak = totals(spend=5000, visits=4000, leads=40, customers=5, revenue=3000)

    assert propose(find(strong, OVERALL), strong.spend).change == ""
    assert "arrival" in propose(find(weak, OVERALL), weak.spend).change


def test_every_verdict_has_a_hypothesis():
    assert set(HYPOTHESES) == set(Verdict)


def test_a_campaign_is_compared_with_campaigns_that_cost_something():
    """The free half earned 900, so a mixture would say 1,000 % where campaigns made 100 %."""
    paid = Totals(spend=Decimal(100), revenue=Decimal(200), leads=Decimal(20))
    free = Totals(revenue=Decimal(900), leads=Decimal(5))

    assert paid_together([paid, free, Totals(spend=Decimal(0), revenue=Decimal(50))]) == paid
