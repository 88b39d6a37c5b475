// The shell: theme, progress bar, offline notice, menus beside their buttons, forms that guard themselves.
// No eval, no inline handlers, no style attributes: the policy is script-src 'self'; style-src 'self'.
import "./dialogs.js";
import "./palette.js";
import "./shortcuts.js";
import { toast } from "./toasts.js";
import { clean } from "./unsaved.js";

const root = document.documentElement;
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
for (const key of document.querySelectorAll("[data-mod-key]")) {
  if (isMac) key.textContent = `⌘${key.dataset.modKey}`;
}

// --- theme: the server writes data-theme from the cookie; here only the switch without a round trip
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!event.target.matches("[data-preferences]") || button?.name !== "theme") return;
  event.preventDefault();
  const theme = button.value;
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  for (const other of document.querySelectorAll('[data-preferences] [name="theme"]')) {
    other.setAttribute("aria-pressed", String(other.value === theme));
  }
  dispatchEvent(new Event("themechange"));
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dispatchEvent(new Event("themechange")));

// --- one 2px bar for slow requests (CSS shows it only after 150 ms)
const bar = document.querySelector(".progress");
let busy = 0;
const setBusy = (change) => {
  busy = Math.max(0, busy + change);
  bar?.classList.toggle("on", busy > 0);
};
addEventListener("htmx:before:request", () => setBusy(1));
addEventListener("htmx:finally:request", () => setBusy(-1));
addEventListener("pageshow", () => setBusy(-busy)); // back from the bfcache: nothing is under way

// --- errors: 5xx answers and lost connections are not swapped in; say so instead
const words = document.querySelector("#toasts")?.dataset ?? {};
addEventListener("htmx:error", () => toast(words.error, { stay: true }));
addEventListener("htmx:response:error", (event) => {
  if ((event.detail?.ctx?.response?.raw?.status ?? event.detail?.ctx?.response?.status ?? 0) >= 500) toast(words.error, { stay: true });
});
const offline = document.querySelector("#offline");
const showConnection = () => offline && (offline.hidden = navigator.onLine);
addEventListener("online", showConnection);
addEventListener("offline", showConnection);
showConnection();

// --- menus: popovers open beside the button that opened them
const placed = new WeakMap();
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[popovertarget]");
  const menu = button && document.getElementById(button.getAttribute("popovertarget"));
  if (menu?.hasAttribute("data-beside")) placed.set(menu, button);
});
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (event.newState !== "open" || !menu.matches?.(".menu[data-beside]")) return;
  const button = placed.get(menu);
  if (button) placeBeside(menu, button);
}, true);
export function placeBeside(menu, button) {
  const b = button.getBoundingClientRect();
  const m = menu.getBoundingClientRect();
  const start = document.dir === "rtl" ? b.right - m.width : b.left;
  const x = Math.max(8, Math.min(innerWidth - m.width - 8, start));
  const below = b.bottom + 4;
  const y = below + m.height + 8 > innerHeight ? Math.max(8, b.top - m.height - 4) : below;
  menu.style.setProperty("inset", `${y}px auto auto ${x}px`);
}
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !step || event.target.matches("input, select, textarea")) return;
  const items = [...menu.querySelectorAll("a, button, input")].filter((item) => item.checkVisibility?.() ?? true);
  const next = items[(items.indexOf(event.target) + step + items.length) % items.length];
  event.preventDefault();
  next?.focus();
});

// --- forms: sent once
document.addEventListener("submit", (event) => {
  const form = event.target;
  clean(form);
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-repeatable], [target]")) return;
  // Disable after the browser has read the pressed button's name and value.
  setTimeout(() => {
    for (const button of form.querySelectorAll('button[type="submit"], button:not([type])')) button.setAttribute("aria-disabled", "true");
    setBusy(1);
  });
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll('form[method="post"] button[aria-disabled]')) button.removeAttribute("aria-disabled");
});

// --- small conveniences for any page
document.addEventListener("click", async (event) => {
  const copy = event.target.closest?.("[data-copy]");
  if (copy) {
    try {
      await navigator.clipboard.writeText(copy.dataset.copy);
      toast(copy.dataset.copied || copy.dataset.copy);
    } catch {
      prompt("", copy.dataset.copy); // no clipboard (http, old browser): let the person copy it
    }
  }
});
document.addEventListener("change", (event) => {
  if (event.target.closest?.("[data-autosubmit]")) event.target.form?.requestSubmit();
});

let shout = null;
export function announce(text) {
  const region = document.querySelector("#announce");
  if (!region) return;
  clearTimeout(shout);
  region.textContent = "";
  shout = setTimeout(() => (region.textContent = text), 30);
}
