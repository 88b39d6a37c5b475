"""likeness: what somebody typed finds what they meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clmsite.likeness import fragments, likeness, slips_to_beginning


@pytest.mark.parametrize(
    ("query", "text"),
    [
        pytest.param("brand", "Brand search", id="a whole word"),
        pytest.param("sear", "Brand search", id="the beginning of a word"),
        pytest.param("serach", "Brand search", id="two letters swapped"),
        pytest.param("brnd", "Brand search", id="a letter missing"),
        pytest.param("brannd", "Brand search", id="a letter too many"),
        pytest.param("kampaign", "Spring campaign", id="a wrong letter"),
        pytest.param("search brand", "Brand search", id="words in any order"),
        pytest.param("muller", "Jörg Müller", id="without the accent"),
        pytest.param("کمپین", "كمپين پاییز", id="Arabic and Persian letter forms"),
        pytest.param("digst", "Product digest 14", id="a slip in a longer text"),
    ],
)
def test_a_near_miss_is_found(query, text):
    assert likeness(query, text) is not None


@pytest.mark.parametrize(
    ("query", "text"),
    [
        pytest.param("webinar", "Brand search", id="another word"),
        pytest.param("brand webinar", "Brand search", id="one of two words is missing"),
        pytest.param("cat", "car", id="short words forgive nothing"),
        pytest.param("brand", "", id="nothing to find"),
    ],
)
def test_something_else_is_not_found(query, text):
    assert likeness(query, text) is None


def test_the_better_match_comes_first():
    texts = ["Rebrand", "Brand", "Spring brand", "Brnad"]

    assert sorted(texts, key=lambda text: likeness("brand", text)) == [
        *("Brand", "Spring brand", "Rebrand", "Brnad")
    ]


@pytest.mark.parametrize(
    ("wanted", "word", "count"),
    [
        ("abcd", "abcd", 0),
        ("abcd", "abdc", 1),
        ("abcd", "abxd", 1),
        ("abcd", "abd", 1),
        ("abcd", "abxcd", 1),
        ("abcd", "abdcrest", 1),
        ("abcd", "badc", 2),
        ("abcd", "wxyz", None),
        ("abcd", "", None),
    ],
)
def test_slips_are_counted_to_the_beginning_of_a_word(wanted, word, count):
    assert slips_to_beginning(wanted, word, 2) == count


@given(st.text("abc", max_size=6), st.text("abc", max_size=7))
def test_giving_up_early_loses_no_match(wanted, word):
    patient = slips_to_beginning(wanted, word, 99)

    assert slips_to_beginning(wanted, word, 2) == (patient if patient <= 2 else None)


def test_fragments_are_the_pairs_of_the_longest_word():
    assert fragments("of brand") == ["br", "ra", "an", "nd"]
    assert fragments("abc") == []
