// Parts with hx-trigger="live" ask again every 15 seconds while the page is looked at, and at once
// when somebody comes back to it. The server answers 204 when nothing changed.
const EVERY = 15_000;
const refresh = () => {
  if (document.hidden) return;
  for (const part of document.querySelectorAll("[hx-trigger~=live]")) {
    part.dispatchEvent(new CustomEvent("live"));
  }
};
setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
