// The board: cards move by mouse, touch (long press), keyboard and menu. Every way ends in drop():
// the card lies in its new place at once, the server decides, and its answer draws what is true.
import { announce, placeBeside } from "./app.js";
import { openDialog } from "./dialogs.js";
import { toast } from "./toasts.js";

const board = document.querySelector("#columns");
const menu = document.querySelector("#move-menu");
const closing = document.querySelector("#close-dialog");
const rtl = document.dir === "rtl";
const editable = board?.hasAttribute("data-editable");

const cardsIn = (list) => [...list.querySelectorAll(":scope > .card")];
const columnOf = (element) => element.closest(".col");
const listOf = (element) => columnOf(element).querySelector("ol");
const titleOf = (card) => card.querySelector(".open").textContent;
const put = (card, list, before) => (list.moveBefore && card.isConnected ? list.moveBefore(card, before) : list.insertBefore(card, before));
const spotOf = (card) => ({ list: card.parentElement, next: card.nextElementSibling });
const putBack = (card, spot) => put(card, spot.list, spot.next?.parentElement === spot.list ? spot.next : null);
const say = (name, values) => announce(board.dataset[name].replace(/\{(\w+)\}/g, (_all, key) => values[key]));
const words = (card) => {
  const all = cardsIn(card.parentElement);
  return { deal: titleOf(card), stage: columnOf(card).dataset.name, n: all.indexOf(card) + 1, all: all.length };
};
// randomUUID needs https or localhost; a board on the company's network may have neither.
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-a$4-$5");
}

// --- saving: one gesture after the other, each with the version of the card at its turn -----
let saving = Promise.resolve();
function drop(card, from) {
  if (from.list === card.parentElement && from.next === card.nextElementSibling) return;
  say("sayDone", words(card));
  const id = card.dataset.id;
  const key = newKey();
  const values = {
    stage: columnOf(card).dataset.stage,
    before: card.nextElementSibling?.dataset.id ?? "",
    after: card.previousElementSibling?.dataset.id ?? "",
  };
  saving = saving.then(() => save(id, key, values, from)).catch(() => {});
}
async function save(id, key, values, from) {
  const card = document.getElementById(`deal-${id}`);
  if (!card) return;
  const held = document.activeElement?.closest?.(".card")?.dataset.id;
  const answered = { ok: false };
  const note = (event) => { answered.ok = (event.detail?.ctx?.response?.status ?? 500) < 500; };
  board.addEventListener("htmx:after:request", note, { once: true });
  await window.htmx.ajax("POST", `/deals/${id}/move/`, { source: board, swap: "none", values: { ...values, version: card.dataset.version, key } });
  board.removeEventListener("htmx:after:request", note);
  if (!answered.ok) {
    if (card.isConnected && from.list.isConnected) putBack(card, from);
    toast(board.dataset.failed, { stay: true });
  }
  if (held) refocus(held);
}
function refocus(id) {
  const link = document.getElementById(`open-${id}`);
  if (link && (document.activeElement === document.body || !document.activeElement)) link.focus({ preventScroll: true });
}

// --- pointer --------------------------------------------------------------------------------
let drag = null;
const FAR = 5, FAR_TOUCH = 10, HOLD = 230, EDGE = 56;
function startDragging() {
  board.addEventListener("dragstart", (event) => event.preventDefault());
  board.addEventListener("pointerdown", (event) => {
    const card = event.target.closest(".card");
    if (!card || event.button || drag || event.target.closest("button, input")) return;
    drag = { card, id: event.pointerId, x: event.clientX, y: event.clientY, x0: event.clientX, y0: event.clientY, touch: event.pointerType === "touch" };
    if (drag.touch) drag.timer = setTimeout(lift, HOLD);
  });
  addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.id) return;
    drag.x = event.clientX;
    drag.y = event.clientY;
    if (drag.ghost) return;
    const far = Math.hypot(drag.x - drag.x0, drag.y - drag.y0);
    if (drag.touch && far > FAR_TOUCH) finish(false);
    else if (!drag.touch && far > FAR) lift();
  });
  addEventListener("pointerup", (event) => event.pointerId === drag?.id && finish(true));
  addEventListener("pointercancel", (event) => event.pointerId === drag?.id && finish(false));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag?.ghost) return;
    event.preventDefault();
    finish(false);
  }, true);
  board.addEventListener("touchmove", (event) => drag?.ghost && event.preventDefault(), { passive: false });
  board.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());
}
function lift() {
  const box = drag.card.getBoundingClientRect();
  const ghost = drag.card.cloneNode(true);
  ghost.removeAttribute("id");
  for (const part of ghost.querySelectorAll("[id]")) part.removeAttribute("id");
  ghost.setAttribute("aria-hidden", "true");
  ghost.inert = true;
  ghost.classList.add("drag-ghost");
  ghost.style.setProperty("inline-size", `${box.width}px`);
  drag.dx = drag.x0 - box.left;
  drag.dy = drag.y0 - box.top;
  document.body.append(ghost);
  Object.assign(drag, { ghost, from: spotOf(drag.card) });
  drag.card.classList.add("lift");
  document.body.classList.add("dragging");
  navigator.vibrate?.(8);
  frame();
}
function frame() {
  if (!drag?.ghost) return;
  drag.ghost.style.setProperty("transform", `translate(${drag.x - drag.dx}px, ${drag.y - drag.dy}px)`);
  const edges = board.getBoundingClientRect();
  if (drag.x > edges.right - EDGE) board.scrollLeft += 10;
  else if (drag.x < edges.left + EDGE) board.scrollLeft -= 10;
  const under = document.elementFromPoint(drag.x, drag.y);
  drag.outcome = under?.closest("[data-outcome]")?.dataset.outcome;
  for (const target of document.querySelectorAll(".drop")) target.classList.toggle("over", target.dataset.outcome === drag.outcome);
  const column = drag.outcome ? null : under?.closest(".col");
  if (!drag.outcome) {
    if (drag.y > innerHeight - EDGE) scrollBy(0, 9);
    else if (drag.y < EDGE) scrollBy(0, -9);
  }
  for (const other of board.querySelectorAll(".over")) other !== column && other.classList.remove("over");
  if (column) {
    column.classList.add("over");
    const list = column.querySelector("ol");
    const next = cardsIn(list).filter((card) => card !== drag.card).find((card) => {
      const box = card.getBoundingClientRect();
      return drag.y < box.top + box.height / 2;
    }) ?? null;
    if (drag.card.parentElement !== list || drag.card.nextElementSibling !== next) put(drag.card, list, next);
  }
  requestAnimationFrame(frame);
}
function finish(dropped) {
  const done = drag;
  drag = null;
  clearTimeout(done.timer);
  if (!done.ghost) return;
  done.ghost.remove();
  done.card.classList.remove("lift");
  document.body.classList.remove("dragging");
  for (const other of document.querySelectorAll(".over")) other.classList.remove("over");
  const stop = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, true), 50);
  if (!dropped || done.outcome) putBack(done.card, done.from);
  if (dropped && done.outcome) openClosing(closingUrl(done.card.dataset.id, done.outcome), done.card.querySelector(".open"));
  else if (dropped) drop(done.card, done.from);
}

