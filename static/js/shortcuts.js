// Shortcuts. Ctrl/Cmd ones always work; single keys only outside text fields, and a person may switch them off
// (WCAG 2.1.4). A page gives `c` its meaning with data-create, `/` with data-slash.
import { openDialog } from "./dialogs.js";
import { closePalette, isOpen, openPalette } from "./palette.js";

const CHORD = 1200;
let began = 0;

addEventListener("keydown", (event) => {
  const modified = event.metaKey || event.ctrlKey;
  if (modified && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return isOpen() ? closePalette() : openPalette();
  }
  if (modified && event.key === "Enter" && event.target.form) return event.target.form.requestSubmit();
  if (modified || event.altKey || event.isComposing || document.body.dataset.shortcuts !== "on") return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog, [popover]")) return;
  if (began && Date.now() - began < CHORD) {
    began = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      location.assign(link.href);
      return;
    }
  }
  began = event.key === "g" ? Date.now() : 0;
  single(event);
});

function single(event) {
  const target = { "/": "[data-slash]", c: "[data-create]" }[event.key];
  const element = target && document.querySelector(target);
  if (element) {
    event.preventDefault();
    if (event.key === "/") element.focus();
    else element.click();
  } else if (event.key === "/") {
    event.preventDefault();
    openPalette();
  } else if (event.key === "?") {
    openDialog(document.querySelector("#shortcut-list"));
  }
}
