"""The board under real fingers: mouse, touch, keyboard, menu, dialogs, undo, two people at once."""

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clmsite.tests.browser.conftest import World
from clmsite.tests.browser.harness import watch

pytestmark = pytest.mark.browser

_serial = itertools.count(1)
ADD = """
async ([url, name, stage]) => {
  const body = new FormData();
  const token = document.querySelector("[name='csrfmiddlewaretoken']").value;
  Object.entries({ csrfmiddlewaretoken: token, name, stage, is_new: "on" })
    .forEach(([key, value]) => body.append(key, value));
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
  const answer = await fetch(url, { method: "POST", body, headers });
  return answer.status;
}
"""


class Board:
    """The board in one browser tab, in the words of somebody who uses it."""

    def __init__(self, page: Page, world: World) -> None:
        self.page = page
        self.world = world
        self.errors = watch(page)
        self.reload()

    def reload(self) -> None:
        self.page.goto(self.world.address("leads:board"))
        self.page.wait_for_function("() => window.htmx")

    def column(self, name: str) -> Any:
        return self.page.locator(f".col[data-name='{name}']")

    def card(self, deal: str) -> Any:
        return self.page.locator(".card", has=self.page.get_by_role("link", name=deal, exact=True))

    def add(self, stage: str = "New") -> str:
        """A deal of a new person, on top of the column; shown after a reload."""
        name = f"Person {next(_serial):03} of the board"
        number = self.column(stage).get_attribute("data-stage")
        url = self.world.address("leads:board_add")
        assert self.page.evaluate(ADD, [url, name, number]) == 200
        self.reload()
        return name

    def is_in(self, stage: str, deal: str) -> None:
        expect(self.column(stage).get_by_role("link", name=deal, exact=True)).to_be_visible()

    def told(self, words: str) -> None:
        expect(self.page.locator(".toast").filter(has_text=words).first).to_be_visible()

    def lift(self, deal: str) -> None:
        self.card(deal).scroll_into_view_if_needed()
        box = self.card(deal).bounding_box()
        mouse = self.page.mouse
        mouse.move(box["x"] + 60, box["y"] + 10)
        mouse.down()
        mouse.move(box["x"] + 75, box["y"] + 25, steps=4)

    def carry(self, target: Any) -> None:
        box = target.bounding_box()
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30, steps=12)
        self.page.wait_for_timeout(80)


@pytest.fixture
def board(signed_in_page: Callable[..., Page], world: World) -> Board:
    return Board(signed_in_page("manager", viewport={"width": 1440, "height": 900}), world)


def test_a_card_is_dragged_by_mouse_and_put_back_by_undo(board: Board):
    deal = board.add("New")
    board.lift(deal)
    board.carry(board.column("Qualified").locator("header"))
    board.page.mouse.up()
    board.told("moved to Qualified")
    board.is_in("Qualified", deal)
    board.reload()
    board.is_in("Qualified", deal)

    board.lift(deal)
    board.carry(board.column("Proposal").locator("header"))
    board.page.mouse.up()
    board.told("moved to Proposal")
    board.page.locator(".toast").get_by_role("button", name="Undo").click()
    board.told("is as it was before")
    board.is_in("Qualified", deal)
    assert board.errors == []


def test_escape_ends_a_drag_and_changes_nothing(board: Board):
    deal = board.add("New")
    board.lift(deal)
    board.carry(board.column("Proposal").locator("header"))
    board.page.keyboard.press("Escape")
    board.page.mouse.up()
    board.is_in("New", deal)
    expect(board.page.locator(".drag-ghost")).to_have_count(0)
    expect(board.page.locator(".toast")).to_have_count(0)


