"""Whatever is promised of every page, looked at as it was just opened."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.web.browser.keyboard import expect_usable_by_keyboard
from tests.web.browser.looked import Looked
from tests.web.browser.visitor import expect_no_violation, expect_no_wider

HEAVIEST = 350 * 1024
"""Bytes over the wire of a page with all it loads, on first load."""

_WEIGHT = """[...performance.getEntriesByType("navigation"),
  ...performance.getEntriesByType("resource")].reduce((sum, each) => sum + each.encodedBodySize + 300, 0)"""
"""What is kept from an earlier page counts as well, as on first load; 300 is the standard's head."""


def expect_fit(page: Page, looked: Looked) -> None:
    """Expect of a page, as it was just opened, whatever is promised of every page."""
    bytes_moved = page.evaluate(_WEIGHT)
    assert 0 < bytes_moved <= HEAVIEST, f"{page.url} weighs {bytes_moved} bytes"
    expect_no_wider(page)
    if looked.is_new(page):
        expect_no_violation(page)
        expect_usable_by_keyboard(page)
