"""The tracker in a real Chromium, on a page with a strict content policy."""

import gzip
import re

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from campaigns.models import PageView, Touch, Visitor
from campaigns.tests.customer_site import Chromium, customer_site, soon
from campaigns.tests.make import make_click, make_link, make_site
from campaigns.tracking import collect, pipeline, visitors

ORIGIN = "https://shop.example.com"
RECORDED = [
    '{"v":1,"site":"SGJqRZVrPF8mKOyf","sent":1795303202345,"consent":"",'
    '"load":"1a9a9c2e-61ce-4d6a-a1f0-3f9a1be0c2d4","dropped":0,"events":[{"id":'
    '"5f0dd33c-7e1c-4b0a-a5f2-6b0a3f1c9d10","type":"view","url":'
    '"https://shop.example.com/a?utm_source=x","referrer":"","title":"A page",'
    '"at":1795303202335}]}',
    '{"v":1,"site":"SGJqRZVrPF8mKOyf","sent":1795303206400,"consent":"granted",'
    '"vid":"0123456789abcdef0123456789abcdef","load":"1a9a9c2e-61ce-4d6a-a1f0-3f9a1be0c2d4",'
    '"dropped":0,"events":[{"type":"consent","state":"granted","id":'
    '"7c1d3a52-0f43-4c8e-a6a1-9d2b7c3e4f50","at":1795303204000},{"type":"time","page":'
    '"5f0dd33c-7e1c-4b0a-a5f2-6b0a3f1c9d10","seconds":3,"id":'
    '"0b6c8a1e-3d24-4f0b-a7c9-2e1f5d8a9b31","at":1795303206390}]}',
]
SCRIPT = settings.BASE_DIR / "static" / "js" / "tracker.js"
browser_test = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_the_tracker_is_small():
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= 6 * 1024


def test_the_tracker_wraps_nothing_of_the_page():
    source = SCRIPT.read_text()

    assert not re.search(
        r"(pushState|replaceState|XMLHttpRequest|w\.fetch|history\.\w+)\s*=", source
    )
    assert "localStorage" not in source
    assert "sessionStorage" not in source


