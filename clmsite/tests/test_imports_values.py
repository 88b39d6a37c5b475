"""values: numbers and dates in the notations people use; what is ambiguous is not decided."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clmsite.kernel.imports.values import (
    BadValueError,
    clean_text,
    guess_date_order,
    guess_decimal_mark,
    is_nothing,
    parse_bool,
    parse_day,
    parse_decimal,
    parse_moment,
    parse_whole,
)

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1234.56", ".", "1234.56"),
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("1 234,56", ",", "1234.56"),
        ("1\u202f234\u00a0567,5", ",", "1234567.5"),
        ("1'234.50", ".", "1234.50"),
        ("12,34,567.80", ".", "1234567.80"),
        ("$1,204.00", ".", "1204.00"),
        ("€ 1.204", ",", "1204"),
        ("1.204,00 €", ",", "1204.00"),
        ("EUR 12.5", ".", "12.5"),
        ("12.5 USD", ".", "12.5"),
        ("R$ 10", ".", "10"),
        ("-5", ".", "-5"),
        ("−5", ".", "-5"),
        ("5-", ".", "-5"),
        ("(5.20)", ".", "-5.20"),
        ("$-5", ".", "-5"),
        ("-$5", ".", "-5"),
        ("+7", ".", "7"),
        ("1.429999948", ".", "1.429999948"),
        ("1.23E+05", ".", "123000"),
        (".5", ".", "0.5"),
        ("۱۲۳٫۵", ".", "123.5"),
    ],
)
def test_numbers_are_read_in_their_notation(text, mark, expected):
    assert parse_decimal(text, mark) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1.2.3", "1,23", "1,2345.6", "NaN", "Infinity", "1e999", "--5", "5%", "9" * 70],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(BadValueError):
        parse_decimal(text, ".")


def test_a_fraction_is_no_whole_number():
    assert parse_whole("7,350") == 7350
    with pytest.raises(BadValueError, match="not_whole"):
        parse_whole("7.5")


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        (["1,234.56"], "."),
        (["1.234,56"], ","),
        (["12.5", "7"], "."),
        (["12,5", "1.234"], ","),
        (["1.234", "5.678"], ""),
        (["1.234.567"], ","),
        (["12", "7"], "."),
        ([], "."),
    ],
)
def test_the_decimal_mark_is_guessed_only_where_it_shows(samples, expected):
    assert guess_decimal_mark(samples) == expected


@given(st.decimals(0, 10**9, places=2))
def test_both_notations_give_the_same_number(number):
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert parse_decimal(english, ".") == parse_decimal(german, ",") == number


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-11-21", "", date(2026, 11, 21)),
        ("2026/11/21", "", date(2026, 11, 21)),
        ("20261121", "", date(2026, 11, 21)),
        ("2020-04-06 00:00:00", "", date(2020, 4, 6)),
        ("2021-09-15 5:00:00", "", date(2021, 9, 15)),
        ("2022-05-29T10:00:00", "", date(2022, 5, 29)),
        ("03/04/2026", "dmy", date(2026, 4, 3)),
        ("03/04/2026", "mdy", date(2026, 3, 4)),
        ("31.12.26", "dmy", date(2026, 12, 31)),
        ("21 Nov 2026", "", date(2026, 11, 21)),
        ("Nov 21, 2026", "", date(2026, 11, 21)),
        ("۲۰۲۶-۱۱-۲۱", "", date(2026, 11, 21)),
    ],
)
def test_dates_are_read_in_their_format(text, order, expected):
    assert parse_day(text, order, UTC) == expected


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("03/04/2026", "", "date_order"),
        ("31/12/2026", "mdy", "no_such_date"),
        ("2026-02-30", "", "no_such_date"),
        ("0001-01-01", "", "year_out_of_range"),
        ("9999-12-31", "", "year_out_of_range"),
        ("soon", "", "not_a_date"),
        ("2026-11-21 25:00", "", "not_a_time"),
    ],
)
def test_dates_that_cannot_be_read_are_refused(text, order, code):
    with pytest.raises(BadValueError, match=code):
        parse_day(text, order, UTC)


def test_a_moment_keeps_its_offset_and_else_is_of_the_zone():
    assert parse_moment("2026-07-01 10:00", "", BERLIN) == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert parse_moment("2026-07-01T10:00:00Z", "", BERLIN) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert parse_moment("2026-07-01 10:00 PM +02:00", "", UTC) == datetime(
        2026, 7, 1, 20, tzinfo=UTC
    )
    assert parse_day("2026-07-01T23:30:00Z", "", BERLIN) == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        (["31/12/2026", "01/02/2026"], "dmy"),
        (["12/31/2026"], "mdy"),
        (["03/04/2026", "05/06/2026"], ""),
        (["31/12/2026", "12/31/2026"], ""),
        (["2026-12-31"], "iso"),
        ([], "iso"),
    ],
)
def test_day_and_month_are_told_apart_only_where_it_shows(samples, expected):
    assert guess_date_order(samples) == expected


@pytest.mark.parametrize("text", ["", "  ", "Select", "N/A", "-", "NULL", "(not set)"])
def test_some_words_mean_nothing(text):
    assert is_nothing(text)


def test_the_words_that_mean_nothing_can_be_chosen():
    assert not is_nothing("Select", {"keine"})
    assert is_nothing("Keine", {"keine"})


def test_yes_and_no_have_many_words():
    assert parse_bool("Yes")
    assert parse_bool("1")
    assert not parse_bool("FALSE")
    with pytest.raises(BadValueError):
        parse_bool("perhaps")


def test_text_is_one_clean_line():
    assert clean_text("a\u202e b\r\n\tc\u0007", 50) == "a b c"
    with pytest.raises(BadValueError, match="too_long"):
        clean_text("x" * 51, 50)
