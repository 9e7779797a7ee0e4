// Light or dark: as the system says, unless chosen; the choice is kept in this browser.
const choice = () => localStorage.getItem("dudao.theme") ?? "auto";
const dark = matchMedia("(prefers-color-scheme: dark)");

function apply() {
  const wanted = choice();
  const is_dark = wanted === "dark" || (wanted === "auto" && dark.matches);
  document.documentElement.setAttribute("data-bs-theme", is_dark ? "dark" : "light");
  for (const each of document.querySelectorAll("[data-theme-choice]")) {
    each.setAttribute("aria-pressed", String(each.dataset.themeChoice === wanted));
  }
  document.dispatchEvent(new CustomEvent("dudao:theme", { detail: is_dark ? "dark" : "light" }));
}

dark.addEventListener("change", apply);
document.addEventListener("DOMContentLoaded", apply);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (!button) return;
  localStorage.setItem("dudao.theme", button.dataset.themeChoice);
  apply();
});
apply();
