// Places that files are dropped on show it. Several files for a form that takes them are listed once
// chosen ([data-drop-files]); others are sent at once ([data-drop], uploads.js).
// A form that takes long ([data-waits]) says meanwhile what is being done.
const PLACES = "[data-drop], [data-drop-files]";
const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

function list(input, place) {
  place?.replaceChildren(
    ...[...input.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} · ${size(file.size)}`;
      return line;
    }),
  );
}

document.addEventListener("change", ({ target }) => {
  const drop = target.closest?.("[data-drop-files]");
  if (drop && target.type === "file") list(target, drop.querySelector("[data-chosen]"));
});

document.addEventListener("dragover", (event) => {
  const drop = event.target.closest?.(PLACES);
  if (!drop || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  drop.classList.add("is-over");
});
for (const kind of ["dragleave", "drop"]) {
  document.addEventListener(kind, ({ target }) => target.closest?.(PLACES)?.classList.remove("is-over"));
}
document.addEventListener("drop", (event) => {
  const input = event.target.closest?.("[data-drop-files]")?.querySelector("input[type=file]");
  if (!input || !event.dataTransfer.files.length) return;
  event.preventDefault();
  const all = new DataTransfer();
  for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("submit", ({ target }) => {
  const waiting = document.getElementById(target.dataset.waits ?? "");
  if (!waiting) return;
  const input = target.querySelector("input[type=file]");
  if (input) list(input, waiting.querySelector("[data-waits-for]"));
  waiting.hidden = false;
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  for (const form of document.querySelectorAll("form[data-waits]")) document.getElementById(form.dataset.waits).hidden = true;
});