@pytest.mark.django_db
def test_the_tracker_is_served_for_an_hour_to_anyone():
    answer = Client().get("/t.js")

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    again = Client().get("/t.js", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.django_db
def test_we_say_that_we_honour_global_privacy_control():
    assert Client().get("/.well-known/gpc.json").json()["gpc"] is True


@pytest.mark.django_db
def test_what_released_trackers_send_is_still_understood():
    """Recorded from Chromium with protocol 1; stays here as long as that tracker may be cached."""
    site = make_site(key="SGJqRZVrPF8mKOyf")
    for body in RECORDED:
        answer = Client().post(
            "/t/e", body, content_type="text/plain;charset=UTF-8", headers={"Origin": ORIGIN}
        )
        assert answer.status_code == 202, answer.content
        fates = {event["status"] for event in answer.json()["events"]}
        assert fates == {"accepted"}
    page = PageView.objects.get()
    assert (page.path, page.title, page.seconds, page.touch.site) == ("/a", "A page", 3, site)


@pytest.fixture
def world(live_server, monkeypatch):
    """Our server, a customer's site that carries the tracker, and its row."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    visitors._salts.clear()
    for buckets in (collect.per_address, collect.per_site, pipeline._kept_refusals):
        buckets.clear()
    product = live_server.url.replace("127.0.0.1", "localhost")
    with override_settings(ALLOWED_HOSTS=["*"]), customer_site(product) as site:
        site.row = make_site(domain="127.0.0.1", origins=[site.origin])
        site.head = tag(site)
        yield site


def tag(site, **attributes):
    more = "".join(
        f' data-{name.replace("_", "-")}="{value}"' for name, value in attributes.items()
    )
    return f'<script async src="{site.product}/t.js" data-site="{site.row.key}"{more}></script>'


@pytest.fixture
def chromium():
    profile = Chromium()
    yield profile
    profile.close()


def views(n=1):
    return soon(lambda: PageView.objects.count() >= n) and PageView.objects.order_by("id")


class TestInChromium:
    pytestmark = browser_test

    def test_without_consent_nothing_is_stored_in_the_browser(self, world, chromium):
        chromium(lambda page: page.goto(world.origin + "/?utm_source=x&utm_medium=email"))

        assert views()
        assert chromium.stored() == ([], 0)
        chromium(lambda page: page.evaluate("closedLoop.consent('denied')"))
        assert chromium.stored() == ([], 0)
        visitor = Visitor.objects.get()
        assert visitor.consent == Visitor.Consent.NONE
        assert visitor.touches.get().channel.key == "email"
        assert chromium.violations() == []
        assert chromium.errors == []

    def test_consent_sets_one_cookie_that_lasts_13_months_and_keeps_todays_visit(
        self, world, chromium
    ):
        chromium(lambda page: page.goto(world.origin + "/?utm_source=x&utm_medium=email"))
        assert views()
        touch = Touch.objects.get()

        assert chromium(lambda page: page.evaluate("closedLoop.consent('granted')")) == "granted"

        (cookie,) = chromium(lambda _: chromium.context.cookies())
        assert cookie["name"] == "cl_vid"
        assert re.fullmatch("[0-9a-f]{32}", cookie["value"])
        days = (cookie["expires"] - touch.at.timestamp()) / 86400
        assert 390 < days < 397
        assert chromium.stored()[1] == 0
        assert soon(lambda: Visitor.objects.filter(key=f"c:{cookie['value']}").exists())
        assert Visitor.objects.get().touches.get() == touch

        chromium(lambda page: page.goto(world.origin + "/prices"))
        assert views(2)
        assert Touch.objects.get().page_count == 2

    def test_withdrawing_deletes_the_cookie_within_the_page(self, world, chromium):
        chromium(lambda page: page.goto(world.origin + "/"))
        assert views()
        chromium(lambda page: page.evaluate("closedLoop.consent('granted')"))

        chromium(lambda page: page.evaluate("closedLoop.consent('denied')"))

        assert chromium.stored() == ([], 0)
        assert soon(lambda: Visitor.objects.filter(key__startswith="c:", consent="none").exists())

    def test_the_click_is_joined_to_the_visit(self, world, chromium):
        click = make_click(link=make_link(utm_source="google", utm_medium="cpc"))
        query = f"?utm_source=google&utm_medium=cpc&cl_click={click.pk}"

        chromium(lambda page: page.goto(world.origin + "/landing" + query))

        assert views()
        touch = Touch.objects.get()
        assert (touch.click, touch.link) == (click, click.link)
        assert PageView.objects.get().title == "Page /landing"

    def test_the_time_a_page_was_looked_at_is_recorded_when_it_is_left(self, world, chromium):
        chromium(lambda page: page.goto(world.origin + "/"))
        assert views()
        chromium(lambda page: page.wait_for_timeout(2500))

        chromium(lambda page: page.goto(world.origin + "/prices"))

        assert soon(lambda: PageView.objects.filter(path="/", seconds__gte=2).exists())
        first = PageView.objects.get(path="/")
        assert first.seconds <= 6
        assert Touch.objects.get().seconds == first.seconds

    def test_pages_of_a_single_page_app_are_seen_and_its_history_is_left_alone(
        self, world, chromium
    ):
        chromium(lambda page: page.goto(world.origin + "/"))
        assert views()
        push = "history.pushState({a: 1}, '', '/app/one'); document.title = 'One'"
        chromium(lambda page: page.evaluate(push))
        assert views(2)
        native = "Function.prototype.toString.call(history.pushState).includes('[native code]')"
        assert chromium(lambda page: page.evaluate(native))

        chromium(lambda page: page.go_back())

        assert views(3)
        pages = list(PageView.objects.order_by("id").values_list("path", "title"))
        assert pages[1] == ("/app/one", "One")
        assert Touch.objects.get().page_count == 3

    def test_the_banner_asks_once_and_refusing_is_as_easy_as_accepting(self, world, chromium):
        world.head = tag(world, banner="May we remember you?")
        chromium(lambda page: page.goto(world.origin + "/"))
        sizes = chromium(
            lambda page: [
                (box["width"], box["height"])
                for box in (b.bounding_box() for b in page.get_by_role("button").all())
            ]
        )
        assert sizes[0] == sizes[1]

        chromium(lambda page: page.get_by_role("button", name="Refuse").click())

        assert chromium.stored() == (["cl_no"], 0)
        chromium(lambda page: page.reload())
        assert chromium(lambda page: page.get_by_role("button").count()) == 0
        assert chromium.violations() == []

    def test_global_privacy_control_has_the_last_word(self, world):
        chromium = Chromium(extra_http_headers={"Sec-GPC": "1"})
        try:
            says = "Navigator.prototype, 'globalPrivacyControl', {get: () => true}"
            chromium(lambda page: page.add_init_script(f"Object.defineProperty({says})"))
            chromium(lambda page: page.goto(world.origin + "/"))
            assert views()
            answer = chromium(lambda page: page.evaluate("closedLoop.consent('granted')"))

            assert answer == "denied"
            assert chromium.stored() == ([], 0)
            assert Visitor.objects.get().key.startswith("p:")
        finally:
            chromium.close()

    def test_a_server_that_is_down_is_tried_again_with_the_same_events(self, world, chromium):
        failures = []

        def fail_twice(route):
            if len(failures) < 2:
                failures.append(route.request.post_data_json["events"][0]["id"])
                route.fulfill(status=503, headers={"Access-Control-Allow-Origin": "*"})
            else:
                route.continue_()

        chromium(lambda page: page.route("**/t/e", fail_twice))
        chromium(lambda page: page.goto(world.origin + "/"))
        chromium(lambda page: page.wait_for_timeout(6000))

        assert views()
        assert str(PageView.objects.get().event_id) == failures[0] == failures[1]

    def test_what_had_to_be_given_up_is_reported_with_the_next_message(self, world, chromium):
        told = []

        def refuse(route):
            told.append(route.request.post_data_json["dropped"])
            route.fulfill(status=400, headers={"Access-Control-Allow-Origin": "*"})

        def sent(n):
            # The handler runs in the browser's thread, so that thread has to wait, too.
            return chromium(lambda page: page.wait_for_timeout(100)) or len(told) == n

        chromium(lambda page: page.route("**/t/e", refuse))
        chromium(lambda page: page.goto(world.origin + "/"))
        assert soon(lambda: sent(1))
        for n in (2, 3):
            chromium(lambda page: page.evaluate("closedLoop.page()"))
            assert soon(lambda n=n: sent(n))

        assert told == [0, 1, 1]

    def test_an_error_inside_is_not_the_pages_error(self, world, chromium):
        chromium(lambda page: page.goto(world.origin + "/"))
        assert views()
        chromium(lambda page: page.evaluate("closedLoop.consent(null); closedLoop.page({})"))
        chromium(lambda page: page.evaluate("closedLoop.consent({toString: 1})"))

        assert chromium.errors == []
