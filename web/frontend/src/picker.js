// Choosing a unit: a combobox with a list (WAI-ARIA), and a tree beside it that is walked with the
// keyboard, each level fetched when it is opened. What is chosen is written into the input.
import htmx from "htmx.org";

const partsOf = (picker) => ({
  input: picker.querySelector("[role=combobox]"),
  list: picker.querySelector("[role=listbox]"),
  status: picker.querySelector("[role=status]"),
  tree: picker.querySelector("details"),
});
const pickerOf = (event) => event.target.closest?.("[data-picker]");
const optionsOf = (list) => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];

// Keys come faster than answers: what was wanted of a list that is not there yet (one marked, and
// perhaps chosen) is done when it comes, so that nobody has to wait, nor gets one of an older list.
const wishes = new WeakMap();
// What is marked is known by its value: the list may be laid anew under it, with the same entries.
const marks = new WeakMap();
const markedAmong = (options, input) => options.findIndex((each) => each.dataset.value === marks.get(input));
const isCurrent = ({ input, list }) => !list.hidden && list.dataset.of === input.value;

function wish({ input }, key) {
  const wished = wishes.get(input);
  if (key === "ArrowDown") {
    wishes.set(input, { at: wished ? wished.at + 1 : 0 });
    if (!wished) htmx.trigger(input, "seek");
  } else if (key === "Enter" && wished) wished.isChosen = true;
  else return false;
  return true;
}

function fulfil(picker) {
  const parts = partsOf(picker);
  const options = optionsOf(parts.list);
  const wished = wishes.get(parts.input);
  wishes.delete(parts.input);
  if (!wished || !options.length) return;
  const option = options[wished.at % options.length];
  if (wished.isChosen) choose(picker, option.dataset.value);
  else mark(parts, option);
}

function choose(picker, value) {
  const { input, status, tree } = partsOf(picker);
  input.value = input.dataset.chosen = value;
  close(picker);
  tree.open = false;
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  status.textContent = status.dataset.chosen.replace("{}", value);
}

function close(picker) {
  const { input, list } = partsOf(picker);
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  forget(input);
}

function forget(input) {
  wishes.delete(input);
  marks.delete(input);
}

function open(picker) {
  const parts = partsOf(picker);
  const { input, list, status } = parts;
  const options = optionsOf(list);
  [...list.children].forEach((each, at) => (each.id = `${list.id}-${at}`));
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  input.removeAttribute("aria-activedescendant");
  status.textContent = options.length ? status.dataset.found.replace("{}", options.length) : list.textContent.trim();
  const at = markedAmong(options, input);
  if (at >= 0) mark(parts, options[at]);
}

function mark({ input, list }, option) {
  for (const each of optionsOf(list)) each.setAttribute("aria-selected", String(each === option));
  marks.set(input, option.dataset.value);
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function inList(picker, event) {
  const parts = partsOf(picker);
  const { input, list } = parts;
  if (event.isComposing || event.ctrlKey || event.metaKey) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key !== "Escape" && !isCurrent(parts)) return wish(parts, event.key);
  const options = optionsOf(list);
  const at = markedAmong(options, input);
  if (step && options.length) mark(parts, options.at((at + step + (at < 0 && step < 0 ? 1 : 0)) % options.length));
  else if (event.key === "Enter" && at >= 0) choose(picker, options[at].dataset.value);
  else if (event.key === "Escape" && !list.hidden) close(picker);
  else return false;
  return true;
}

const isShown = (item) => !item.parentElement.closest("[role=treeitem][aria-expanded=false]");
const itemsOf = (tree) => [...tree.querySelectorAll("[role=treeitem]")].filter(isShown);

function rove(item) {
  const tree = item.closest("[role=tree]");
  for (const each of tree.querySelectorAll("[tabindex='0']")) each.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

function unfold(item, opens) {
  item.setAttribute("aria-expanded", String(opens));
  if (opens) htmx.trigger(item, "unfold");
}

function inTree(picker, item, event) {
  const items = itemsOf(item.closest("[role=tree]"));
  const at = items.indexOf(item);
  const isOpen = item.getAttribute("aria-expanded");
  const to = { ArrowDown: items[at + 1], ArrowUp: items[at - 1], Home: items[0], End: items.at(-1) };
  if (event.key in to) to[event.key] && rove(to[event.key]);
  else if (event.key === "ArrowRight" && isOpen === "false") unfold(item, true);
  else if (event.key === "ArrowRight" && isOpen === "true") item.querySelector("[role=treeitem]") && rove(item.querySelector("[role=treeitem]"));
  else if (event.key === "ArrowLeft" && isOpen === "true") unfold(item, false);
  else if (event.key === "ArrowLeft") {
    const parent = item.parentElement.closest("[role=treeitem]");
    if (parent) rove(parent);
  } else if (event.key === "Enter" || event.key === " ") item.dataset.value && choose(picker, item.dataset.value);
  else if (event.key === "Escape") {
    partsOf(picker).tree.open = false;
    partsOf(picker).tree.querySelector("summary").focus();
  } else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  const picker = pickerOf(event);
  if (!picker) return;
  const item = event.target.closest("[role=treeitem]");
  const isDone = event.target.matches("[role=combobox]") ? inList(picker, event) : item && inTree(picker, item, event);
  if (isDone) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const picker = pickerOf(event);
  const item = picker && event.target.closest("[role=option], [role=treeitem]");
  if (!item) return;
  if (event.target.closest("[data-twist]")) {
    unfold(item, item.getAttribute("aria-expanded") !== "true");
    rove(item);
  } else if (item.dataset.value) choose(picker, item.dataset.value);
});

// The input keeps the focus while a suggestion is touched.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("[data-picker] [role=listbox]")) event.preventDefault();
});
document.addEventListener("focusout", (event) => {
  const picker = event.target.matches?.("[role=combobox]") && pickerOf(event);
  if (picker) close(picker);
});

// A tree that lies over the page is folded when one goes on elsewhere.
for (const kind of ["focusin", "pointerdown"]) {
  document.addEventListener(kind, (event) => {
    for (const tree of document.querySelectorAll(".is-beside > details[open]")) {
      if (!tree.contains(event.target)) tree.open = false;
    }
  });
}

// What was just chosen, or is listed already, is not looked up again.
document.addEventListener("htmx:beforeRequest", (event) => {
  const input = event.target;
  if (!input.matches("[data-picker] [role=combobox]") || event.detail.requestConfig.triggeringEvent?.type !== "input") return;
  if (input.dataset.chosen === input.value || isCurrent(partsOf(pickerOf(event)))) event.preventDefault();
});
for (const kind of ["input", "htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(kind, (event) => pickerOf(event) && forget(partsOf(pickerOf(event)).input));
}
document.addEventListener("htmx:afterSettle", (event) => {
  const { target } = event.detail;
  const picker = target.closest?.("[data-picker]");
  if (!picker) return;
  if (target.matches("[role=listbox]")) {
    const { input } = partsOf(picker);
    target.dataset.of = event.detail.requestConfig.parameters[input.name];
    // What was asked for before something else was typed or chosen opens nothing.
    if (document.activeElement !== input || target.dataset.of !== input.value) return;
    open(picker);
    fulfil(picker);
  } else if (target.matches("[role=tree]")) {
    const first = target.querySelector("[role=treeitem]");
    first.tabIndex = 0;
    if (first.getAttribute("aria-expanded") === "false" && !first.nextElementSibling) unfold(first, true);
  }
});
