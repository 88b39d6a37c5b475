"""POST /t/e: what trackers send is bounded, believed or refused, and stored once."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from campaigns.models import PageView, RefusedHit, Touch, Visitor
from campaigns.tests.make import channel, make_campaign, make_click, make_link, make_site
from campaigns.tracking import collect, pipeline
from campaigns.tracking.limits import TokenBuckets

pytestmark = pytest.mark.django_db

ORIGIN = "https://shop.example.com"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
VID = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def _full_buckets():
    for buckets in (collect.per_address, collect.per_site, pipeline._kept_refusals):
        buckets.clear()


@pytest.fixture
def site():
    return make_site()


def view(url="/", **fields):
    event = {"id": str(uuid.uuid4()), "type": "view", "url": ORIGIN + url}
    return event | fields


def seen(event, seconds):
    return {"id": str(uuid.uuid4()), "type": "time", "page": event["id"], "seconds": seconds}


def send(site, *events, vid="", client=None, raw=None, headers=None, **fields):
    data = {"v": 1, "site": site.key, "events": list(events)}
    if vid:
        data |= {"consent": "granted", "vid": vid}
    body = raw if raw is not None else json.dumps(data | fields)
    return (client or Client()).post(
        "/t/e",
        body,
        content_type="text/plain",
        headers={"Origin": ORIGIN, "User-Agent": BROWSER} | (headers or {}),
    )


def fates(response):
    assert response.status_code == 202, response.content
    return [(e["status"], e.get("reason", "")) for e in response.json()["events"]]


def test_a_page_view_becomes_a_visit_with_its_source(site):
    campaign = make_campaign(slug="spring")
    url = "/p?utm_source=Newsletter&utm_medium=email&utm_campaign=Spring&utm_content=top"

    answer = send(site, view(url, title="Prices", referrer="https://mail.example.org/inbox"))

    assert fates(answer) == [("accepted", "")]
    touch = Touch.objects.get()
    assert (touch.source, touch.medium, touch.campaign_name) == ("Newsletter", "email", "Spring")
    assert touch.campaign == campaign
    assert touch.channel == channel("email")
    assert touch.content == "top"
    assert (touch.page_count, touch.is_human, touch.site) == (1, True, site)
    assert touch.referrer == "https://mail.example.org/inbox"
    page = PageView.objects.get()
    assert (page.path, page.title) == ("/p", "Prices")
    site.refresh_from_db()
    assert site.first_hit_at is not None


def test_a_click_is_joined_to_its_visit(site):
    link = make_link(campaign=make_campaign(), utm_source="google", utm_medium="cpc")
    click = make_click(link=link)

    send(site, view(f"/?utm_source=google&utm_medium=cpc&cl_click={click.pk}"))

    touch = Touch.objects.get()
    assert (touch.click, touch.link, touch.campaign) == (click, link, link.campaign)
    assert touch.channel == channel("paid_search")


def test_the_link_knows_the_source_when_the_page_lost_it(site):
    link = make_link(utm_source="bing", utm_medium="cpc")
    click = make_click(link=link)

    send(site, view(f"/?cl_click={click.pk}"))

    assert (Touch.objects.get().source, Touch.objects.get().channel.key) == ("bing", "paid_search")


def test_a_shared_click_joins_one_visit_only(site):
    click = make_click()
    send(site, view(f"/?cl_click={click.pk}"))
    send(site, view(f"/?cl_click={click.pk}"), headers={"User-Agent": BROWSER + " Edg/1"})

    first, second = Touch.objects.order_by("id")
    assert (first.click, second.click) == (click, None)
    assert second.link == click.link


def test_the_same_event_twice_is_one_page_view(site):
    event = view()
    send(site, event)

    assert fates(send(site, event)) == [("duplicate", "")]
    assert fates(send(site, event | {"url": ORIGIN + "/other"})) == [("conflict", "")]
    assert PageView.objects.count() == 1
    assert Touch.objects.get().page_count == 1


def test_seconds_are_totals_that_only_grow(site):
    event = view()
    send(site, event)
    for seconds in (12, 40, 40, 15):
        send(
            site, {"id": str(uuid.uuid4()), "type": "time", "page": event["id"], "seconds": seconds}
        )

    assert PageView.objects.get().seconds == 40
    assert Touch.objects.get().seconds == 40


def test_a_page_cannot_have_been_read_for_longer_than_it_was_open(site):
    event = view()
    send(site, event)
    send(site, seen(event, 20_000))

    assert PageView.objects.get().seconds <= 91


def test_time_for_an_unknown_page_is_rejected(site):
    time = {"id": str(uuid.uuid4()), "type": "time", "page": str(uuid.uuid4()), "seconds": 3}

    assert fates(send(site, time)) == [("rejected", "unknown_page")]


def test_a_bot_is_stored_but_is_no_human(site):
    answer = send(site, view(), headers={"User-Agent": "Googlebot/2.1"})

    assert fates(answer) == [("accepted", "bot")]
    assert Touch.objects.get().is_human is False


def test_good_neighbours_of_a_bad_event_are_stored(site):
    answer = send(site, view(), {"id": "x", "type": "view"}, view(type="purchase", revenue=9), 7)

    assert fates(answer) == [
        ("accepted", ""),
        ("rejected", "bad_id"),
        ("rejected", "bad_type"),
        ("rejected", "not_an_object"),
    ]
    assert PageView.objects.count() == 1
    assert RefusedHit.objects.filter(site=site).count() == 3


def test_a_single_event_is_answered_422_when_bad(site):
    body = json.dumps({"site": site.key, "id": "nonsense", "type": "view"})

    answer = send(site, raw=body)

    assert answer.status_code == 422
    assert answer.json()["reason"] == "bad_id"


def test_a_single_event_is_taken(site):
    body = json.dumps({"site": site.key} | view())

    assert send(site, raw=body).json()["status"] == "accepted"


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "{",
        "[]",
        "null",
        '"text"',
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"sent": ' + "9" * 5000 + "}",
        b"\xff\xfe{}",
        '{"site":"x","events":{}}',
    ],
)
def test_what_is_no_json_object_is_400(site, body):
    answer = send(site, raw=body)

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_json"
    assert answer.json()["request_id"]


def test_wrong_types_are_415(site):
    for kind in ("application/x-www-form-urlencoded", "image/png", ""):
        answer = Client().post("/t/e", b"{}", content_type=kind)
        assert answer.status_code == 415
    assert send(site, view(), headers={"Content-Encoding": "gzip"}).status_code == 415


def test_too_large_is_413(site):
    assert send(site, raw="x" * (512 * 1024 + 1)).status_code == 413
    single = json.dumps({"site": site.key, "pad": "x" * 70_000} | view())
    assert send(site, raw=single).status_code == 413
    assert send(site, *[view() for _ in range(101)]).status_code == 413
    assert fates(send(site, view(pad="x" * 40_000))) == [("rejected", "event_too_large")]


def test_unknown_and_disabled_sites(site):
    other = make_site(domain="other.example.com", is_enabled=False)

    assert send(other, view()).status_code == 410
    other.key = "nobody"
    assert send(other, view()).status_code == 404
    assert not PageView.objects.exists()


def test_a_foreign_origin_is_refused_and_shown(site):
    answer = send(site, view(), headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert answer.json()["error"] == "origin_not_allowed"
    assert not PageView.objects.exists()
    assert RefusedHit.objects.get().origin == "https://evil.example"


def test_a_site_without_origins_takes_everything(site):
    site.origins = []
    site.save()

    assert send(site, view(), headers={"Origin": "https://anyone.example"}).status_code == 202


def test_anyone_may_read_the_answer_but_without_credentials(site):
    preflight = Client().options("/t/e", headers={"Origin": ORIGIN})

    assert preflight.status_code == 204
    for answer in (preflight, send(site, view()), send(site, raw="{")):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert not answer.cookies


def test_who_is_signed_in_does_not_matter(site, marketer, client_of, django_assert_num_queries):
    client = client_of(marketer)
    with django_assert_num_queries(0):
        assert send(site, raw="{", client=client).status_code == 400


@pytest.mark.parametrize("which", ["per_address", "per_site"])
def test_a_flood_is_told_to_wait_and_nothing_is_half_stored(site, monkeypatch, which):
    monkeypatch.setattr(collect, which, TokenBuckets(per_second=0.1, burst=2))

    answers = [send(site, view()) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 11
    assert PageView.objects.count() == 2


def test_a_bucket_fills_again_and_forgets_the_oldest_key(monkeypatch):
    buckets = TokenBuckets(per_second=2, burst=4)

    assert [buckets.take("a", at=0.0) for _ in range(5)] == [0, 0, 0, 0, 0.5]
    assert buckets.take("b", at=0.0) == 0
    assert buckets.take("a", at=0.5) == 0
    assert buckets.take("a", 9, at=60.0) == 2.5
    monkeypatch.setattr("campaigns.tracking.limits.MOST_KEYS", 1)
    buckets.take("c", at=60.0)
    assert list(buckets._buckets) == ["c"]


def test_a_database_that_is_down_is_503(site, monkeypatch):
    def down(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(collect, "process", down)

    answer = send(site, view())

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"


def test_clocks_that_go_wrong_are_corrected(site):
    now = timezone.now()
    ms = now.timestamp() * 1000
    hour = 3_600_000
    slow = view(at=ms - 25 * hour)
    send(site, slow, sent=ms - 24 * hour)  # their clock is a day behind, the event an hour old
    future = view(at=ms + 900 * hour)
    send(site, future, sent=ms)
    absurd = view(at=1e17)
    send(site, absurd, sent=-5e17)

    def age(event):
        return now - PageView.objects.get(event_id=event["id"]).at

    assert abs(age(slow) - timedelta(hours=1)) < timedelta(minutes=1)
    assert abs(age(future)) < timedelta(minutes=1)
    assert abs(age(absurd)) < timedelta(minutes=1)


def test_addresses_of_people_in_urls_are_not_kept(site):
    send(site, view("/a@b.example/x?email=jo%40example.com&utm_source=x&q=1#me@home.example"))

    url = PageView.objects.get().url
    assert "example.com%40" not in url
    assert "@" not in url
    assert "%40" not in url
    assert "utm_source=x" in url
    assert Touch.objects.get().source == "x"


def test_the_address_is_nowhere_in_the_database(site):
    send(site, view(), vid=VID)
    send(site, view())

    for row in [*Visitor.objects.values(), *Touch.objects.values(), *PageView.objects.values()]:
        assert "127.0.0.1" not in str(row)
