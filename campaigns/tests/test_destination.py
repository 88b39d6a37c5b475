"""Destinations: what may be stored, and that no request changes where a link leads."""

import string
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.destination import (
    CLICK,
    CLICK_IDS,
    MAX_LENGTH,
    UTM,
    BadDestinationError,
    check,
    with_tags,
)

OWN = {"go.example.com"}


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("https://shop.example.com/a?b=c#d", "https://shop.example.com/a?b=c#d"),
        ("  https://shop.example.com  ", "https://shop.example.com/"),
        ("HTTPS://Shop.Example.COM/Path", "https://shop.example.com/Path"),
        ("https://shop.example.com:8443/", "https://shop.example.com:8443/"),
        ("https://münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe"),
        ("https://پارس.example/خانه?q=الف", None),
        ("https://shop.example.com/%7Ea/%2F", "https://shop.example.com/%7Ea/%2F"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("https://go.example.com/radio", "https://go.example.com/radio"),
        ("https://192.0.2.7/x", "https://192.0.2.7/x"),
    ],
)
def test_good_addresses(url, stored):
    result = check(url, own_hosts=OWN)

    assert result.isascii()
    assert stored in {None, result}
    assert check(result, own_hosts=OWN) == result, "storing twice changes nothing"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "scheme"),
        ("shop.example.com", "scheme"),
        ("//shop.example.com/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,x", "scheme"),
        ("ftp://shop.example.com/", "scheme"),
        ("https:/shop.example.com", "scheme"),
        ("https:shop.example.com", "scheme"),
        ("https://", "host"),
        ("https:///path", "host"),
        ("https://localhost/", "host"),
        ("https://-bad-.example.com/", "host"),
        ("https://a..b.example/", "host"),
        ("https://user@shop.example.com/", "userinfo"),
        ("https://shop.example.com@evil.example/", "userinfo"),
        ("https://user:pw@shop.example.com/", "userinfo"),
        ("https://shop.example.com\\@evil.example/", "characters"),
        ("https://shop.example.com/a b", "characters"),
        ("https://shop.example.com/\r\nSet-Cookie:x", "characters"),
        ("https://shop.example.com/\x00", "characters"),
        ("https://shop.example.com/\u202egnp", "characters"),
        ("https://shop\u200b.example.com/", "characters"),
        ("http://shop.example.com/", "http"),
        ("https://shop.example.com:99999/", "address"),
        ("https://[::1/", "address"),
        ("https://go.example.com/r/abc", "own"),
        ("https://GO.example.com//r/abc", "own"),
        ("https://go.example.com/x/../r/abc", "own"),
        ("https://go.example.com/%72/abc", "own"),
        ("https://shop.example.com/" + "a" * MAX_LENGTH, "long"),
        ("https://shop.example.com/" + "ü" * 500, "long"),
    ],
)
def test_bad_addresses(url, code):
    with pytest.raises(BadDestinationError) as caught:
        check(url, own_hosts=OWN)

    assert caught.value.code == code


def test_http_only_where_it_is_allowed():
    assert check("http://shop.example.com/", allow_http=True) == "http://shop.example.com/"
    assert check("http://localhost:3000/x", allow_local=True) == "http://localhost:3000/x"
    assert check("http://127.0.0.1/", allow_local=True)
    with pytest.raises(BadDestinationError):
        check("http://shop.example.com/", allow_local=True)


STORED = {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "spring & co"}


def tags(url):
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


@pytest.mark.parametrize(
    ("destination", "asked", "expected"),
    [
        pytest.param(
            "https://e.com/a",
            {},
            "https://e.com/a?utm_source=google&utm_medium=cpc"
            "&utm_campaign=spring%20%26%20co&cl_click=7",
            id="added",
        ),
        pytest.param(
            "https://e.com/a?x=%2F&y&x=1#top?z",
            {},
            "https://e.com/a?x=%2F&y&x=1&utm_source=google&utm_medium=cpc"
            "&utm_campaign=spring%20%26%20co&cl_click=7#top?z",
            id="query and fragment stay",
        ),
        pytest.param(
            "https://e.com/?utm_source=old&utm_term=kept&cl_click=forged",
            {"utm_source": "asked", "utm_term": "asked", "cl_click": "asked"},
            "https://e.com/?utm_term=kept&utm_source=google&utm_medium=cpc"
            "&utm_campaign=spring%20%26%20co&cl_click=7",
            id="stored wins, then the destination, then the request",
        ),
        pytest.param(
            "https://e.com/",
            {"gclid": "G 1", "utm_content": "red", "u": "https://evil.example", "next": "x"},
            "https://e.com/?utm_source=google&utm_medium=cpc&utm_campaign=spring%20%26%20co"
            "&cl_click=7&utm_content=red&gclid=G%201",
            id="only known keys pass",
        ),
    ],
)
def test_tags(destination, asked, expected):
    assert with_tags(destination, stored=STORED, asked=asked, click="7") == expected


NASTY = st.text(max_size=40) | st.sampled_from(
    ["\r\nLocation: https://evil.example", "@evil.example", "//evil.example", "#", "&a=b", "\\"]
)


@given(
    path=st.text(string.ascii_letters + string.digits + "/%._-~", max_size=20),
    query=st.text(string.ascii_letters + string.digits + "=&%;+", max_size=30),
    fragment=st.text(string.ascii_letters + "?#/", max_size=10),
    stored=st.dictionaries(st.sampled_from(UTM), NASTY),
    asked=st.dictionaries(st.sampled_from([*UTM, *CLICK_IDS, CLICK, "url", "next"]), NASTY),
)
def test_no_request_changes_the_host_the_path_or_the_fragment(path, query, fragment, stored, asked):
    destination = f"https://shop.example.com/{path}?{query}#{fragment}"

    location = with_tags(destination, stored=stored, asked=asked, click="7")

    was, now = urlsplit(destination), urlsplit(location)
    assert (now.scheme, now.netloc, now.path, now.fragment) == (
        *(was.scheme, was.netloc, was.path),
        was.fragment,
    )
    assert location.isascii()
    assert not any(char in location for char in "\r\n\\ ")
    found = tags(location)
    assert [value for key, value in found if key == CLICK] == ["7"]
    assert all(key not in {"url", "next"} or f"{key}=" in query for key, _value in found)
