// Cards moved by mouse and by touch (long press); Won and Lost are targets at the foot of the window.
import { board, cardsIn, drop, put, putBack, spotOf } from "./board-cards.js";
import { closingUrl, openClosing } from "./board-closing.js";

let drag = null;
const FAR = 5, FAR_TOUCH = 10, HOLD = 230, EDGE = 56;
export function startDragging() {
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
