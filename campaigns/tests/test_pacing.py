"""Pacing: a table of cases."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.pacing import elapsed_share, pacing

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 10)


@pytest.mark.parametrize(
    ("spent", "budget", "today", "expected"),
    [
        pytest.param("50", "100", date(2026, 11, 5), "1", id="on plan"),
        pytest.param("75", "100", date(2026, 11, 5), "1.5", id="too fast"),
        pytest.param("0", "100", date(2026, 11, 5), "0", id="spend of nothing is known"),
        pytest.param("10", "100", FIRST, "1", id="the first day counts whole"),
        pytest.param("100", "100", date(2027, 1, 1), "1", id="after the end all days are over"),
        pytest.param("150", "100", LAST, "1.5", id="over budget"),
        pytest.param(None, "100", date(2026, 11, 5), None, id="no spend"),
        pytest.param("50", None, date(2026, 11, 5), None, id="no budget"),
        pytest.param("50", "0", date(2026, 11, 5), None, id="a budget of nothing"),
        pytest.param("50", "100", date(2026, 10, 31), None, id="not begun"),
    ],
)
def test_pacing(spent, budget, today, expected):
    spent, budget, expected = (
        None if value is None else Decimal(value) for value in (spent, budget, expected)
    )

    assert pacing(spent, budget, FIRST, LAST, today) == expected


@pytest.mark.parametrize("dates", [(None, LAST), (FIRST, None), (None, None), (LAST, FIRST)])
def test_without_both_dates_nothing_is_said(dates):
    assert elapsed_share(*dates, today=date(2026, 11, 5)) is None
    assert pacing(Decimal(5), Decimal(10), *dates, date(2026, 11, 5)) is None
