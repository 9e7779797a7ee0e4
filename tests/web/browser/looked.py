"""What was looked at already: a page built like an earlier one need not be walked again.

Many people see the same page. What axe-core and the Tab key find depends on how a page is built,
not on which words stand in it; so one is looked at once in each configuration of a browser, and
again as soon as anything in it is built otherwise: another field, another button, another class.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page

_BUILT = """() => {
  // Names, addresses and values differ from case to case; rows that are alike count as one.
  const SKIPPED = /^(aria-(current|label|labelledby|describedby|controls|owns)|id|for|name|href|src|action|value|title|style|list|content|datetime|data-.*|hx-.*)$/;
  const frame = document.querySelector("main");
  const built = (each, isFrame) => {
    if (isFrame && each === frame) return "main";
    const marks = [...each.attributes].map((at) => SKIPPED.test(at.name) ? at.name : `${at.name}=${at.value}`);
    if (isFrame) marks.splice(0, marks.length, ...marks.filter((mark) => mark !== "aria-current"));
    const says = [...each.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    const below = [];
    for (const child of each.children) {
      const as = built(child, isFrame);
      if (below.at(-1) !== as) below.push(as);
    }
    return `${each.localName}[${marks.sort()}]${says ? "~" : ""}(${below})`;
  };
  return [built(document.body, true), frame ? built(frame, false) : ""];
}"""


@dataclass(slots=True)
class Looked:
    """How the frames and the contents were built that were looked at in one configuration."""

    frames: set[str] = field(default_factory=set)
    contents: set[str] = field(default_factory=set)

    def is_new(self, page: Page) -> bool:
        """Say whether the frame or the content of a page is built as none before, and note both."""
        frame, content = page.evaluate(_BUILT)
        is_new = frame not in self.frames or content not in self.contents
        self.frames.add(frame)
        self.contents.add(content)
        return is_new