def test_a_card_is_moved_by_keyboard_and_keeps_the_focus(board: Board):
    deal = board.add("New")
    link = board.card(deal).get_by_role("link")
    link.focus()
    board.page.keyboard.press("Space")
    expect(board.page.locator("#announce")).to_contain_text(f"{deal} picked up from New")
    board.page.keyboard.press("ArrowRight")
    board.page.keyboard.press("ArrowRight")
    expect(board.page.locator("#announce")).to_contain_text("Qualified, place")
    board.page.keyboard.press("Enter")
    board.told("moved to Qualified")
    board.is_in("Qualified", deal)
    expect(board.card(deal).get_by_role("link")).to_be_focused()


def test_escape_puts_a_held_card_back(board: Board):
    deal = board.add("Contacted")
    board.card(deal).get_by_role("link").focus()
    for key in ("Space", "ArrowLeft", "Escape"):
        board.page.keyboard.press(key)
    board.is_in("Contacted", deal)
    expect(board.page.locator("#announce")).to_contain_text("Move cancelled.")
    expect(board.card(deal).get_by_role("link")).to_be_focused()


def test_a_card_is_moved_by_the_menu(board: Board):
    deal = board.add("New")
    board.card(deal).get_by_role("link").focus()
    board.page.keyboard.press("m")
    menu = board.page.get_by_role("menu", name="Move or close")
    expect(menu.get_by_role("menuitem", name="New")).to_have_attribute("aria-disabled", "true")
    menu.get_by_role("menuitem", name="Proposal").click()
    board.told("moved to Proposal")
    board.is_in("Proposal", deal)


def test_dropping_on_won_asks_for_the_amount_and_can_be_undone(board: Board):
    deal = board.add("Proposal")
    board.lift(deal)
    board.page.wait_for_timeout(250)
    board.carry(board.page.locator(".drop.won"))
    board.page.mouse.up()
    dialog = board.page.get_by_role("dialog", name=f"Won: {deal}")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Mark as won").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label(re.compile("^Amount")).fill("1234.50")
    dialog.get_by_label("Good fit").check(force=True)
    dialog.get_by_role("button", name="Mark as won").click()
    board.told("is won")
    expect(dialog).to_be_hidden()
    expect(board.card(deal)).to_have_count(0)
    board.page.locator(".toast").get_by_role("button", name="Undo").click()
    board.is_in("Proposal", deal)


def test_losing_needs_a_reason_and_says_so_in_the_dialog(board: Board):
    deal = board.add("New")
    board.card(deal).locator(".kebab").click()
    board.page.get_by_role("menuitem", name="Lost").click()
    dialog = board.page.get_by_role("dialog", name=f"Lost: {deal}")
    dialog.get_by_label("Main reason").select_option(label="Price")
    dialog.get_by_role("button", name="Mark as lost").click()
    board.told("is lost")
    expect(board.card(deal)).to_have_count(0)


def test_a_long_press_carries_a_card_on_a_phone(signed_in_page: Callable[..., Page], world: World):
    page = signed_in_page(
        "manager", viewport={"width": 800, "height": 900}, has_touch=True, is_mobile=True
    )
    board = Board(page, world)
    deal = board.add("New")
    finger = page.context.new_cdp_session(page)
    box = board.card(deal).bounding_box()
    goal = board.column("Contacted").locator("header").bounding_box()

    def touch(kind: str, *points: tuple[float, float]) -> None:
        where = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    x, y = box["x"] + 60, box["y"] + 12
    touch("touchStart", (x, y))
    page.wait_for_timeout(400)
    for step in range(1, 11):
        to_x = x + (goal["x"] + 90 - x) * step / 10
        touch("touchMove", (to_x, y + (goal["y"] + 30 - y) * step / 10))
        page.wait_for_timeout(20)
    page.wait_for_timeout(80)
    touch("touchEnd")
    board.told("moved to Contacted")
    board.is_in("Contacted", deal)


