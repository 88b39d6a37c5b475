// Forms with text that would be lost: a warning before it is thrown away (data-guard).
// A module of its own, imported by app.js and dialogs.js: modules that import each other in a
// circle cannot be given names that hold their content's hash.
const dirty = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) dirty.add(form);
});
export const clean = (form) => dirty.delete(form);
addEventListener("beforeunload", (event) => {
  for (const form of dirty) if (!form.isConnected) dirty.delete(form);
  if (dirty.size) event.preventDefault();
});
export const hasUnsaved = (container = document) => [...dirty].some((form) => form.isConnected && container.contains(form));
export const forgetUnsaved = (container = document) => [...dirty].filter((form) => container.contains(form)).forEach(clean);
addEventListener("htmx:after:request", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  const status = event.detail?.ctx?.response?.status ?? 0;
  if (form && status >= 200 && status < 400) clean(form);
});
