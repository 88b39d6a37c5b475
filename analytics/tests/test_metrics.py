"""Metrics: a table of numbers, and what is unknown stays unknown."""

from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.catalogue import METRICS
from analytics.metrics.totals import WHY_UNKNOWN, WHY_ZERO, Totals

DOCS = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
FIELDS = [field.name for field in fields(Totals)]
YEAR = Totals(
    spend=Decimal("1000"),
    impressions=Decimal("50000"),
    ad_clicks=Decimal("500"),
    link_clicks=Decimal("400"),
    visits=Decimal("800"),
    leads=Decimal("40"),
    customers=Decimal("2.5"),
    revenue=Decimal("6000"),
    claimed=Decimal("80"),
)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("roi", "5"),
        ("roas", "6"),
        ("cpl", "25"),
        ("cac", "400"),
        ("ctr", "0.01"),
        ("cpc", "2"),
        ("cpm", "20"),
        ("click_to_lead", "0.1"),
        ("visit_to_lead", "0.05"),
        ("conversion_rate", "0.0625"),
        ("average_deal", "2400"),
        ("cost_per_result", "12.5"),
    ],
)
def test_each_metric_has_its_value(key, value):
    assert METRICS[key].of(YEAR) == Decimal(value)


def test_the_table_above_is_whole():
    assert len(METRICS) == 12


def test_two_wins_of_300_for_a_cost_of_100_are_500_percent():
    """Another product adds the cost once per won deal and says 200 %."""
    assert METRICS["roi"].of(Totals(spend=Decimal(100), revenue=Decimal(600))) == 5


def test_everything_lost_is_minus_one():
    assert METRICS["roi"].of(Totals(spend=Decimal(100), revenue=Decimal(0))) == -1


def test_an_ad_with_results_and_no_spend_has_no_cost_per_result():
    metric, ad = METRICS["cost_per_result"], Totals(spend=Decimal(0), claimed=Decimal(3))

    assert metric.of(ad) is None
    assert metric.why_not(ad) == WHY_ZERO["spend"]


def test_totals_add_up_and_unknown_is_no_zero():
    total = Totals(spend=Decimal(2), leads=Decimal(1)) + Totals(spend=Decimal(3))

    assert (total.spend, total.leads, total.visits) == (5, 1, None)


@pytest.mark.parametrize("key", METRICS)
def test_nothing_known_is_not_available_and_says_why(key):
    metric = METRICS[key]

    assert metric.of(Totals()) is None
    assert metric.why_not(Totals()) == WHY_UNKNOWN[metric.denominator]


@pytest.mark.parametrize("key", METRICS)
def test_dividing_by_zero_is_not_available_and_says_why(key):
    metric = METRICS[key]
    totals = Totals(**{metric.numerator: Decimal(1), metric.denominator: Decimal(0)})

    assert metric.of(totals) is None
    assert metric.why_not(totals) == WHY_ZERO[metric.denominator]


@pytest.mark.parametrize("key", METRICS)
def test_an_unknown_numerator_is_not_zero(key):
    metric = METRICS[key]
    totals = Totals(**{metric.denominator: Decimal(1)})

    assert metric.of(totals) is None
    assert metric.why_not(totals) == WHY_UNKNOWN[metric.numerator]


AMOUNTS = st.none() | st.decimals("0", "1000000", places=2)


@given(st.builds(Totals, **dict.fromkeys(FIELDS, AMOUNTS)), st.sampled_from(list(METRICS)))
def test_a_metric_is_a_number_or_has_a_reason(totals, key):
    metric = METRICS[key]
    value = metric.of(totals)

    assert (value is None) == bool(metric.why_not(totals))
    assert value is None or value.is_finite()


@pytest.mark.parametrize("key", METRICS)
def test_each_metric_is_documented(key):
    text = DOCS.read_text(encoding="utf-8")

    assert f"### {METRICS[key].label} (`{key}`)" in text
    assert f"- Formula: `{METRICS[key].formula}`" in text


def test_each_metric_has_a_file_of_its_own():
    folder = Path(__file__).resolve().parents[1] / "metrics"

    assert all((folder / f"{key}.py").is_file() for key in METRICS)
