// The board: cards move by mouse, touch (long press), keyboard and menu. Every way ends in drop():
// the card lies in its new place at once, the server decides, and its answer draws what is true.
import { board, columnOf, editable } from "./board-cards.js";
import "./board-closing.js";
import { startDragging } from "./board-drag.js";
import { onKey, rove, watchMenu } from "./board-keys.js";

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
  watchMenu();
}
