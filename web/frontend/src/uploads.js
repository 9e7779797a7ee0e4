// Files go to the server as soon as they are chosen, dropped or photographed, with progress shown.
// Without scripts they go with the form.
document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file][data-upload]")) start(event.target);
});

function start(input) {
  const [file] = input.files;
  if (!file) return;
  const slot = input.closest("[data-file]");
  const { form } = input;
  const progress = slot.querySelector("progress");
  const error = slot.querySelector("[data-upload-error]");
  const body = new FormData();
  body.set("file", file);
  body.set("field", input.dataset.field);
  body.set("_key", input.dataset.key);
  body.set("_csrf", form.elements._csrf.value);
  const request = new XMLHttpRequest();
  request.open("POST", input.dataset.upload);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = (loaded / total) * 100));
  const ended = () => {
    progress.hidden = true;
    const uploading = Number(form.dataset.uploading ?? 1) - 1;
    form.dataset.uploading = String(uploading);
    for (const each of form.querySelectorAll("button[type=submit]")) each.disabled = uploading > 0;
  };
  const failed = (said) => {
    ended();
    error.textContent = said;
    error.hidden = false;
    input.value = "";
  };
  request.addEventListener("load", () => {
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const made = answer.querySelector("[data-file]");
    if (request.status !== 200 || !made) return failed(answer.querySelector("[data-refusal]")?.textContent ?? failure(slot));
    ended();
    offer(form, answer, slot);
    slot.replaceWith(made);
    const next = made.querySelector("input[type=file]");
    next.focus();
    next.dispatchEvent(new Event("input", { bubbles: true }));
  });
  request.addEventListener("error", () => failed(failure(slot)));
  form.dataset.uploading = String(Number(form.dataset.uploading ?? 0) + 1);
  for (const each of form.querySelectorAll("button[type=submit]")) each.disabled = true;
  progress.hidden = false;
  progress.value = 0;
  error.hidden = true;
  request.send(body);
}

const failure = (slot) => slot.querySelector("[data-failed]").dataset.failed;

// What was attached for one field can be chosen for the others too.
function offer(form, answer, slot) {
  const added = answer.querySelector("[data-file] select option:checked");
  if (!added) return;
  for (const select of form.querySelectorAll("[data-file] select")) {
    if (slot.contains(select)) continue;
    const option = added.cloneNode(true);
    option.removeAttribute("selected");
    select.append(option);
  }
}

document.addEventListener("dragover", (event) => {
  const drop = event.target.closest?.("[data-drop]");
  if (!drop || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  drop.classList.add("is-over");
});
for (const kind of ["dragleave", "drop"]) {
  document.addEventListener(kind, (event) => event.target.closest?.("[data-drop]")?.classList.remove("is-over"));
}
document.addEventListener("drop", (event) => {
  const input = event.target.closest?.("[data-drop]")?.querySelector("input[type=file][data-upload]");
  if (!input || !event.dataTransfer.files.length) return;
  event.preventDefault();
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
