"""GET /r/<code>: the click is stored before the visitor is sent on, whoever comes."""

import logging
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from prometheus_client import REGISTRY

from campaigns.models import Click, Link
from campaigns.tests.make import make_campaign, make_link
from campaigns.tracking.redirect import UNKNOWN

pytestmark = pytest.mark.django_db

CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)


@pytest.fixture(autouse=True)
def _nobody_has_guessed():
    UNKNOWN.clear()


@pytest.fixture
def link():
    return make_link(
        campaign=make_campaign(slug="spring"),
        code="spring24",
        destination="https://shop.example.com/a?x=1#top",
    )


def follow(path="/r/spring24", method="get", agent=CHROME, **headers):
    headers = {"User-Agent": agent, **{k.replace("_", "-"): v for k, v in headers.items()}}
    return getattr(Client(), method)(path, headers=headers, REMOTE_ADDR="203.0.113.77")


def test_the_click_is_stored_and_travels_with_the_visitor(link):
    before = timezone.now()

    response = follow(Referer="https://news.example/story?user=jane@example.com")

    click = Click.objects.get()
    assert response.status_code == 302
    target = urlsplit(response["Location"])
    assert (target.netloc, target.path, target.fragment) == ("shop.example.com", "/a", "top")
    assert parse_qs(target.query) == {
        "x": ["1"],
        "utm_source": ["google"],
        "utm_medium": ["cpc"],
        "utm_campaign": ["spring"],
        "cl_click": [str(click.pk)],
    }
    assert (click.link, click.kind, click.ip_prefix) == (link, "human", "203.0.113.0/24")
    assert click.user_agent == CHROME
    assert click.referrer == "https://news.example/story", "what may name a person is not kept"
    assert before <= click.at <= timezone.now()


def test_it_is_kept_by_no_cache_and_no_index(link):
    response = follow()

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies
    assert response.content == b""


def test_every_request_is_a_click_of_its_own(link):
    locations = {follow()["Location"] for _ in range(3)}

    assert Click.objects.count() == 3
    assert len(locations) == 3


def test_ids_of_ads_pass_and_strangers_wishes_do_not(link):
    response = follow("/r/spring24?gclid=G1&utm_source=evil&url=https://evil.example&cl_click=x")

    query = parse_qs(urlsplit(response["Location"]).query)
    assert query["gclid"] == ["G1"]
    assert query["utm_source"] == ["google"]
    assert "url" not in query
    assert query["cl_click"] == [str(Click.objects.get().pk)]


def test_head_is_a_probe_and_not_a_person(link):
    response = follow(method="head")

    assert response.status_code == 302
    assert response["Location"].startswith("https://shop.example.com/a")
    assert Click.objects.get().kind == "probe"
    assert not Click.objects.human().exists()


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        ("Googlebot/2.1 (+http://www.google.com/bot.html)", "bot"),
        ("Mozilla/5.0 (Windows NT 10.0) Mimecast", "scanner"),
        ("", "bot"),
        ("curl/8.5", "bot"),
    ],
)
def test_machines_are_sent_on_and_counted_apart(link, agent, kind):
    assert follow(agent=agent).status_code == 302
    assert Click.objects.get().kind == kind


@pytest.mark.parametrize(
    "headers",
    [{"Sec_Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X_Moz": "prefetch"}],
)
def test_a_browser_that_only_looks_ahead_is_asked_to_come_again(link, headers):
    response = follow(**headers)

    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert not Click.objects.exists()
    assert follow().status_code == 302
    assert Click.objects.count() == 1


def test_an_unknown_code_is_404_and_leads_nowhere():
    response = follow("/r/nothing")

    assert response.status_code == 404
    assert "Location" not in response
    assert "Unknown link" in response.content.decode()


def test_a_code_typed_in_capitals_is_found_and_an_exact_one_comes_first(link):
    shouting = make_link(code="RADIO", destination="https://a.example/")
    make_link(code="radio", destination="https://b.example/")

    assert follow("/r/SPRING24").status_code == 302
    assert urlsplit(follow("/r/RADIO")["Location"]).netloc == "a.example"
    assert urlsplit(follow("/r/Radio")["Location"]).netloc == "b.example"
    assert shouting.clicks.count() == 1


@pytest.mark.parametrize("code", ["a%00b", "%F0%9F%98%80", "x" * 3000, "%0d%0aX:y", "..%2f", "%ff"])
def test_codes_that_cannot_be_are_404(link, code):
    assert follow(f"/r/{code}").status_code == 404


def test_guessing_codes_is_slowed_down_while_real_links_keep_working(link):
    answers = [follow(f"/r/guess{n}").status_code for n in range(32)]

    assert answers[:30] == [404] * 30
    assert answers[-1] == 429
    assert follow("/r/guess")["Retry-After"] in {"1", "2"}
    assert follow().status_code == 302


@pytest.mark.parametrize(
    "change", [{"is_enabled": False}, {"expires_at": timezone.now() - timedelta(seconds=1)}]
)
def test_a_link_that_is_over_is_410(link, change):
    Link.objects.update(**change)

    response = follow()

    assert response.status_code == 410
    assert "This link is over" in response.content.decode()
    assert not Click.objects.exists()


def test_a_link_that_will_expire_still_works(link):
    Link.objects.update(expires_at=timezone.now() + timedelta(minutes=1))

    assert follow().status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_other_methods_are_refused_with_what_is_allowed(link, method):
    response = follow(method=method)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert not Click.objects.exists()


def unrecorded():
    return REGISTRY.get_sample_value("closed_loop_clicks_unrecorded_total") or 0


def test_the_visitor_arrives_even_when_the_click_cannot_be_written(link, monkeypatch, caplog):
    def full(*args, **kwargs):
        raise OperationalError("database or disk is full: jane@example.com")

    monkeypatch.setattr(Click, "save", full)
    before = unrecorded()

    with caplog.at_level(logging.ERROR):
        response = follow()

    assert response.status_code == 302
    assert response["Location"].startswith("https://shop.example.com/a")
    assert unrecorded() == before + 1
    assert "click not recorded" in caplog.text
    assert "jane@example.com" not in caplog.text


def test_a_link_nobody_can_look_up_just_now_is_503_and_never_404(link, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("campaigns.tracking.redirect.Link.objects.filter", gone)

    response = follow()

    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def test_two_questions_to_the_database_and_none_to_a_broker(
    link, django_assert_num_queries, monkeypatch
):
    def never(*args, **kwargs):
        raise AssertionError("the redirect may not talk to a broker")

    monkeypatch.setattr("kombu.connection.Connection.connect", never)
    follow()

    with django_assert_num_queries(4):  # the link; the click between savepoint and release
        assert follow().status_code == 302


def test_strange_headers_do_no_harm(link):
    response = follow(agent="Mozilla/5.0 \x07" + "x" * 5000, Referer="r" * 5000)

    click = Click.objects.get()
    assert response.status_code == 302
    assert (len(click.user_agent), len(click.referrer)) == (300, 500)
