import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";

// A live part is merged into the page: focus, selection and open details stay as they are.
htmx.defineExtension("morph", {
  isInlineSwap: (style) => style.startsWith("morph"),
  handleSwap(style, target, fragment) {
    if (!style.startsWith("morph")) return false;
    return Idiomorph.morph(target, fragment.children, {
      morphStyle: style.endsWith("innerHTML") ? "innerHTML" : "outerHTML",
      ignoreActiveValue: true,
      callbacks: { beforeAttributeUpdated: (name, element) => !stays(name, element) },
    });
  },
});

// What somebody ticked (data-keeps) or unfolded is theirs, whatever the server sends.
const stays = (name, element) =>
  (name === "checked" && element.matches("[data-keeps]")) || (name === "open" && element.matches("details"));

// A refused or failed request of a part is shown where it happened, never swallowed.
document.addEventListener("htmx:sendError", (event) => say(event.target, "lost"));
document.addEventListener("htmx:responseError", (event) => say(event.target, "failed"));

function say(element, kind) {
  const bar = document.getElementById("connection");
  if (!bar || element.closest("[data-quiet]")) return;
  bar.hidden = false;
  bar.textContent = bar.dataset[kind];
}
document.addEventListener("htmx:afterOnLoad", () => {
  const bar = document.getElementById("connection");
  if (bar) bar.hidden = true;
});
