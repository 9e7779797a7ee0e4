// A form with data-draft="<name>" is kept in this browser while it is filled in, until it is sent
// or the draft is thrown away. Passwords and files are never kept. Drafts older than 30 days go.
const PREFIX = "dudao.draft.";
const DAYS = 30;
const key = (form) => PREFIX + (document.body.dataset.person ?? "") + "." + form.dataset.draft;
const kept = (field) => field.name && !field.name.startsWith("_") &&
  !["hidden", "password", "file", "submit", "button"].includes(field.type);

function values(form) {
  const found = [];
  for (const field of form.elements) {
    if (!kept(field)) continue;
    if (["checkbox", "radio"].includes(field.type)) found.push([field.name, field.value, field.checked]);
    else if (field.multiple) found.push([field.name, [...field.selectedOptions].map((o) => o.value)]);
    else found.push([field.name, field.value]);
  }
  return found;
}

const initial = new WeakMap();

function save(form) {
  const now = values(form);
  if (JSON.stringify(now) === initial.get(form)) return localStorage.removeItem(key(form));
  localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), values: now }));
  show(form, "saved");
}

function restore(form) {
  initial.set(form, JSON.stringify(values(form)));
  const text = localStorage.getItem(key(form));
  // What the server sends back with errors is newer than the draft.
  if (!text || form.dataset.refused === "true") return;
  const { at, values: draft } = JSON.parse(text);
  form.dispatchEvent(new CustomEvent("dudao:restoring", { bubbles: true, detail: draft }));
  const seen = new Map();
  for (const [name, value, checked] of draft) {
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    const named = [...form.elements].filter((each) => each.name === name && kept(each));
    const field = checked === undefined ? named[nth] : named.find((each) => each.value === value);
    if (!field) continue;
    if (checked !== undefined) field.checked = checked;
    else if (field.multiple) for (const o of field.options) o.selected = value.includes(o.value);
    else field.value = value;
  }
  form.dispatchEvent(new CustomEvent("dudao:restored", { bubbles: true }));
  show(form, "restored", new Date(at));
}

function show(form, what, at = new Date()) {
  const note = form.querySelector("[data-draft-note]");
  if (!note) return;
  const time = at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const day = at.toDateString() === new Date().toDateString() ? "" : `${at.getMonth() + 1}-${at.getDate()} `;
  note.querySelector("[data-draft-text]").textContent = note.dataset[what].replace("{}", day + time);
  note.hidden = false;
}

document.addEventListener("DOMContentLoaded", () => {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    if (Date.now() - (JSON.parse(localStorage.getItem(name)).at ?? 0) > DAYS * 86400e3) localStorage.removeItem(name);
  }
  // Said by the page that comes after a form was accepted.
  for (const done of document.querySelectorAll("[data-draft-done]")) {
    localStorage.removeItem(PREFIX + (document.body.dataset.person ?? "") + "." + done.dataset.draftDone);
  }
  for (const form of document.querySelectorAll("form[data-draft]")) restore(form);
});
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.draft) save(form);
});
// Files that were sent for a draft go with it; what cannot be told now goes by itself later.
async function discard(form) {
  if (!form.dataset.draftDrops) return;
  const body = new FormData();
  body.set("_csrf", form.elements._csrf.value);
  await fetch(form.dataset.draftDrops, { method: "POST", body });
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-draft-discard]");
  if (!button) return;
  const { form } = button;
  localStorage.removeItem(key(form));
  discard(form).finally(() => location.reload());
});
