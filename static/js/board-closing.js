// The dialog for won and lost: on the board, in the drawer and on the deal's page.
import { openDialog } from "./dialogs.js";

const closing = document.querySelector("#close-dialog");

export const closingUrl = (id, outcome) => `/deals/${id}/${outcome === "won" ? "win" : "lose"}/`;
export async function openClosing(url, from) {
  const body = closing.querySelector("#close-body");
  body.replaceChildren();
  await window.htmx.ajax("GET", url, { source: body, target: body, swap: "innerHTML" });
  const form = body.querySelector("form");
  if (!form) return;
  if (document.querySelector("#deal")) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "shows", value: "deal" }));
  }
  openDialog(closing, from);
  form.querySelector("input:not([type='hidden']), select")?.focus();
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-closing]");
  if (!link || !closing || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  openClosing(link.href, link);
});
// A button that was disabled while its form was sent has lost the focus: give it back.
addEventListener("htmx:finally:request", (event) => {
  if (document.activeElement !== document.body) return;
  event.target.closest?.("#deal form")?.querySelector("button:not([type='button'])")?.focus({ preventScroll: true });
});
addEventListener("deal-changed", () => closing?.open && closing.close());
// Refused (409): the deal is not what the dialog asks about any more. The answer drew it as it is and said why.
addEventListener("htmx:finally:request", (event) => {
  if (event.detail?.ctx?.response?.status === 409 && closing?.open && event.target.closest?.("#close-form")) closing.close();
});
