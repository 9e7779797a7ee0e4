// A drawing and the list beside it, inside [data-drawn-beside]: a click on an element leads to its
// entry ([data-element]), and a button ([data-shows]) leads from an entry to its element.
document.addEventListener("dudao:element", ({ target, detail }) => {
  const beside = target.closest("[data-drawn-beside]");
  const entry = beside?.querySelector(`[data-element="${CSS.escape(detail.replace(/_label$/, ""))}"]`);
  if (!entry) return;
  for (let each = entry; each && each !== beside; each = each.parentElement) {
    if (each.tagName === "DETAILS") each.open = true;
  }
  const focused = entry.querySelector(":scope > summary") ?? entry;
  focused.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-shows]");
  const drawing = button?.closest("[data-drawn-beside]")?.querySelector("[data-diagram]");
  if (!drawing) return;
  drawing.scrollIntoView({ block: "nearest" });
  drawing.dispatchEvent(new CustomEvent("dudao:show", { detail: button.dataset.shows }));
});
