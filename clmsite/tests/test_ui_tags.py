"""Template tags: figures as the reader writes them, unknown ones named as such."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory, override_settings
from django.utils import translation

from clmsite.jalali import to_jalali
from clmsite.kernel.money import Money


def render(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def text_of(html: str) -> str:
    """The words a reader sees, without tags."""
    out, inside = [], False
    for letter in html:
        inside = True if letter == "<" else False if letter == ">" else inside
        if not inside and letter != ">":
            out.append(letter)
    return "".join(out)


@pytest.mark.parametrize(
    ("tag", "english", "persian"),
    [
        ('{% money a "USD" %}', "$58,705.23", "$۵۸٬۷۰۵٫۲۳"),
        ('{% money a "USD" short=True %}', "$58.7k", "$۵۸٫۷k"),
        ('{% money a "USD" decimals=0 %}', "$58,705", "$۵۸٬۷۰۵"),
        ('{% money negative "EUR" %}', "−€0.50", "−€۰٫۵۰"),
        ('{% money a "JPY" %}', "¥58,705", "¥۵۸٬۷۰۵"),
        ('{% money a "SEK" %}', "SEK\u00a058,705.23", "SEK\u00a0۵۸٬۷۰۵٫۲۳"),
        ("{% money owned %}", "€12.00", "€۱۲٫۰۰"),
        ("{% number 1234567 %}", "1,234,567", "۱٬۲۳۴٬۵۶۷"),
        ("{% number 0 %}", "0", "۰"),
        ("{% number 1500 short=True %}", "1,500", "۱٬۵۰۰"),
        ("{% number 2340000 short=True %}", "2.3M", "۲٫۳M"),
        ("{% number 999950 short=True %}", "1M", "۱M"),
        ("{% number 5 sign=True %}", "+5", "+۵"),
        ("{% percent 0.185 %}", "19%", "۱۹٪"),
        ("{% percent 0.185 1 %}", "18.5%", "۱۸٫۵٪"),
        ("{% percent negative sign=True %}", "−50%", "−۵۰٪"),
        ("{% ratio 4.52 %}", "4.5×", "۴٫۵×"),
        ("{% day when %}", "21 Nov 2026", "۳۰ آبان ۱۴۰۵"),
        ("{% day when year=False %}", "21 Nov", "۳۰ آبان"),
        ("{% moment at %}", "21 Nov 2026, 23:05", "۳۰ آبان ۱۴۰۵، ۲۳:۰۵"),
        ("{% clock at %}", "23:05", "۲۳:۰۵"),
        ("{{ 2026|digits }}", "2026", "۲۰۲۶"),
    ],
)
def test_a_figure_reads_as_its_reader_writes_it(tag, english, persian):
    context = {
        "a": Decimal("58705.23"),
        "negative": Decimal("-0.5"),
        "owned": Money(Decimal(12), "EUR"),
        "when": date(2026, 11, 21),
        "at": datetime(2026, 11, 21, 23, 5, tzinfo=UTC),
    }
    with translation.override("en"):
        assert text_of(render(tag, **context)) == english
    with translation.override("fa"):
        # Units such as "k" are translated once the catalogue has them.
        seen = text_of(render(tag, **context))
        assert seen.startswith(persian.rstrip("kM"))


@pytest.mark.parametrize("tag", ["money", "number", "percent", "ratio", "delta", "day", "moment"])
def test_an_unknown_figure_says_so_and_why(tag):
    html = render(f"{{% {tag} unknown why='No spend was recorded' %}}", unknown=None)

    assert text_of(html) == "not available: No spend was recorded"
    assert "0" not in text_of(html)


@override_settings(REPORTING_TIME_ZONE="Asia/Tehran")
def test_a_moment_is_cut_in_the_reporting_time_zone():
    at = datetime(2026, 11, 21, 23, 5, tzinfo=UTC)

    assert "22 Nov 2026, 02:35" in text_of(render("{% moment at %}", at=at))
    assert "22 Nov 2026" in text_of(render("{% day at %}", at=at))


@pytest.mark.parametrize(
    ("change", "good", "mood"),
    [("0.1", "up", "pos"), ("-0.1", "up", "neg"), ("-0.1", "down", "pos"), ("0.1", "", "")],
)
def test_a_change_is_coloured_by_what_is_good(change, good, mood):
    html = render("{% delta change good %}", change=Decimal(change), good=good)

    assert f'class="chip {mood}"' in html


def test_what_people_typed_is_escaped():
    evil = '"><script>alert(1)</script>'

    for tag in ("{% avatar evil %}", "{% number none why=evil %}", "{% day none why=evil %}"):
        assert "<script>" not in render(tag, evil=evil, none=None)


def test_an_avatar_keeps_its_hue():
    assert render("{% avatar name %}", name="Ada King") == render(
        "{% avatar name %}", name="Ada King"
    )
    assert ">AK<" in render("{% avatar name %}", name="Ada King")


def test_a_meter_stays_within_its_box():
    assert 'width="100.0%"' in render("{% meter 5 2 %}")
    assert 'width="0.0%"' in render("{% meter value 2 %}", value=-3)
    assert render("{% meter none 2 %}", none=None) == ""


def test_a_sparkline_leaves_unknown_values_out():
    assert render("{% spark values %}", values=[1, None]) == ""
    drawn = render("{% spark values %}", values=[1, None, 3, 2])
    assert 'class="ln" d="M0.0 29.0L80.0 3.0L120.0 16.0"' in drawn


def test_a_sort_link_keeps_the_filters_and_turns_round():
    def head(address: str) -> str:
        request = RequestFactory().get(address)
        return render('{% sort_link "spend" "Spend" cls="r" %}', request=request)

    assert 'href="?q=x&amp;sort=-spend"' in head("/?q=x&page=3")
    assert 'aria-sort="descending"' in head("/?sort=-spend")
    assert 'href="?sort=spend"' in head("/?sort=-spend")


@pytest.mark.parametrize(
    ("day", "jalali"),
    [
        (date(2026, 11, 21), (1405, 8, 30)),
        (date(2025, 3, 20), (1403, 12, 30)),  # a leap year's last day
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(1979, 2, 11), (1357, 11, 22)),
    ],
)
def test_a_date_in_the_persian_calendar(day, jalali):
    assert to_jalali(day) == jalali
