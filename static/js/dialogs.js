// Dialogs and the drawer. <a data-drawer href="…"> opens the page's partial in the drawer and puts its address
// in the address bar; without script it is an ordinary link. <button data-dialog="id"> opens a <dialog>.
import { forgetUnsaved, hasUnsaved } from "./unsaved.js";

const drawer = document.querySelector("#drawer");
const body = document.querySelector("#drawer-body");
const title = document.querySelector("#drawer-title");
const leave = document.querySelector("#leave-dialog");
const openers = new WeakMap();
let before = null; // the address under the drawer

export function openDialog(dialog, opener = document.activeElement) {
  if (!dialog || dialog.open) return;
  openers.set(dialog, opener);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element)) return;
  const opener = target.closest("[data-dialog]");
  if (opener) {
    opener.closest("[popover]")?.hidePopover();
    openDialog(document.getElementById(opener.dataset.dialog), opener);
    return;
  }
  const closer = target.closest("[data-close]");
  if (closer) {
    tryClose(closer.closest("dialog"));
    return;
  }
  const link = target.closest("a[data-drawer]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  openDrawer(link.href, link.dataset.drawer || link.textContent.trim(), link);
});

// Browsers without closedby="any": a click on the backdrop is a click on the dialog itself.
if (!("closedBy" in HTMLDialogElement.prototype)) {
  document.addEventListener("click", (event) => {
    if (event.target.matches?.("dialog[closedby='any']")) tryClose(event.target);
  });
}
document.addEventListener("cancel", (event) => {
  if (event.target === drawer && hasUnsaved(drawer)) {
    event.preventDefault();
    openDialog(leave);
  }
}, true);
document.addEventListener("close", (event) => {
  const dialog = event.target;
  if (!(dialog instanceof HTMLDialogElement)) return;
  openers.get(dialog)?.focus?.();
  if (dialog === drawer) leaveDrawer();
}, true);

function tryClose(dialog) {
  if (dialog === drawer && hasUnsaved(drawer)) openDialog(leave);
  else dialog?.close();
}
leave?.querySelector("[data-leave]").addEventListener("click", () => {
  forgetUnsaved(drawer);
  leave.close();
  drawer.close();
});

export async function openDrawer(href, label, opener) {
  title.textContent = label;
  drawer.querySelector("[data-drawer-full]").href = href;
  body.replaceChildren(Object.assign(document.createElement("span"), { className: "skel" }));
  if (!drawer.open) {
    before = location.href;
    openDialog(drawer, opener);
    history.pushState({ drawer: true }, "", href);
  } else {
    history.replaceState({ drawer: true }, "", href);
  }
  await fill(href);
}

// The page's partial, or what stands in <main> when the page has none. Signed out meanwhile, or a view
// that answers with a redirect: go there.
async function fill(href, options = {}) {
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
  let answer;
  try {
    answer = await fetch(href, { ...options, headers });
  } catch {
    toast(document.querySelector("#toasts").dataset.error, { stay: true });
    return;
  }
  if (answer.redirected) {
    forgetUnsaved(drawer);
    history.replaceState(null, "", before);
    if (answer.url === before) location.reload();
    else location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  body.replaceChildren(...(page.querySelector("#main") ?? page.body).childNodes);
  window.htmx?.process(body);
  const heading = body.querySelector("h1");
  if (heading) {
    title.textContent = heading.textContent;
    heading.hidden = true;
  }
  (body.querySelector("[aria-invalid='true'], [autofocus]") ?? drawer).focus?.();
}

// A form in the drawer is sent from there: with errors it comes back into the drawer, else the page goes on.
body?.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [target]")) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const target = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  fill(new URL(target || drawer.querySelector("[data-drawer-full]").href, location.href), { method: "POST", body: data });
});

function leaveDrawer() {
  body.replaceChildren();
  if (history.state?.drawer && before) history.back();
  // htmx stamps the entry as its own when a form in the drawer was answered.
  else if (before && location.href !== before) history.replaceState(history.state, "", before);
  before = null;
}
addEventListener("popstate", () => {
  if (drawer?.open && !history.state?.drawer) drawer.close();
});
