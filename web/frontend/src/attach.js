// Several files for one case: each goes by itself as soon as it is chosen, so that one that is
// refused stops no other. Without scripts all of them go with the form.
const AT_ONCE = 2;
let sent = 0;

document.addEventListener("DOMContentLoaded", () => {
  for (const plain of document.querySelectorAll("[data-attach] [data-attach-plain]")) plain.hidden = true;
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-attach-input]")) return;
  take(event.target.form, [...event.target.files]);
  event.target.value = "";
});

document.addEventListener("drop", (event) => {
  const form = event.target.closest?.("[data-drop]")?.closest("[data-attach]");
  if (!form || !event.dataTransfer.files.length) return;
  event.preventDefault();
  take(form, [...event.dataTransfer.files]);
});

async function take(form, files) {
  const outcome = form.parentElement.querySelector("[data-attach-outcome]");
  outcome.textContent = "";
  const waiting = files.map((file) => ({ file, line: show(form, file) }));
  const results = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await send(form, next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const done = results.filter(Boolean).length;
  const failed = results.length - done;
  if (done) await refresh();
  const said = failed ? form.dataset.sumFailed : form.dataset.sum;
  const note = document.createElement("p");
  note.className = failed ? "note is-bad" : "note is-done";
  note.textContent = said.replace("{}", done).replace("{}", failed);
  outcome.replaceChildren(note);
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

function send(form, { file, line }) {
  const fail = (why) => {
    line.progress.remove();
    line.line.className = "is-refused";
    line.state.textContent = why;
    return false;
  };
  if (file.size > Number(form.dataset.longest)) return fail(form.dataset.tooLong);
  const body = new FormData(form);
  body.delete("photo");
  body.set("file", file, file.name);
  sent += 1;
  body.set("_key", `${form.elements._key.value}.${sent}`);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  return new Promise((resolve) => {
    request.upload.addEventListener("progress", ({ loaded, total }) => (line.progress.value = (loaded / total) * 100));
    request.addEventListener("load", () => {
      if (request.status === 204 && !request.getResponseHeader("HX-Redirect")) {
        line.progress.remove();
        line.line.className = "is-taken";
        line.state.textContent = form.dataset.done;
        return resolve(true);
      }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const why = answer.querySelector("[data-refusal]")?.textContent;
      resolve(fail(why ?? (request.status === 413 ? form.dataset.tooLong : form.dataset.failed)));
    });
    request.addEventListener("error", () => resolve(fail(form.dataset.failed)));
    request.send(body);
  });
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
