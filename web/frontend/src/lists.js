// Rows of a list in a form. Without scripts its buttons send the form and the server does the same.
import htmx from "htmx.org";

const rowsOf = (list) => [...list.querySelectorAll("[data-list-row]")];
const NUMBERED = ["name", "id", "for", "list", "value", "aria-describedby"];

function add(list, focus = false) {
  const rows = rowsOf(list);
  const most = Number(list.querySelector("[data-list-add]").dataset.most ?? 0);
  if (most && rows.length >= most) return null;
  const number = rows.length;
  const blank = list.querySelector("[data-list-blank]").innerHTML;
  const html = blank.replaceAll("NUMBER+1", String(number + 1)).replaceAll("NUMBER", String(number));
  list.querySelector("[data-list-rows]").insertAdjacentHTML("beforeend", html);
  const row = rowsOf(list).at(-1);
  htmx.process(row);
  if (focus) row.querySelector("input, select, textarea")?.focus();
  return row;
}

function remove(list, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const here = next?.querySelector("[data-list-remove]") ?? list.querySelector("[data-list-add]");
  row.remove();
  number(list);
  here.focus();
}

// After a row went, those below it move up by one: in names, ids and in what is said of them.
function number(list) {
  const start = list.dataset.list;
  const pattern = new RegExp(`(${start.replaceAll(".", "\\.")}\\.)\\d+(?=\\.)`, "g");
  rowsOf(list).forEach((row, at) => {
    const shown = row.querySelector("[data-row-number]");
    const before = shown.textContent.trim();
    shown.textContent = String(at + 1);
    for (const each of row.querySelectorAll("*")) {
      for (const name of NUMBERED) {
        const value = each.getAttribute(name);
        if (value?.includes(`${start}.`)) each.setAttribute(name, value.replace(pattern, `$1${at}`));
      }
      const label = each.getAttribute("aria-label");
      if (label) each.setAttribute("aria-label", label.replace(new RegExp(`\\b${before}\\b(?!.*\\b${before}\\b)`), String(at + 1)));
      if (each.matches("[data-list-remove]")) each.value = each.value.replace(/\d+$/, String(at));
    }
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-list-add], [data-list-remove]");
  const list = button?.closest("[data-list]");
  if (!list) return;
  event.preventDefault();
  if (button.matches("[data-list-add]")) add(list, true);
  else remove(list, button.closest("[data-list-row]"));
  changed(list);
});

// Several cells pasted into one: the server reads them, as it does without scripts.
document.addEventListener("paste", (event) => {
  const cell = event.target.closest?.("[data-list-row] td");
  if (!cell) return;
  const text = event.clipboardData.getData("text/plain");
  const isTable = text.includes("\t") || (text.trim().includes("\n") && !event.target.matches("textarea"));
  if (!isTable) return;
  event.preventDefault();
  const list = cell.closest("[data-list]");
  const row = cell.closest("[data-list-row]");
  list.querySelector("[data-list-at]").value = `${rowsOf(list).indexOf(row)}:${[...row.querySelectorAll("td")].indexOf(cell)}`;
  list.querySelector("[data-list-paste]").value = text;
  list.querySelector("[data-list-take]").click();
});
document.addEventListener("htmx:afterSwap", (event) => {
  const list = document.querySelector(`[data-list="${CSS.escape(event.detail.target?.dataset?.list ?? "")}"]`);
  if (!list) return;
  changed(list);
  list.focus();
});

// A draft may have more rows than the page was sent with, or fewer.
document.addEventListener("dudao:restoring", (event) => {
  for (const list of event.target.querySelectorAll("[data-list]")) {
    const pattern = new RegExp(`^${list.dataset.list.replaceAll(".", "\\.")}\\.(\\d+)\\.`);
    const numbers = event.detail.map(([name]) => Number(pattern.exec(name)?.[1] ?? -1));
    const wanted = Math.max(-1, ...numbers) + 1;
    while (rowsOf(list).length < wanted && add(list));
    for (const row of rowsOf(list).slice(wanted)) row.remove();
  }
});

// Text fields are as high as what stands in them.
document.addEventListener("input", (event) => {
  if (event.target.matches?.("textarea[data-grows]")) grow(event.target);
});
document.addEventListener("dudao:restored", (event) => {
  for (const each of event.target.querySelectorAll("textarea[data-grows]")) grow(each);
});
document.addEventListener("DOMContentLoaded", () => {
  for (const each of document.querySelectorAll("textarea[data-grows]")) grow(each);
});

function grow(area) {
  if (area.scrollHeight > area.clientHeight) area.rows = Math.min(Math.ceil(area.scrollHeight / 24), 30);
}

function changed(list) {
  list.dispatchEvent(new Event("input", { bubbles: true }));
}
