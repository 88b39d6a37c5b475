// The builder's rows can be dragged by their grip; buttons do the same without this file.
const list = () => document.querySelector("[data-rows]");
let held = null;

function rowAt(y) {
  const rows = [...list().querySelectorAll("[data-row]")].filter((row) => row !== held);
  return rows.find((row) => {
    const box = row.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
}
document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || event.button) return;
  event.preventDefault();
  held = grip.closest("[data-row]");
  held.classList.add("held");
  grip.setPointerCapture(event.pointerId);
});
document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const next = rowAt(event.clientY) ?? null;
  if (next !== held.nextElementSibling) list().insertBefore(held, next);
});
function drop() {
  if (!held) return;
  held.classList.remove("held");
  // The server reads rows in the order of the page; the preview is drawn anew.
  held.closest("form").dispatchEvent(new Event("reorder"));
  held.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
  held = null;
}
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
// htmx copies style="" of a field onto its successor, which our content policy refuses. It gets there
// when a box is resized by its corner, or by a password manager.
document.addEventListener("htmx:before:swap", () => {
  for (const field of document.querySelectorAll("#rows [style]")) field.removeAttribute("style");
});
