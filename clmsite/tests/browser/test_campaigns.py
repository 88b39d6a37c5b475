"""Campaigns and links in use: lists that filter while one types, verbs with undo, a link's form."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from clmsite.tests.browser.harness import watch

pytestmark = pytest.mark.browser


@pytest.fixture
def page(signed_in_page) -> Page:
    return signed_in_page("marketer")


def new_campaign(page: Page, world, name: str) -> None:
    """A draft on e-mail; leaves the browser on its page."""
    page.goto(world.address("campaigns:campaign_new"))
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Channel").select_option(label="Email")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_list_filters_while_one_types_and_keeps_its_order(page, world):
    name = f"Spring {uuid4().hex[:6]}"
    new_campaign(page, world, name)
    page.goto(world.address("campaigns:list"))
    page.get_by_role("link", name="Spent").click()
    expect(page).to_have_url(re.compile(r"\?sort=-spent$"))

    box = page.get_by_role("searchbox", name="Search campaigns")
    box.press_sequentially(name.lower(), delay=20)

    rows = page.locator("#list tbody tr")
    expect(rows).to_have_count(1)
    expect(box).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=spring\+\w+&sort=-spent$"))
    box.fill("no such campaign")
    expect(page.get_by_text("No campaign matches")).to_be_visible()
    page.go_back()
    expect(page.locator("#list")).to_contain_text(name)


def test_launching_and_taking_it_back(page, world):
    new_campaign(page, world, f"Autumn {uuid4().hex[:6]}")

    page.get_by_role("button", name="Launch").click()
    expect(page.locator("header.top .chip")).to_have_text("Running")
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("header.top .chip")).to_have_text("Draft")
    expect(page.get_by_role("button", name="Launch")).to_be_visible()


def test_choosing_a_campaign_fills_in_its_values_and_keeps_what_was_typed(page, world):
    name = f"Winter {uuid4().hex[:6]}"
    new_campaign(page, world, name)
    found = watch(page)
    page.goto(world.address("campaigns:link_new"))
    page.get_by_label("Destination").fill("https://shop.example.com/winter")
    page.get_by_label("Content").fill("button")

    page.get_by_label("Campaign", exact=True).select_option(label=name)

    expect(page.get_by_label("Source")).to_have_value("newsletter")
    expect(page.get_by_label("Medium")).to_have_value("email")
    expect(page.get_by_label("Content")).to_have_value("button")
    expect(page.get_by_label("Destination")).to_have_value("https://shop.example.com/winter")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("https://shop.example.com/winter")).to_be_visible()
    expect(page.get_by_role("img", name="QR code of")).to_be_visible()
    assert found == []
