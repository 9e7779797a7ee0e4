// Opening a case: a unit or a reference filled in at one touch, the words of what is chosen, and
// a preview that no longer belongs to what stands above it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fills]");
  const field = button && document.getElementById(button.dataset.fills);
  if (!field) return;
  event.preventDefault();
  field.value = button.dataset.with;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

function words() {
  for (const each of document.querySelectorAll("[data-words]")) {
    const fields = document.getElementsByName(each.dataset.words);
    const chosen = [...fields].find((field) => field.type !== "radio" || field.checked)?.value;
    for (const word of each.children) word.hidden = word.dataset.word !== chosen;
  }
}
document.addEventListener("change", words);
document.addEventListener("dudao:restored", words);
document.addEventListener("DOMContentLoaded", words);

document.addEventListener("input", (event) => {
  const preview = event.target.closest("form[data-opening]")?.querySelector("[data-preview]");
  if (!preview) return;
  preview.querySelector("[data-changed]").hidden = false;
  preview.querySelector("[data-confirm]").hidden = true;
});

document.addEventListener("DOMContentLoaded", () => {
  const preview = document.querySelector("[data-preview]");
  preview?.scrollIntoView();
  preview?.focus({ preventScroll: true });
});
