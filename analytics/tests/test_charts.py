"""Figures are plain data that Plotly accepts, with token names for colours."""

import json
from datetime import date, timedelta
from decimal import Decimal

import plotly.graph_objects as go

from analytics.charts.roi import LEAST, return_on_spend, revenue_and_spend

WORDS = {"revenue": "Revenue", "spend": "Spend", "previous": "Before"}
DAYS = [date(2026, 11, 1) + timedelta(days=n) for n in range(3)]


def trend(previous=()):
    return revenue_and_spend(
        DAYS,
        [Decimal("1.50"), Decimal(0), Decimal(3)],
        [Decimal(1), None, Decimal(2)],
        previous,
        words=WORDS,
        currency="EUR",
    )


def test_plotly_accepts_them():
    for figure in (trend(), trend([Decimal(1)] * 5), return_on_spend(["A"], [Decimal(2)])):
        assert go.Figure(json.loads(json.dumps(figure)))


def test_unknown_spend_is_a_gap():
    assert trend()["data"][0]["y"] == [1.0, None, 2.0]


def test_a_longer_period_before_is_cut():
    before = trend([Decimal(n) for n in range(5)])["data"][2]

    assert (len(before["x"]), before["y"]) == (3, [0.0, 1.0, 2.0])


def test_without_comparison_there_is_no_third_line():
    assert len(trend()["data"]) == 2


def test_colours_are_tokens():
    assert trend()["data"][1]["meta"] == {"line": "--c1", "fill": "--c1-soft"}
    figure = return_on_spend(["Good", "Bad"], [Decimal(4), Decimal("0.5")])
    assert figure["data"][0]["meta"]["posneg"] == ["--c2", "--c1"]


def test_nothing_back_is_drawn_at_the_edge_and_labelled_as_nothing():
    bar = return_on_spend(["Lost"], [Decimal(0)])["data"][0]

    assert (bar["x"], bar["text"]) == ([LEAST], ["0.0×"])


def test_the_best_is_on_top_and_names_may_repeat():
    figure = return_on_spend(["Same", "Same"], [Decimal(4), Decimal(2)])

    assert figure["data"][0]["y"] == [0, 1]
    assert figure["data"][0]["x"] == [2.0, 4.0]
    assert figure["layout"]["yaxis"]["ticktext"] == ["Same", "Same"]


def test_long_names_are_cut():
    figure = return_on_spend(["x" * 60], [Decimal(1)])

    assert len(figure["layout"]["yaxis"]["ticktext"][0]) == 22
    assert figure["data"][0]["customdata"] == ["x" * 60]
