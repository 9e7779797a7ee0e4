// Sending a form: once, visibly, and with what was wrong brought to the eye.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.submitter?.formTarget === "_blank") return; // this page stays as it is
  if (form.method === "get" || form.dataset.sent === "true") {
    if (form.dataset.sent === "true") event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  const button = event.submitter;
  // After this turn: a disabled button would not be part of what is sent.
  setTimeout(() => {
    for (const each of form.querySelectorAll("button[type=submit]")) each.disabled = true;
    button?.classList.add("is-sending");
    button?.setAttribute("aria-busy", "true");
  });
});

// The browser keeps a page for its back button as it was when the form had been sent.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const each of document.querySelectorAll("form button[disabled]")) each.disabled = false;
  for (const each of document.querySelectorAll(".is-sending")) each.classList.remove("is-sending");
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-error-summary]")?.focus();
});

// A menu or filter that acts as soon as it is changed.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

// <button data-prints> prints the page.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-prints]")) window.print();
});
