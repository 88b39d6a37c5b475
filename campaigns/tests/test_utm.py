"""UTM values and click ids: read from what strangers write, bounded, never an error."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.tracking.utm import CLICK_IDS, MAX_CAMPAIGN, MAX_VALUE, Tags, parse_tags

PAGE = "https://www.ours.example/"


@pytest.mark.parametrize(
    ("url", "tags"),
    [
        pytest.param(PAGE, Tags(), id="nothing"),
        pytest.param("", Tags(), id="no URL"),
        pytest.param("https://[broken?utm_source=x", Tags(), id="not readable"),
        pytest.param(
            "/a?utm_source=s&utm_medium=m&utm_campaign=c&utm_term=t&utm_content=o&utm_id=7",
            Tags("s", "m", "c", "t", "o", "7"),
            id="all of them, relative URL",
        ),
        pytest.param("?UTM_Source=News", Tags(source="News"), id="names fold case, values do not"),
        pytest.param(
            "?utm_campaign=Feed%3A+semicomplete%2Fmain+%28x%29",
            Tags(campaign="Feed: semicomplete/main (x)"),
            id="percent and plus",
        ),
        pytest.param(
            "?utm_source=a&amp;utm_medium=b", Tags(source="a", medium="b"), id="escaped twice"
        ),
        pytest.param("?utm_source=&utm_source=b&utm_source=c", Tags(source="b"), id="first given"),
        pytest.param("/#utm_source=a&utm_medium=b", Tags(source="a", medium="b"), id="fragment"),
        pytest.param("/?utm_source=q#utm_source=f", Tags(source="q"), id="the query goes first"),
        pytest.param("?utm_source=%00a%0Ab%20", Tags(source="ab"), id="control characters go"),
        pytest.param("?utm_source=%FF", Tags(source="\ufffd"), id="not UTF-8"),
        pytest.param("?utm_source=%D8%AE%D8%A8%D8%B1", Tags(source="خبر"), id="any script"),
        pytest.param("?utm_medium=%20%20", Tags(), id="only spaces is nothing"),
    ],
)
def test_tags(url, tags):
    assert parse_tags(url) == tags


def test_click_ids_are_kept_by_name():
    assert parse_tags("?gclid=A1&fbclid=B2&other=C").click_ids == {"gclid": "A1", "fbclid": "B2"}


def test_our_own_click_is_found():
    key = "018f2f5e-0000-7000-8000-000000000000"

    assert parse_tags(f"{PAGE}?cl_click={key}").cl_click == key


def test_values_are_cut_at_their_column():
    long = "x" * 1000
    tags = parse_tags(f"?utm_source={long}&utm_campaign={long}&gclid={long}")

    assert len(tags.source) == MAX_VALUE
    assert len(tags.campaign) == MAX_CAMPAIGN
    assert len(tags.click_ids["gclid"]) == MAX_VALUE


def test_ten_thousand_fields_are_no_link():
    assert parse_tags("?" + "a=1&" * 200 + "utm_source=x") == Tags()


@given(st.text(max_size=300))
def test_nothing_a_stranger_writes_raises(url):
    tags = parse_tags(url)

    assert set(tags.click_ids) <= set(CLICK_IDS)


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=50))
def test_what_is_written_is_read_back(value):
    assert parse_tags(f"{PAGE}?{urlencode({'utm_source': value})}").source == value
    assert parse_tags(f"{PAGE}?utm_source={quote(value)}").source == value