def test_the_second_of_two_people_is_told_and_loses_nothing(
    board: Board, signed_in_page: Callable[..., Page], world: World
):
    deal = board.add("New")
    other = Board(signed_in_page("administrator", viewport={"width": 1440, "height": 900}), world)
    for who, stage in ((other, "Qualified"), (board, "Proposal")):
        who.card(deal).locator(".kebab").click()
        who.page.get_by_role("menuitem", name=stage).click()
    other.told("moved to Qualified")
    board.told(f"Ada Min moved “{deal}” to Qualified first.")
    board.is_in("Qualified", deal)
    expect(board.card(deal)).to_have_count(1)


def test_closing_a_deal_that_somebody_else_closed_shuts_the_dialog_and_says_so(
    board: Board, signed_in_page: Callable[..., Page], world: World
):
    deal = board.add("New")
    other = Board(signed_in_page("administrator", viewport={"width": 1440, "height": 900}), world)
    for who in (board, other):
        who.card(deal).locator(".kebab").click()
        who.page.get_by_role("menuitem", name="Lost").click()
        dialog = who.page.get_by_role("dialog", name=f"Lost: {deal}")
        dialog.get_by_label("Main reason").select_option(label="Price")
    for who in (other, board):
        who.page.get_by_role("button", name="Mark as lost").click()
        who.told(deal)
        expect(who.page.locator("#close-dialog")).to_be_hidden()
        expect(who.card(deal)).to_have_count(0)
    board.told(f"Ada Min closed “{deal}” as lost first.")
    board.page.locator(".toast [data-toast-close]").last.click()
    expect(board.page.locator(".toast")).to_have_count(0)


def test_quick_moves_one_after_the_other_are_all_kept(board: Board):
    deal = board.add("New")
    board.card(deal).get_by_role("link").focus()
    for _ in range(3):
        for key in ("Space", "ArrowRight", "Space"):
            board.page.keyboard.press(key)
    board.told("moved to Proposal")
    board.reload()
    board.is_in("Proposal", deal)


def test_several_deals_are_added_in_a_row_with_one_field_each(board: Board):
    board.column("Contacted").get_by_role("link", name="Add a deal to Contacted").click()
    names = [f"Quick {next(_serial):03}", f"Quick {next(_serial):03}"]
    for name in names:
        board.page.keyboard.type(name)
        board.page.keyboard.press("Enter")
        board.is_in("Contacted", name)
        expect(board.column("Contacted").locator("form.quick input[name='name']")).to_be_focused()


def test_a_card_opens_in_the_drawer_and_is_edited_there(board: Board):
    deal = board.add("New")
    before = board.page.url
    board.card(deal).get_by_role("link").click()
    drawer = board.page.get_by_role("dialog", name=deal)
    drawer.get_by_label(re.compile("^Next step")).fill("Call about the price")
    drawer.get_by_role("button", name="Save").click()
    expect(board.card(deal)).to_contain_text("Call about the price")
    board.page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(board.page).to_have_url(before)
    expect(board.card(deal).get_by_role("link")).to_be_focused()


def test_filters_stay_in_the_address(board: Board):
    deal, other = board.add("New"), board.add("New")
    board.page.get_by_role("searchbox").fill(deal)
    expect(board.card(other)).to_have_count(0)
    expect(board.page).to_have_url(re.compile(r"[?&]q=Person"))
    board.page.reload()
    expect(board.card(deal)).to_be_visible()
    expect(board.card(other)).to_have_count(0)


def test_a_draft_of_a_note_survives_a_reload_and_goes_when_it_is_saved(
    signed_in_page: Callable[..., Page], world: World
):
    page = signed_in_page("rep")
    page.goto(world.address("leads:lead", world.things["lead"]))
    note = page.get_by_label("What happened?")
    note.fill("They want two years.")
    page.reload()
    expect(note).to_have_value("They want two years.")
    note.press("Control+Enter")
    expect(page.locator("#timeline")).to_contain_text("They want two years.")
    expect(note).to_have_value("")
    page.reload()
    expect(note).to_have_value("")
