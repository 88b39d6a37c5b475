// Command palette: a combobox over a listbox; focus stays in the input, the server does the searching.
import { openDialog } from "./dialogs.js";

const WAIT = 120;
const palette = document.querySelector("#palette");
const input = palette?.querySelector("input");
const list = document.querySelector("#palette-list");
let timer = 0;
let asked = null;

export function openPalette() {
  if (!palette || palette.open) return;
  document.querySelector("[popover]:popover-open")?.hidePopover();
  openDialog(palette);
  input.value = "";
  list.replaceChildren();
  search();
  input.focus();
}
export const closePalette = () => palette?.close();
export const isOpen = () => Boolean(palette?.open);

async function search() {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams({ q: input.value });
  try {
    const answer = await fetch(`${input.dataset.url}?${query}`, { signal: asked.signal, headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    // Our own server's template, parsed without running anything.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.replaceChildren(...page.body.childNodes);
    choose(0);
  } catch (error) {
    if (error.name !== "AbortError") list.replaceChildren();
  }
}

const options = () => [...list.querySelectorAll('a[role="option"]')];
function choose(index) {
  const all = options();
  input.removeAttribute("aria-activedescendant");
  for (const option of all) option.setAttribute("aria-selected", "false");
  const one = all[(index + all.length) % all.length];
  if (!one) return;
  one.setAttribute("aria-selected", "true");
  one.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", one.id);
}

input?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, WAIT);
});
input?.addEventListener("keydown", (event) => {
  const all = options();
  const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
  if (next !== undefined && !(event.key === "Home" && input.value) && !(event.key === "End" && input.value)) {
    event.preventDefault();
    choose(next);
  } else if (event.key === "Escape") {
    event.preventDefault(); // a search field would only empty itself
    closePalette();
  } else if (event.key === "Enter") {
    event.preventDefault();
    const option = all[now];
    if (!option) return;
    if (event.metaKey || event.ctrlKey) open(option.href);
    else option.click();
  }
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-palette]")) openPalette();
});
list?.addEventListener("click", (event) => {
  if (event.target.closest("a")) closePalette();
});
