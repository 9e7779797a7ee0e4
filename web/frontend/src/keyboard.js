// Keys for people who work here all day. Never while typing. "?" lists them.
//   data-key="g d"  on a link or button: that sequence follows or presses it; where the page itself
//                   and what stands around it have the same, that of the page
//   data-rows       on a list: j and k move along its [data-row] links, Enter opens
// Who speaks to the machine, or rests a hand on the keys, can turn all of this off (WCAG 2.1.4).
const IS_OFF = "dudao.keys-off";
let first = "";
let timer;

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
  if (localStorage.getItem(IS_OFF)) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
  if (event.key === "j" || event.key === "k") return move(event.key === "j" ? 1 : -1, event);
  const typed = first ? `${first} ${event.key}` : event.key;
  clearTimeout(timer);
  first = first ? "" : event.key;
  timer = setTimeout(() => (first = ""), 1200);
  const named = `[data-key="${CSS.escape(typed)}"]`;
  const target = document.querySelector(`main ${named}`) ?? document.querySelector(named);
  if (!target) return;
  first = "";
  event.preventDefault();
  if (target.matches("input, select, textarea")) target.focus();
  else target.click();
});

function move(step, event) {
  const rows = [...document.querySelectorAll("[data-rows] [data-row]")].filter((each) => each.offsetParent);
  if (!rows.length) return;
  event.preventDefault();
  const now = rows.indexOf(document.activeElement);
  const next = now < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + step, 0), rows.length - 1);
  rows[next].focus();
}
