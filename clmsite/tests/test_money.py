"""Money: like to like, rounded by currency, split without loss."""

import operator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clmsite.kernel.money import (
    CurrencyMismatchError,
    Money,
    currency_exponent,
    round_amount,
    split_amount,
    spread_over_days,
)

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD", "USD"])
AMOUNTS = st.decimals("-99999999", "99999999", places=3, allow_nan=False)
WEIGHTS = st.lists(
    st.decimals("0", "1", places=8, allow_nan=False, allow_infinity=False), min_size=1, max_size=30
).filter(lambda weights: sum(weights) > 0)


@pytest.mark.parametrize(
    ("currency", "places"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("IRR", 2), ("CLP", 0), ("", 2)]
)
def test_a_currency_knows_its_decimals(currency, places):
    assert currency_exponent(currency) == places


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("2.675", "EUR", "2.68"),
        ("2.665", "EUR", "2.66"),
        ("1.5", "JPY", "2"),
        ("1.2345", "KWD", "1.234"),
    ],
)
def test_amounts_round_by_currency(amount, currency, rounded):
    assert round_amount(Decimal(amount), currency) == Decimal(rounded)


@pytest.mark.parametrize(
    ("amount", "weights", "currency", "parts"),
    [
        pytest.param("100", ["1", "1", "1"], "EUR", ["33.33", "33.33", "33.34"], id="tie: latest"),
        pytest.param("0.02", ["1", "1", "1"], "EUR", ["0", "0.01", "0.01"], id="two cents for 3"),
        pytest.param("100", ["0.4", "0.2", "0.4"], "EUR", ["40", "20", "40"], id="40/20/40"),
        pytest.param("10", ["1", "1", "1"], "JPY", ["3", "3", "4"], id="no sub-unit"),
        pytest.param("1", ["1", "1", "1"], "KWD", ["0.333", "0.333", "0.334"], id="thousandths"),
        pytest.param("-100", ["1", "1", "1"], "EUR", ["-33.33", "-33.33", "-33.34"], id="refund"),
        pytest.param("5", ["0", "1"], "EUR", ["0", "5"], id="no weight, no money"),
        pytest.param("0", ["1", "2"], "EUR", ["0", "0"], id="nothing to share"),
        pytest.param("0", [], "EUR", [], id="nothing for nobody"),
        pytest.param(
            "1.4299999", ["1", "1"], "EUR", ["0.7149999", "0.7150000"], id="finer than cents"
        ),
    ],
)
def test_an_amount_is_split(amount, weights, currency, parts):
    shares = split_amount(Decimal(amount), [Decimal(weight) for weight in weights], currency)

    assert shares == [Decimal(part) for part in parts]


@pytest.mark.parametrize(
    ("amount", "weights"),
    [("1", []), ("1", ["0", "0"]), ("1", ["-1", "2"]), ("NaN", ["1"]), ("Infinity", ["1"])],
)
def test_a_split_without_an_answer_is_refused(amount, weights):
    with pytest.raises(ValueError):
        split_amount(Decimal(amount), [Decimal(weight) for weight in weights], "EUR")


@given(amount=AMOUNTS, weights=WEIGHTS, currency=CURRENCIES)
def test_the_parts_always_add_up(amount, weights, currency):
    assert sum(split_amount(amount, weights, currency)) == amount


@given(amount=AMOUNTS, weights=WEIGHTS, currency=CURRENCIES)
def test_no_part_is_a_unit_away_from_its_exact_share(amount, weights, currency):
    unit = Decimal(1).scaleb(-currency_exponent(currency))
    total = sum(weights)

    for part, weight in zip(split_amount(amount, weights, currency), weights, strict=True):
        # The slack is what Decimal division itself rounds in its 28th digit.
        assert abs(part - amount * weight / total) < unit + Decimal("1e-15")


@given(amount=AMOUNTS, weights=WEIGHTS)
def test_a_weight_of_nothing_gets_nothing(amount, weights):
    shares = split_amount(amount, [*weights, Decimal(0)], "EUR")

    assert shares[-1] == 0


@given(amount=AMOUNTS, days=st.integers(1, 400), start=st.dates(date(2000, 1, 1)))
def test_spreading_over_days_loses_nothing(amount, days, start):
    end = date.fromordinal(min(start.toordinal() + days - 1, date.max.toordinal()))

    spread = spread_over_days(amount, start, end, "EUR")

    assert sum(part for _, part in spread) == amount
    assert [day for day, _ in spread][:1] == [start]
    assert [day for day, _ in spread][-1:] == [end]


def test_the_later_days_get_the_odd_cents():
    spread = spread_over_days(Decimal("0.10"), date(2026, 1, 1), date(2026, 1, 4), "EUR")

    assert [part for _, part in spread] == [
        Decimal("0.02"),
        Decimal("0.02"),
        Decimal("0.03"),
        Decimal("0.03"),
    ]


def test_a_range_backwards_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        spread_over_days(Decimal(1), date(2026, 1, 2), date(2026, 1, 1))


def test_like_adds_to_like():
    assert Money(Decimal("1.10"), "EUR") + Money(Decimal("2.20"), "EUR") == Money(
        Decimal("3.30"), "EUR"
    )
    assert Money(Decimal("3"), "EUR") - Money(Decimal("2"), "EUR") == Money(Decimal("1"), "EUR")
    assert -Money(Decimal("3"), "EUR") < Money.zero("EUR")


@pytest.mark.parametrize("sum_of", [operator.add, operator.sub, operator.lt])
def test_currencies_never_mix(sum_of):
    with pytest.raises(CurrencyMismatchError):
        sum_of(Money(Decimal(1), "EUR"), Money(Decimal(1), "USD"))


def test_a_float_is_not_money():
    with pytest.raises(TypeError):
        Money(0.1, "EUR")


def test_a_total_of_nothing_is_zero():
    assert Money.total([], "EUR") == Money.zero("EUR")
    assert not Money.total([], "EUR")


def test_money_splits_into_money():
    parts = Money(Decimal("100"), "EUR").split([Decimal(1), Decimal(1), Decimal(1)])

    assert Money.total(parts, "EUR") == Money(Decimal("100"), "EUR")
    assert str(parts[-1]) == "33.34 EUR"


def test_money_rounds_by_its_currency():
    assert Money(Decimal("10.4"), "JPY").rounded() == Money(Decimal("10"), "JPY")
