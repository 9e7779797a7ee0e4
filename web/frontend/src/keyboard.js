// Keys for people who work here all day. Never while typing. "?" lists them.
//   data-key="g d"  on a link or button: that sequence follows or presses it; where the page itself
//                   and what stands around it have the same, that of the page
//   data-rows       on a list: j and k move along its [data-row] links, Enter opens
// Who speaks to the machine, or rests a hand on the keys, can turn all of this off (WCAG 2.1.4).
const IS_OFF = "dudao.keys-off";
const PAUSE = 1500; // milliseconds between the two keys of a sequence
const OCCUPIED = "input, textarea, select, [contenteditable]";
let first = { key: "", when: 0 };

document.addEventListener("DOMContentLoaded", () => {
  for (const each of document.querySelectorAll("[data-keys-on]")) {
    each.checked = !localStorage.getItem(IS_OFF);
  }
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-on]")) return;
  if (event.target.checked) localStorage.removeItem(IS_OFF);
  else localStorage.setItem(IS_OFF, "1");
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (localStorage.getItem(IS_OFF) || isOccupied(event.target)) return;
  if (event.key.length > 1) return; // Shift, which "?" needs, Escape and their like say nothing by themselves
  if (event.key === "j" || event.key === "k") return move(event.key === "j" ? 1 : -1, event);
  const target = meant(event);
  first = target ? { key: "", when: 0 } : { key: event.key, when: event.timeStamp };
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, select, textarea")) target.focus();
  else target.click();
});

// A field of a dialog that was closed a moment ago still has the focus, and nobody types there.
function isOccupied(at) {
  return Boolean(document.querySelector("dialog[open]") || at.closest(OCCUPIED)?.checkVisibility());
}

// When both keys were pressed counts, not when a page that is at work came to hear of them.
function meant(event) {
  const isSoon = first.key && event.timeStamp - first.when < PAUSE;
  return (isSoon && withKeys(`${first.key} ${event.key}`)) || withKeys(event.key);
}

function withKeys(keys) {
  const named = `[data-key="${CSS.escape(keys)}"]`;
  return document.querySelector(`main ${named}`) ?? document.querySelector(named);
}

function move(step, event) {
  const rows = [...document.querySelectorAll("[data-rows] [data-row]")].filter((each) => each.offsetParent);
  if (!rows.length) return;
  event.preventDefault();
  const now = rows.indexOf(document.activeElement);
  const next = now < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + step, 0), rows.length - 1);
  rows[next].focus();
}