// --- keyboard ---------------------------------------------------------------------------------
let held = null;
const focusCard = (card) => {
  rove(card);
  card.querySelector(".open").focus();
};
function rove(card) {
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
function onKey(event) {
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
function openMenu(button) {
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

// --- won and lost -------------------------------------------------------------------------------
const closingUrl = (id, outcome) => `/deals/${id}/${outcome === "won" ? "win" : "lose"}/`;
async function openClosing(url, from) {
  const body = closing.querySelector("#close-body");
  body.replaceChildren();
  await window.htmx.ajax("GET", url, { source: body, target: body, swap: "innerHTML" });
  const form = body.querySelector("form");
  if (!form) return;
  if (document.querySelector("#deal")) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "shows", value: "deal" }));
  }
  openDialog(closing, from);
  form.querySelector("input:not([type='hidden']), select")?.focus();
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-closing]");
  if (!link || !closing || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  openClosing(link.href, link);
});
addEventListener("deal-changed", () => closing?.open && closing.close());

// --- quick add -----------------------------------------------------------------------------------
let adding = null;
function openAdd(stage) {
  adding = stage;
  const form = document.querySelector(`#add-${stage}`);
  if (!form) return;
  form.hidden = false;
  form.querySelector("[name='name']").focus();
}
function closeAdd(form) {
  adding = null;
  form.hidden = true;
  form.reset();
  columnOf(form).querySelector("[data-add]")?.focus();
}
function watchAdding() {
  board.addEventListener("click", (event) => {
    const open = event.target.closest("[data-add]");
    if (open) {
      event.preventDefault();
      openAdd(columnOf(open).dataset.stage);
    }
    if (event.target.closest("[data-add-close]")) closeAdd(event.target.closest("form"));
  });
  board.addEventListener("keydown", (event) => {
    const form = event.target.closest("form.quick");
    if (form && event.key === "Escape") closeAdd(form);
  });
  // One more may follow: the form stays open, empty.
  addEventListener("htmx:after:swap", () => {
    const form = adding && document.querySelector(`#add-${adding}`);
    if (!form?.hidden) return;
    form.reset();
    openAdd(adding);
  });
}

// A deal's newer toast takes the place of its older one: only the last step can be undone.
const toasts = document.querySelector("#toasts");
new MutationObserver((changes) => {
  const fresh = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.dataset?.deal);
  for (const node of fresh) {
    for (const other of toasts.querySelectorAll(`[data-deal="${node.dataset.deal}"]`)) if (!fresh.includes(other) && !other.hidden) other.remove();
  }
}).observe(toasts, { childList: true });

if (board) {
  rove(null);
  board.addEventListener("focusin", (event) => event.target.closest(".card") && rove(event.target.closest(".card")));
  board.addEventListener("keydown", onKey);
  addEventListener("htmx:after:swap", () => rove(document.activeElement?.closest?.(".card") ?? null));
  // The list shows the same deals: it takes the filters along.
  document.querySelector("#filters")?.addEventListener("input", () => {
    const link = document.querySelector("#to-list");
    link.search = new URLSearchParams(new FormData(document.querySelector("#filters")));
  });
}
if (board && editable) {
  startDragging();
  watchAdding();
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
