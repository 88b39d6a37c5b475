"""The builder in a real Chromium: rows by buttons and by drag, a live preview, nothing lost."""

import pytest
from django.conf import settings
from django.test.utils import override_settings

from campaigns.tests.customer_site import Chromium
from campaigns.tests.make import make_site
from leads.capture.definition import KINDS
from leads.models import Form
from leads.tests.make_forms import make_form

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def page(live_server, monkeypatch, marketer, client_of):
    """A browser signed in as the marketer; `page(act)` runs in its thread."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    session = client_of(marketer).cookies[settings.SESSION_COOKIE_NAME].value
    chromium = Chromium(viewport={"width": 1440, "height": 900}, base_url=live_server.url)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    chromium(lambda _: chromium.context.add_cookies([cookie]))
    with override_settings(ALLOWED_HOSTS=["*"]):
        yield chromium
    assert chromium.violations() == []
    assert chromium.errors == []
    chromium.close()


ROWS = "#rows [data-row]"


RESIZE = "() => document.querySelectorAll('#rows [id]').forEach(e => e.style.height = '90px')"


def labels(browser):
    return browser.eval_on_selector_all(
        "#rows [data-row] input[dir]", "all => all.map(i => i.value)"
    )


def test_a_form_is_built_with_a_live_preview(page):
    make_site()

    def build(browser):
        browser.goto("/forms/new/")
        browser.get_by_label("Title").fill("Book a visit")
        browser.locator("#preview .cl-title", has_text="Book a visit").wait_for()
        browser.get_by_role("button", name="Phone").click()
        browser.locator("#preview label", has_text="Phone").wait_for()
        assert browser.get_by_label("Title").input_value() == "Book a visit"
        browser.locator("#rows [data-row]").last.get_by_label("Phone", exact=True).fill("Mobile")
        browser.locator("#preview label", has_text="Mobile").wait_for()
        browser.get_by_role("button", name="Move Phone up").click()
        browser.wait_for_function(
            "() => document.querySelectorAll('#rows [data-row] input[dir]')[2].value === 'Mobile'"
        )
        browser.get_by_role("button", name="Remove Company").click()
        browser.wait_for_function(
            "() => document.querySelectorAll('#rows [data-row]').length === 3"
        )
        browser.locator("#id_name").fill("Visit form")
        browser.get_by_role("button", name="Save and put online").click()
        browser.get_by_text("Where people find it").wait_for()

    page(build)

    form = Form.objects.get()
    assert [field["label"] for field in form.fields] == ["Name", "Work e-mail", "Mobile"]
    assert form.is_published
    assert form.title == "Book a visit"


def test_no_field_that_is_added_moved_or_removed_breaks_the_content_policy(page):
    """Not of fields resized by hand either. Violations are read before the page is left."""
    make_site()

    def press(browser, do):
        browser.evaluate(RESIZE)
        with browser.expect_response(lambda answer: answer.request.method == "POST") as answer:
            browser.locator(f"#builder .btn[name=do][value='{do}']").click()
        assert answer.value.status == 200
        browser.locator(".htmx-request, .htmx-swapping").first.wait_for(state="detached")

    def build(browser):
        browser.goto("/forms/new/")
        first = len(labels(browser))
        for key in KINDS:
            press(browser, f"add:{key}")
        for do in ("up:2", "down:0", "remove:1"):
            press(browser, do)
        browser.wait_for_function(
            "n => document.querySelectorAll('#rows [data-row]').length === n",
            arg=first + len(KINDS) - 1,
        )
        return browser.evaluate("window.__violations")

    assert page(build) == []


def test_rows_are_dragged_by_their_grip(page):
    form = make_form()

    def drag(browser):
        browser.goto(f"/forms/{form.pk}/")
        grips = browser.locator("[data-grip]")
        start, goal = grips.nth(0).bounding_box(), grips.nth(2).bounding_box()
        browser.mouse.move(start["x"] + 5, start["y"] + 5)
        browser.mouse.down()
        browser.mouse.move(goal["x"] + 5, goal["y"] + 75, steps=8)
        browser.mouse.up()
        first = "document.querySelector('#preview .cl-field label')"
        browser.wait_for_function(f"() => {first}.textContent.includes('mail')")
        order = labels(browser)
        browser.get_by_role("button", name="Save", exact=True).last.click()
        browser.get_by_text("Saved.", exact=True).wait_for()
        return order

    assert page(drag)[:3] == ["Work e-mail", "Phone", "Name"]
    form.refresh_from_db()
    assert [field["key"] for field in form.fields][:3] == ["email", "phone", "name"]
