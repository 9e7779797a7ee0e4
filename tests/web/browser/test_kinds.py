"""Every kind of page is looked at by somebody."""

from __future__ import annotations

from tests.web.browser.crawl import FILES
from tests.web.browser.kinds import FOUND_BY, OPENED_BY_ADDRESS, PARTS_AND_FILES
from tests.web.browser.whole import whole_application


def test_every_kind_of_page_is_looked_at() -> None:
    looked_at = [
        kind for who in (FOUND_BY, OPENED_BY_ADDRESS) for kinds in who.values() for kind in kinds
    ]
    rules = whole_application().url_map.iter_rules()
    kinds = {
        each.endpoint
        for each in rules
        if "GET" in (each.methods or ()) and not each.rule.startswith(FILES)
    }
    assert sorted([*looked_at, *PARTS_AND_FILES]) == sorted(kinds), "each of them once"
