// The lead page: drafts of notes that survive a reload, the reject dialog, the filter of the journey.
import { openDialog } from "./dialogs.js";

// --- drafts: kept in this browser until the note is saved; cleared on saving ------------------
const keyOf = (form) => `draft:${form.dataset.draft}`;
function restore() {
  const form = document.querySelector("form[data-draft]");
  const box = form?.elements.text;
  if (!box || box.value) return;
  try {
    box.value = localStorage.getItem(keyOf(form)) ?? "";
  } catch {
    // Storage is switched off: notes simply have no drafts.
  }
}
function keep(form) {
  try {
    const text = form.elements.text.value;
    if (text.trim()) localStorage.setItem(keyOf(form), text);
    else localStorage.removeItem(keyOf(form));
  } catch {
    // as above
  }
}
restore();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (form && event.target.name === "text") keep(form);
});
addEventListener("htmx:after:request", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  const status = event.detail?.ctx?.response?.status ?? 0;
  if (form && status >= 200 && status < 300) {
    try {
      localStorage.removeItem(keyOf(form));
    } catch {
      // as above
    }
  }
});

// --- the filter shows at once which part one looks at -------------------------------------------
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-only]");
  if (!link) return;
  for (const other of document.querySelectorAll("[data-only]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
});

// --- rejecting asks for the reason in a dialog; without script it is a page ----------------------
const dialog = document.querySelector("#close-dialog");
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-reject]");
  if (!link || !dialog || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const body = dialog.querySelector("#close-body");
  body.replaceChildren();
  await window.htmx.ajax("GET", link.href, { source: body, target: body, swap: "innerHTML" });
  if (!body.querySelector("form")) return;
  for (const close of body.querySelectorAll("a[data-close]")) close.addEventListener("click", (click) => click.preventDefault());
  openDialog(dialog, link);
  body.querySelector("select")?.focus();
});
