// Files go to the server as soon as they are chosen, dropped or photographed, with progress shown:
// one for a field of a form ([data-file]), or several for a case ([data-attach]), each by itself,
// so that one that is refused stops no other. Without scripts they go with the form.
const AT_ONCE = 2;
let sent = 0;

// Sends one file; the answer is a page where it was taken or says why it was not.
function send(address, form, file, fields, { progress, failed, tooLong }) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ _csrf: form.elements._csrf.value, ...fields })) body.set(name, value);
  body.set("file", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", address);
  request.setRequestHeader("HX-Request", "true");
  progress.max = 100;
  progress.value = 0;
  progress.hidden = false;
  return new Promise((resolve) => {
    const refuse = (why) => resolve({ why: why ?? failed });
    request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = (loaded / total) * 100));
    request.addEventListener("error", () => refuse());
    request.addEventListener("load", () => {
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const isTaken = request.status < 300 && !request.getResponseHeader("HX-Redirect");
      if (isTaken) return resolve({ answer });
      refuse(answer.querySelector("[data-refusal]")?.textContent ?? (request.status === 413 ? tooLong : undefined));
    });
    request.send(body);
  });
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("input[type=file][data-upload]")) fill(target);
  if (!target.matches("[data-attach-input]")) return;
  attach(target.form, [...target.files]);
  target.value = "";
});

document.addEventListener("drop", (event) => {
  const drop = event.target.closest?.("[data-drop]");
  const { files } = event.dataTransfer;
  if (!drop || !files.length) return;
  event.preventDefault();
  const several = drop.closest("[data-attach]");
  if (several) return attach(several, [...files]);
  const input = drop.querySelector("input[type=file][data-upload]");
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// One file for a field: the server answers with the field that now holds it.
async function fill(input) {
  const [file] = input.files;
  if (!file) return;
  const { form } = input;
  const slot = input.closest("[data-file]");
  const error = slot.querySelector("[data-upload-error]");
  error.hidden = true;
  wait(form, 1);
  const words = { progress: slot.querySelector("progress"), failed: slot.querySelector("[data-failed]").dataset.failed };
  const { answer, why } = await send(input.dataset.upload, form, file, { field: input.dataset.field, _key: input.dataset.key }, words);
  wait(form, -1);
  const made = answer?.querySelector("[data-file]");
  if (!made) {
    words.progress.hidden = true;
    error.textContent = why ?? words.failed;
    error.hidden = false;
    input.value = "";
    return;
  }
  offer(form, made, slot);
  slot.replaceWith(made);
  const next = made.querySelector("input[type=file]");
  next.focus();
  next.dispatchEvent(new Event("input", { bubbles: true }));
}

// A form is not sent while a file of it is on its way.
function wait(form, more) {
  const waiting = Number(form.dataset.uploading ?? 0) + more;
  form.dataset.uploading = String(waiting);
  for (const each of form.querySelectorAll("button[type=submit]")) each.disabled = waiting > 0;
}

// What was sent for one field can be chosen for the others too.
function offer(form, made, slot) {
  const added = made.querySelector("select option:checked");
  if (!added) return;
  for (const select of form.querySelectorAll("[data-file] select")) {
    if (slot.contains(select)) continue;
    const option = added.cloneNode(true);
    option.removeAttribute("selected");
    select.append(option);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  for (const plain of document.querySelectorAll("[data-attach] [data-attach-plain]")) plain.hidden = true;
});

// Several files for a case: listed with what became of each, and then all of them counted.
async function attach(form, files) {
  const outcome = form.parentElement.querySelector("[data-attach-outcome]");
  outcome.textContent = "";
  const waiting = files.map((file) => ({ file, ...show(form, file) }));
  const results = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await attachOne(form, next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const done = results.filter(Boolean).length;
  const failed = results.length - done;
  if (done) await refresh();
  const note = document.createElement("p");
  note.className = failed ? "note is-bad" : "note is-done";
  note.textContent = (failed ? form.dataset.sumFailed : form.dataset.sum).replace("{}", done).replace("{}", failed);
  outcome.replaceChildren(note);
}

async function attachOne(form, { file, line, progress, state }) {
  const { failed, tooLong, longest } = form.dataset;
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  sent += 1;
  const words = { progress, failed, tooLong };
  const key = `${form.elements._key.value}.${sent}`;
  const { why } = file.size > Number(longest) ? { why: tooLong } : await send(form.action, form, file, { ...fields, _key: key }, words);
  progress.remove();
  line.className = why ? "is-refused" : "is-taken";
  state.textContent = why ?? form.dataset.done;
  return !why;
}

function show(form, file) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  name.className = "file-name";
  name.textContent = file.name;
  const progress = document.createElement("progress");
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-label", form.dataset.progress.replace("{}", file.name));
  const state = document.createElement("span");
  line.append(name, progress, state);
  form.querySelector("[data-attach-list]").append(line);
  return { line, progress, state };
}

// The list on this page says what is attached now; where it cannot be had it is left as it was.
async function refresh() {
  const list = document.getElementById("attached");
  const answer = await fetch(location.href).catch(() => null);
  if (!list || !answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const made = page.getElementById("attached");
  if (made) list.replaceWith(made);
}
