"""Goes through a page with the Tab key alone, as somebody does who has no mouse."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from playwright.sync_api import CDPSession, Page

_BATCH = 24
_TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
"""The key going down, which is when the focus moves; it coming up would be told apart."""

_PATIENCE = 30.0
"""Seconds for which Tab is pressed on: keys are lost on a paper whose viewer has not started yet."""

_WATCH = """() => {
  // The parts of a day and time are stops of their own, as are those of a paper that is shown.
  const STOPS_OF_A_DATE = 8, STOPS_OF_A_FRAME = 40;
  const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary,"
    + " [contenteditable=true], [tabindex]";
  const isShown = (each) => each.checkVisibility({visibilityProperty: true})
    && !each.closest("[inert], fieldset[disabled]") && !each.disabled && each.tabIndex >= 0;
  const isStop = (each) => {
    if (each.type !== "radio") return true;
    const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(each.name)}"]`)]
      .filter((radio) => radio.form === each.form && isShown(radio));
    return each === (group.find((radio) => radio.checked) ?? group[0]);
  };
  const stops = [...document.querySelectorAll(usable)].filter(isShown).filter(isStop);
  const reached = new Set();
  const unseen = new Set();
  const isMarked = (each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  document.addEventListener("focusin", (event) => {
    const at = event.target;
    reached.add(at);
    if (!isMarked(at) && !isMarked(at.closest(":focus-within:not(:focus)") ?? at)) unseen.add(at);
  });
  const say = (each) => each.outerHTML.slice(0, 160);
  const isForMouse = (each) => getComputedStyle(each).cursor === "pointer"
    && !each.closest(`${usable}, label`) && !each.querySelector(usable);
  window.keyboardWalk = {
    left: () => stops.filter((each) => each.isConnected && isShown(each) && !reached.has(each)).map(say),
    unseen: () => [...unseen].map(say),
    forMouse: () => [...document.body.querySelectorAll("*")].filter(isForMouse).map(say),
  };
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  const dates = stops.filter((each) => /date|time|month/.test(each.type)).length;
  const frames = document.querySelectorAll("iframe").length;
  return stops.length + dates * STOPS_OF_A_DATE + frames * STOPS_OF_A_FRAME;
}"""


def expect_usable_by_keyboard(page: Page) -> None:
    """Expect that Tab reaches whatever can be used, shows where it is, and is held by nothing.

    WCAG 2.2, criteria 2.1.1, 2.1.2 and 2.4.7. Of a group of radio buttons Tab reaches one; the
    arrow keys, which browsers see to, reach the others.
    """
    keys = page.context.new_cdp_session(page)
    for _ in _rounds(page, page.evaluate(_WATCH) // _BATCH + 2):
        _press_many(keys)
        if not page.evaluate("keyboardWalk.left().length"):
            break
    keys.detach()
    found = page.evaluate("[keyboardWalk.left(), keyboardWalk.unseen(), keyboardWalk.forMouse()]")
    where = ("out of reach of Tab", "without a mark when in focus", "for the mouse alone")
    lines = {words: each[:4] for words, each in zip(where, found, strict=True) if each}
    at = page.evaluate("document.activeElement?.outerHTML.slice(0, 160)")
    assert lines == {}, f"{page.url}, with the focus on {at}: {lines}"


def _rounds(page: Page, least: int) -> Iterator[None]:
    """Count as many rounds as it takes, and where a paper is shown go on until patience is lost."""
    yield from [None] * least
    until = time.monotonic() + _PATIENCE
    while page.locator("iframe").count() and time.monotonic() < until:
        yield


def _press_many(keys: CDPSession) -> None:
    """Press Tab again and again, not waiting for the screen to be painted in between."""

    async def press() -> None:
        sent = keys._impl_obj.send  # noqa: SLF001 - what is public waits after each key
        await asyncio.gather(
            *(sent("Input.dispatchKeyEvent", _TAB, timeout=None) for _ in range(_BATCH))
        )

    keys._sync(press())  # noqa: SLF001
