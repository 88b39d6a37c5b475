// Cards and columns of the board: what the ways of moving a card share, and how a move is saved.
import { announce } from "./app.js";
import { toast } from "./toasts.js";

export const board = document.querySelector("#columns");
export const rtl = document.dir === "rtl";
export const editable = board?.hasAttribute("data-editable");

export const cardsIn = (list) => [...list.querySelectorAll(":scope > .card")];
export const columnOf = (element) => element.closest(".col");
export const listOf = (element) => columnOf(element).querySelector("ol");
const titleOf = (card) => card.querySelector(".open").textContent;
export const put = (card, list, before) => (list.moveBefore && card.isConnected ? list.moveBefore(card, before) : list.insertBefore(card, before));
export const spotOf = (card) => ({ list: card.parentElement, next: card.nextElementSibling });
export const putBack = (card, spot) => put(card, spot.list, spot.next?.parentElement === spot.list ? spot.next : null);
export const say = (name, values) => announce(board.dataset[name].replace(/\{(\w+)\}/g, (_all, key) => values[key]));
export const words = (card) => {
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
export function drop(card, from) {
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
  // 200 and 409 draw what is true. Anything else (no connection, no right, signed out) did nothing.
  const answered = { ok: false };
  const note = (event) => {
    const { status, raw } = event.detail?.ctx?.response ?? {};
    if (raw?.redirected) location.reload();
    answered.ok = status === 200 || status === 409;
  };
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
