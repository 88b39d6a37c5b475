"""The whole loop in one walk, in a real browser, with a real server and a real worker.

campaign and spend -> link -> click -> visit -> consent -> form -> lead -> board -> won ->
attribution by Celery -> ROI -> draft of the next campaign. Nothing is put into the database
by the test: everything is typed and clicked, as the people who work with it would.
"""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from campaigns.tests.customer_site import BROWSER, CustomerSite, customer_site
from clmsite.tests.install import Install

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "a long enough phrase"
ASK = 'data-banner="May we remember that you were here?"'


@pytest.fixture
def install(tmp_path) -> Iterator[Install]:
    install = Install(tmp_path, broker="")
    install.env["HTTP_DESTINATIONS"] = "1"
    install.manage("migrate", "-v0")
    yield install
    install.stop()


@pytest.fixture
def pages(open_context) -> tuple[Page, Page]:
    """Two browsers that know nothing of each other: a colleague's and a visitor's."""
    desk = open_context(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    # A browser that says it is headless counts as a robot, as it should.
    guest = open_context(locale="en-GB", user_agent=BROWSER)
    return desk.new_page(), guest.new_page()


class Team:
    """What the people of the company do, page by page."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def fill(self, label: str, value: str) -> None:
        self.page.locator("main").get_by_label(label).first.fill(value)

    def set_up(self) -> None:
        self.go("/")
        self.fill("Your name", "Ada Min")
        self.fill("E-mail", "ada@example.com")
        self.fill("Password", PASSWORD)
        self.press("Make my account")
        expect(self.page).to_have_url(re.compile("/settings/$"))

    def make_site(self, site: CustomerSite) -> None:
        self.go("/sites/new/")
        self.fill("Name", "Customer's site")
        self.fill("Domain", site.origin.removeprefix("http://"))
        self.page.get_by_text("More than one address?").click()
        self.fill("Origins that may send hits", site.origin)
        self.press("Make the site")
        line = self.page.get_by_text(re.compile("data-site=")).first.inner_text()
        site.head += line.replace("></script>", f" {ASK}></script>")

    def make_campaign(self, *, spend: str) -> None:
        self.go("/campaigns/new")
        self.fill("Name", "Spring launch")
        self.page.get_by_label("Channel").select_option(label="Paid Search")
        self.fill("Budget", "500")
        self.press("Save")
        self.press("Launch")
        expect(self.page.locator("main")).to_contain_text("Running")
        self.page.get_by_role("link", name="Add spend").click()
        self.fill("Amount", spend)
        self.press("Save")
        expect(self.page.locator("#spend")).to_contain_text(spend)

    def make_link(self, destination: str) -> str:
        self.go("/campaigns/")
        self.page.get_by_role("link", name="Spring launch").click()
        self.page.get_by_role("link", name="New link").first.click()
        self.fill("Destination", destination)
        self.press("Save")
        return self.page.get_by_role("textbox", name="Short address").input_value()

    def make_form(self) -> str:
        """Publish a form with the fields a new form starts with; return the lines to paste."""
        self.go("/forms/new/")
        team = self.page.get_by_role("region", name="For your team")
        team.get_by_label("Name").fill("Contact")
        team.get_by_label("Site").select_option(label="Customer's site")
        self.press("Save and put online")
        return self.page.get_by_text(re.compile("data-closed-loop-form")).first.inner_text()

    def win_on_the_board(self, *, amount: str) -> None:
        """Make a deal of the lead, then drag its card to the Won target."""
        self.go("/leads/")
        self.page.get_by_role("link", name="Vera Visitor").first.click()
        expect(self.page.locator("#timeline")).to_contain_text("Spring launch")
        expect(self.page.locator("#timeline")).to_contain_text("/pricing")
        self.press("Accept")
        self.page.get_by_role("link", name="New deal").click()
        self.press("Add deal")
        expect(self.page).not_to_have_url(re.compile("/deals/new/"))
        self.go("/board/")
        card = self.page.locator(".card").first
        box = card.bounding_box()
        self.page.mouse.move(box["x"] + 60, box["y"] + 15)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 90, box["y"] + 40, steps=4)
        target = self.page.locator(".drop.won").bounding_box()
        self.page.mouse.move(target["x"] + 40, target["y"] + 20, steps=8)
        self.page.mouse.up()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Amount").fill(amount)
        dialog.get_by_role("button", name="Mark as won").click()
        expect(self.page.locator("#toasts")).to_contain_text(re.compile("won", re.IGNORECASE))


class Visitor:
    def __init__(self, page: Page, site: CustomerSite) -> None:
        self.page, self.site = page, site

    def cookies(self) -> set[str]:
        return {cookie["name"] for cookie in self.page.context.cookies()}

    def click_link(self, link: str) -> None:
        self.page.goto(link)
        assert self.page.url.startswith(self.site.origin + "/landing?")

    def agree(self) -> None:
        assert self.cookies() == set()
        with self.page.expect_response(lambda answer: answer.url.endswith("/t/e")):
            self.page.get_by_role("button", name="Accept").click()
        assert self.cookies() == {"cl_vid"}

    def read_and_write(self) -> None:
        self.page.get_by_role("link", name="Pricing").click()
        time.sleep(3)  # nobody fills in a form within two seconds: the spam guard knows
        self.page.get_by_label("Name").fill("Vera Visitor")
        self.page.get_by_label("e-mail", exact=False).fill("vera@visitor.example")
        self.page.locator("form button[type=submit], .cl-send").click()
        expect(self.page.get_by_text("Thank you")).to_be_visible()


def test_the_loop_closes(install, pages):
    desk, browser = pages
    base = install.start_web()
    install.start_worker()
    team = Team(desk, base)
    with customer_site(base) as site:
        team.set_up()
        team.make_site(site)
        team.make_campaign(spend="250.00")
        link = team.make_link(site.origin + "/landing")
        site.pages["/landing"] = '<h1>Landing</h1><a href="/pricing">Pricing</a>'
        site.pages["/pricing"] = f"<h1>Pricing</h1>{team.make_form()}"

        visitor = Visitor(browser, site)
        visitor.click_link(link)
        visitor.agree()
        visitor.read_and_write()

    team.win_on_the_board(amount="1000")
    row = credited_row(team)
    expect(row).to_contain_text("€250")
    expect(row).to_contain_text("+300%")

    row.get_by_role("link", name="Plan the next campaign").click()
    team.press("Make the draft")
    expect(desk.locator("main")).to_contain_text("Draft")
    expect(desk.locator("main")).to_contain_text("Spring launch")


def credited_row(team: Team):
    """The campaign's row on the ROI page, once the worker has credited the sale to it."""
    row = team.page.get_by_role("row").filter(has_text="Spring launch").first
    for _ in range(60):
        team.go("/analytics/roi?model=linear")
        if row.count() and "1,000" in row.inner_text():
            return row
        time.sleep(0.5)
    pytest.fail(f"the sale was not credited within 30 s: {team.page.locator('main').inner_text()}")
