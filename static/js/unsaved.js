// Forms with text that would be lost (all big ones, others by data-guard): a warning before it is thrown away.
// A module of its own, imported by app.js and dialogs.js: modules that import each other in a
// circle cannot be given names that hold their content's hash.
const GUARDED = 'form[data-guard], form.form[method="post"]';
const dirty = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.(GUARDED);
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
  const form = event.target.closest?.(GUARDED);
  const status = event.detail?.ctx?.response?.status ?? 0;
  if (form && status >= 200 && status < 400) clean(form);
});
