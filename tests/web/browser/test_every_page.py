"""Every page, as everybody who may see it, on a desk or a phone, light or dark, in both languages.

No violation by axe-core, no error in the console, nothing asked of another machine, nothing wider
than the screen, nothing out of reach of the keyboard, no more than 350 KB on first load.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.web.browser.crawl import Crawl
from tests.web.browser.keyboard import expect_usable_by_keyboard
from tests.web.browser.visitor import Office, expect_accessible
from tests.web.browser.whole import whole_application

HEAVIEST = 350 * 1024
"""Bytes over the wire of a page with all it loads, on first load."""

_WEIGHT = """[...performance.getEntriesByType("navigation"),
  ...performance.getEntriesByType("resource")].reduce((sum, each) => sum + each.transferSize, 0)"""

PEOPLE = [
    ("li", {"phone": False}),
    ("li", {"phone": True, "dark": True}),
    ("wang", {"phone": True}),
    ("luo", {"phone": False, "dark": True}),
    ("r430621", {"phone": True}),
    ("shen", {"phone": False}),
    ("admin", {"phone": False}),
    ("admin", {"phone": True, "language": "en"}),
]


@pytest.mark.parametrize("person, how", PEOPLE, ids=str)
def test_every_page_is_accessible_quiet_and_fits(
    office: Office, person: str, how: dict[str, bool]
) -> None:
    page = at_first(office.sign_in(person, **how))  # type: ignore[arg-type]
    crawl = Crawl(whole_application(), office.address, samples=1)
    for seen in crawl.walk(page, "/desk"):
        assert seen.response.status == 200, f"{person} was led to {seen.url}"
        expect_fit(page)
    assert len(crawl.counts) > 5


def test_the_public_site_is_accessible_quiet_and_fits(office: Office) -> None:
    page = at_first(office.visit(phone=True))
    crawl = Crawl(whole_application(), office.address)
    for seen in crawl.walk(page, "/public", "/sign-in"):
        assert seen.response.status == 200, seen.url
        expect_fit(page)
        assert page.context.cookies() == []


def at_first(page: Page) -> Page:
    """Let a browser keep nothing, so that each page is loaded as if for the first time."""
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    return page


def expect_fit(page: Page) -> None:
    """Expect of a page, as it was just opened, whatever is promised of every page."""
    bytes_moved = page.evaluate(_WEIGHT)
    assert 0 < bytes_moved <= HEAVIEST, f"{page.url} weighs {bytes_moved} bytes"
    expect_accessible(page)
    expect_usable_by_keyboard(page)
