"""The frame in use: palette, shortcuts, theme, toasts, drawer, dialogs, guarded forms, phones."""

import re

import pytest
from playwright.sync_api import Page, expect

from clmsite.tests.browser.harness import watch

pytestmark = pytest.mark.browser


@pytest.fixture
def kit(world, signed_in_page):
    """The UI kit, open on a desk."""

    def open_kit(role: str = "manager", **options) -> Page:
        page = signed_in_page(role, **options)
        page.goto(world.address("ui_kit"))
        return page

    return open_kit


def test_the_palette_opens_finds_and_goes_by_keyboard(kit, world):
    page = kit()
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search leads, campaigns")
    expect(box).to_be_focused()

    box.fill("sprnig launhc")  # two typos
    option = page.get_by_role("option", name="Spring launch").first
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/campaigns/\d+"))


def test_the_palette_moves_through_options_and_gives_focus_back(kit):
    page = kit()
    opener = page.get_by_role("button", name="Search or jump to")
    opener.click()
    options = page.locator('#palette [role="option"]')
    expect(options.nth(1)).to_be_visible()

    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.type("board")
    page.keyboard.press("Escape")

    expect(page.locator("#palette")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_palette_says_when_nothing_is_found(kit):
    page = kit()
    page.keyboard.press("Control+k")
    page.locator("#palette input").fill("zzzzqqqq")

    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_single_keys_go_search_and_explain(kit, world):
    page = kit()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search this page")).to_be_focused()
    page.keyboard.press("?")  # typed into the field, not a shortcut
    expect(page.locator("#shortcut-list")).to_be_hidden()
    page.keyboard.press("Tab")

    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")

    expect(page).to_have_url(world.address("campaigns:list"))


def test_single_keys_can_be_switched_off(kit):
    page = kit("marketer")
    page.get_by_role("button", name="Mara Keting").click()
    page.get_by_role("button", name="Single-key shortcuts").first.click()
    expect(page.locator("body")).to_have_attribute("data-shortcuts", "off")

    page.keyboard.press("?")
    expect(page.locator("#shortcut-list")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def test_a_theme_is_kept_and_written_by_the_server(kit):
    page = kit()
    page.get_by_role("button", name="مانی آگر").click()
    page.locator("#me-menu").get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    answer = page.request.get(page.url).text()
    assert 'data-theme="dark"' in answer

    page.locator("#me-menu").get_by_role("button", name="Auto").click()
    assert page.evaluate("document.documentElement.dataset.theme") is None


def test_a_language_turns_the_page_round(kit):
    page = kit()
    page.get_by_role("button", name="مانی آگر").click()
    page.locator("#me-menu").get_by_role("button", name="فارسی").click()

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    side = page.locator(".side").bounding_box()
    assert side["x"] > 600


def test_a_toast_goes_by_itself_but_waits_under_the_pointer(kit):
    page = kit()
    page.clock.install()
    page.get_by_role("button", name="Toast with undo").click()
    toast = page.locator(".toast")
    expect(toast).to_be_visible()
    expect(toast.get_by_role("button", name="Undo")).to_be_visible()

    toast.hover()
    page.clock.run_for(20_000)
    expect(toast).to_be_visible()
    page.mouse.move(0, 0)
    page.clock.run_for(9_000)

    expect(toast).to_have_count(0)


def test_an_undo_is_posted(kit):
    page = kit()
    page.get_by_role("button", name="Toast with undo").click()
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator(".toast").get_by_role("button", name="Undo").click()

    assert sent.value.url.endswith("/ui-kit")


def test_a_drawer_has_its_own_address_and_the_back_button_closes_it(kit, world):
    page = kit()
    here = page.url
    link = page.get_by_role("link", name="Drawer")
    link.click()
    drawer = page.locator("#drawer")
    expect(drawer).to_be_visible()
    expect(drawer.locator("form").first).to_be_visible()
    assert page.url == f"{here}#forms"

    page.go_back()

    expect(drawer).to_be_hidden()
    assert page.url == here
    expect(link).to_be_focused()


def test_a_drawer_asks_before_it_throws_typed_text_away(kit):
    page = kit()
    page.get_by_role("link", name="Drawer").click()
    drawer = page.locator("#drawer")
    drawer.locator("[name=name]").fill("half a thought")

    drawer.get_by_role("button", name="Close").first.click()
    expect(page.get_by_role("heading", name="Leave without saving?")).to_be_visible()
    page.get_by_role("button", name="Keep editing").click()
    expect(drawer).to_be_visible()
    drawer.get_by_role("button", name="Close").first.click()
    page.get_by_role("button", name="Leave", exact=True).click()

    expect(drawer).to_be_hidden()


def test_a_form_in_a_drawer_comes_back_with_its_errors(kit):
    page = kit()
    page.get_by_role("link", name="Drawer").click()
    drawer = page.locator("#drawer")
    drawer.get_by_role("button", name="Save").click()

    expect(drawer.locator(".err").first).to_be_visible()
    expect(drawer.locator("[name=name]")).to_be_focused()


def test_a_form_in_a_drawer_that_is_saved_shows_its_toast_on_the_page(kit):
    page = kit()
    page.get_by_role("link", name="Drawer").click()
    drawer = page.locator("#drawer")
    drawer.locator("[name=name]").fill("Spring")
    drawer.locator("[name=budget]").fill("100")
    drawer.locator("[name=kind]").first.check()
    drawer.get_by_role("button", name="Save").click()

    expect(page.locator(".toast")).to_be_visible()
    expect(drawer).to_be_hidden()


def test_a_page_asks_before_it_throws_typed_text_away(kit, world):
    page = kit()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Hypothesis").fill("half a thought")

    page.goto(world.address("campaigns:list"))

    assert asked == ["beforeunload"]


def test_a_dialog_gives_focus_back(kit):
    page = kit()
    opener = page.get_by_role("button", name="Dialog", exact=True)
    opener.click()
    dialog = page.locator("#kit-dialog")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_menu_opens_beside_its_button(kit):
    page = kit()
    button = page.get_by_role("button", name="Menu")
    button.click()
    below, box = page.locator("#kit-menu").bounding_box(), button.bounding_box()

    assert abs(below["x"] - box["x"]) < 4
    assert 0 <= below["y"] - (box["y"] + box["height"]) < 12


def test_a_phone_has_a_bottom_bar_and_large_targets(kit):
    page = kit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    bar = page.get_by_role("navigation", name="Main, bottom bar")
    expect(bar).to_be_visible()
    expect(page.locator(".side")).to_be_hidden()
    names = [text.strip() for text in bar.locator("a, button").all_inner_texts()]
    assert names == ["ROI", "Board", "Leads", "Search", "More"]

    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(.btn, .field, .seg > *, .nav), .tabs > *")]
          .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
          .map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert small == []
    bar.get_by_role("button", name="More").click()
    expect(page.locator("#more-menu")).to_be_visible()
    expect(page.locator("#more-menu").get_by_role("link", name="Campaigns")).to_be_visible()


def test_being_offline_is_said(kit):
    page = kit()
    notice = page.locator("#offline")
    expect(notice).to_be_hidden()
    page.context.set_offline(True)
    expect(notice).to_be_visible()
    page.context.set_offline(False)

    expect(notice).to_be_hidden()


def test_a_chart_is_drawn_once_and_follows_the_theme(kit):
    page = kit()
    errors = watch(page)
    chart = page.locator(".chart").first
    expect(chart.locator(".main-svg").first).to_be_visible()
    light = chart.locator(".scatterlayer path.js-line").first.get_attribute("style")
    page.evaluate(
        'document.documentElement.dataset.theme = "dark"; dispatchEvent(new Event("themechange"))'
    )

    expect(chart.locator(".scatterlayer path.js-line").first).not_to_have_attribute("style", light)
    assert errors == []
    assert page.locator(".modebar").count() == 0


def test_a_chart_can_be_saved_as_a_picture(kit):
    page = kit()
    expect(page.locator(".chart .main-svg").first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").first.click()

    assert saved.value.suggested_filename == "fig-kit.png"


def test_pages_and_forms_work_without_script(kit):
    page = kit(java_script_enabled=False)
    page.locator("#forms").get_by_role("button", name="Save").click()

    expect(page.locator("#forms .err").first).to_be_visible()
    page.get_by_role("button", name="Toast with undo").click()
    expect(page.locator(".toast")).to_be_visible()


def test_a_toast_can_be_pressed_while_a_dialog_is_open(kit):
    page = kit()
    page.get_by_role("button", name="Toast with undo").click()
    page.get_by_role("button", name="Dialog", exact=True).click()
    expect(page.locator("#kit-dialog")).to_be_visible()

    with page.expect_request(lambda request: request.method == "POST"):
        page.locator(".toast").get_by_role("button", name="Undo").click()


def test_toasts_return_to_the_page_when_the_dialog_closes(kit):
    page = kit()
    page.get_by_role("button", name="Dialog", exact=True).click()
    expect(page.locator("#kit-dialog > #toasts")).to_be_attached()
    page.keyboard.press("Escape")

    expect(page.locator("body > #toasts")).to_be_attached()
