"""Every page, as everybody who may see it, on a desk or a phone, light or dark, in both languages.

No violation by axe-core, no error in the console, nothing asked of another machine, nothing wider
than the screen, nothing out of reach of the keyboard, no more than 350 KB on first load.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

import pytest

from tests.web.browser.crawl import Crawl
from tests.web.browser.fitting import expect_fit
from tests.web.browser.kinds import FOUND_BY, VISITOR
from tests.web.browser.looked import Looked
from tests.web.browser.visitor import Office
from tests.web.browser.whole import whole_application


class How(TypedDict, total=False):
    """How a browser is set."""

    phone: bool
    dark: bool
    language: str


LOOKS: list[tuple[How, dict[str, int]]] = [
    ({"phone": False}, {"li": 75, "shen": 68, "admin": 80}),
    ({"phone": True}, {"wang": 90, "r430621": 34}),
    ({"phone": True, "dark": True}, {"li": 75}),
    ({"phone": False, "dark": True}, {"luo": 90}),
    ({"phone": True, "language": "en"}, {"admin": 80}),
]
"""How browsers are set, and who looks with one: each finds at least so many kinds of pages."""


@pytest.mark.parametrize("how, people", LOOKS, ids=str)
def test_every_page_is_accessible_quiet_and_fits(
    untouched: Office, how: How, people: Mapping[str, int]
) -> None:
    looked = Looked()
    for person, least in people.items():
        page = untouched.sign_in(person, **how)
        crawl = Crawl(whole_application(), untouched.address, samples=1)
        for seen in crawl.walk(page, "/desk"):
            assert seen.response.status == 200, f"{person} was led to {seen.url}"
            expect_fit(page, looked)
        assert len(crawl.counts) >= least
        assert {*FOUND_BY.get(person, ())} <= {*crawl.counts}, f"{person} no longer finds them"
        page.context.close()


def test_the_public_site_is_accessible_quiet_and_fits(untouched: Office) -> None:
    page = untouched.visit(phone=True)
    crawl = Crawl(whole_application(), untouched.address)
    looked = Looked()
    for seen in crawl.walk(page, "/public", "/sign-in"):
        assert seen.response.status == 200, seen.url
        expect_fit(page, looked)
        assert page.context.cookies() == []
    assert {*FOUND_BY[VISITOR]} <= {*crawl.counts}
