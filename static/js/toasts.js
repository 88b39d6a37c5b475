// Toasts: 8 s, paused while hovered or focused, at most four; errors stay until they are closed.
const LIFE = 8000;
const MOST = 4;
const region = document.querySelector("#toasts");

function keep(node) {
  if (node.nodeType !== 1 || !node.classList.contains("toast")) return;
  while (region.children.length > MOST) region.firstElementChild.remove();
  if (node.hasAttribute("data-stay")) return;
  let left = LIFE;
  let timer = 0;
  let since = 0;
  const go = () => {
    since = Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => node.remove(), Math.max(left, 1500));
  };
  const stop = () => {
    clearTimeout(timer);
    left -= Date.now() - since;
  };
  node.addEventListener("pointerenter", stop);
  node.addEventListener("pointerleave", go);
  node.addEventListener("focusin", stop);
  node.addEventListener("focusout", go);
  // An htmx answer to a removed element is dropped: hide at once, remove when the answer is in.
  node.addEventListener("submit", () => {
    stop();
    if (node.matches("[hx-post]")) node.hidden = true;
  });
  node.addEventListener("htmx:finally:request", () => node.remove());
  go();
}

if (region) {
  for (const node of region.children) keep(node);
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach(keep);
  }).observe(region, { childList: true });
  region.addEventListener("click", (event) => {
    if (event.target.closest("[data-toast-close]")) event.target.closest(".toast").remove();
  });
}

export function toast(text, { stay = false } = {}) {
  if (!region || !text) return;
  const node = document.createElement("div");
  node.className = "toast";
  if (stay) node.dataset.stay = "";
  const words = document.createElement("span");
  words.dir = "auto";
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "x";
  close.dataset.toastClose = "";
  close.setAttribute("aria-label", region.dataset.close);
  close.textContent = "×";
  node.append(words, close);
  region.append(node);
}

// A modal dialog lies above everything and makes the rest of the page inert, so the messages move into the topmost one.
function rise() {
  const top = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
  if (region.parentElement !== top) top.append(region);
}
if (region) document.addEventListener("toggle", (event) => {
  if (event.target instanceof HTMLDialogElement) rise();
}, true);
