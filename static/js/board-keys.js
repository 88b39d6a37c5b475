// Cards moved by keyboard and by menu (the way with single presses, WCAG 2.5.7). Space picks a card up, arrow keys move it.
import { placeBeside } from "./app.js";
import { board, cardsIn, columnOf, drop, editable, listOf, put, putBack, rtl, say, spotOf, words } from "./board-cards.js";
import { closingUrl, openClosing } from "./board-closing.js";

const menu = document.querySelector("#move-menu");

// --- keyboard ---------------------------------------------------------------------------------
let held = null;
const focusCard = (card) => {
  rove(card);
  card.querySelector(".open").focus();
};
export function rove(card) {
  for (const part of board.querySelectorAll(".card :is(.open, .kebab)")) part.tabIndex = -1;
  for (const part of (card ?? board.querySelector(".card"))?.querySelectorAll(".open, .kebab") ?? []) part.tabIndex = 0;
}
function goal(card, key) {
  const list = listOf(card);
  const all = cardsIn(list);
  const index = all.indexOf(card);
  const step = { ArrowLeft: rtl ? 1 : -1, ArrowRight: rtl ? -1 : 1 }[key];
  if (step) {
    const columns = [...board.querySelectorAll(".col")];
    let at = columns.indexOf(columnOf(card)) + step;
    // Looking around skips empty columns; carrying a card does not.
    while (!held && columns[at] && !cardsIn(columns[at]).length && !columns[at].querySelector(".card")) at += step;
    const there = columns[at]?.querySelector("ol");
    return there && { list: there, at: Math.min(index, cardsIn(there).length - (held ? 0 : 1)) };
  }
  const at = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: all.length - 1 }[key];
  return at === undefined || at < 0 || at >= all.length ? null : { list, at };
}
export function onKey(event) {
  const card = event.target.closest(".card");
  if (!card || !event.target.matches(".open") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (editable && event.key === " ") return take(event, card);
  if (held && event.key === "Enter") return take(event, card);
  if (held && (event.key === "Escape" || event.key === "Tab")) return letGo(event, card);
  if (editable && !held && event.key === "m") {
    event.preventDefault();
    return openMenu(card.querySelector(".kebab"));
  }
  if (!/^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(event.key)) return;
  event.preventDefault();
  const to = goal(card, event.key);
  if (!to) return;
  if (!held) return void (cardsIn(to.list)[to.at] && focusCard(cardsIn(to.list)[to.at]));
  const others = cardsIn(to.list).filter((other) => other !== card);
  put(card, to.list, others[to.at] ?? null);
  focusCard(card);
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  say("sayAt", words(card));
}
function take(event, card) {
  event.preventDefault();
  if (!held) {
    held = { card, from: spotOf(card) };
    card.classList.add("held");
    return say("sayUp", words(card));
  }
  const done = held;
  held = null;
  done.card.classList.remove("held");
  drop(done.card, done.from);
  focusCard(done.card);
}
function letGo(event, card) {
  putBack(card, held.from);
  card.classList.remove("held");
  held = null;
  say("sayNo", {});
  if (event.key === "Escape") event.preventDefault();
  focusCard(card);
}

// --- menu: the way with single presses (WCAG 2.5.7) --------------------------------------------
let opener = null;
export function openMenu(button) {
  opener = button;
  const here = columnOf(button).dataset.stage;
  for (const item of menu.querySelectorAll("[data-to]")) item.toggleAttribute("aria-disabled", false);
  menu.querySelector(`[data-to="${here}"]`)?.setAttribute("aria-disabled", "true");
  menu.showPopover();
  placeBeside(menu, button);
  menu.querySelector("[data-to]:not([aria-disabled])")?.focus();
}
function onMenu(event) {
  const item = event.target.closest("[role='menuitem']");
  if (!item || item.ariaDisabled === "true") return;
  const card = opener.closest(".card");
  menu.hidePopover();
  if (item.dataset.outcome) return openClosing(closingUrl(card.dataset.id, item.dataset.outcome), card.querySelector(".open"));
  const from = spotOf(card);
  const list = board.querySelector(`#col-${item.dataset.to} ol`);
  put(card, list, list.firstElementChild);
  drop(card, from);
  focusCard(card);
  card.scrollIntoView({ block: "nearest", inline: "center" });
}

export function watchMenu() {
  board.addEventListener("click", (event) => {
    const kebab = event.target.closest(".kebab");
    if (kebab) openMenu(kebab);
  });
  menu.addEventListener("click", onMenu);
  menu.addEventListener("keydown", (event) => event.key === "Tab" && menu.hidePopover());
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && document.activeElement === document.body) opener?.focus();
  });
}
