"""Waits until a page is there: a click is answered before what comes of it has been read in full."""

from __future__ import annotations

from playwright.sync_api import Page

_SETTLED = """async () => {
  // What a page asks for by itself is there, and was drawn: for a moment nothing came any more.
  const QUIET = 200, LOOK_AGAIN = 40, PATIENCE = 60000;
  const BUSY = ".htmx-request, [data-diagram]:not([data-drawn]), [data-chart]:not([data-drawn])";
  const busy = () => document.readyState === "complete"
    ? document.querySelector(BUSY)?.outerHTML.slice(0, 160) : document.readyState;
  const came = () => performance.getEntriesByType("resource").length;
  const begun = performance.now();
  let before = -1, since = begun;
  while (performance.now() - since < QUIET) {
    const what = busy();
    if (what || came() !== before) [before, since] = [came(), performance.now()];
    if (since - begun > PATIENCE) return what ?? "it asks for more and more";
    await new Promise((later) => setTimeout(later, LOOK_AGAIN));
  }
  return "";
}"""


def settle(page: Page) -> None:
    """Wait until all of a page is there, its scripts listen, and it asks for nothing more."""
    page.wait_for_load_state()
    busy = page.evaluate(_SETTLED)
    assert not busy, f"{page.url} does not come to rest: {busy}"
