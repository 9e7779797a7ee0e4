"""Every kind of page is looked at by somebody, or named as one that nobody comes upon."""

from __future__ import annotations

from tests.web.browser.crawl import FILES
from tests.web.browser.kinds import FOUND_BY, PARTS_AND_FILES, UNREACHED
from tests.web.browser.whole import whole_application


def test_every_kind_of_page_is_looked_at_or_named_as_one_that_is_not() -> None:
    found = [kind for kinds in FOUND_BY.values() for kind in kinds]
    rules = whole_application().url_map.iter_rules()
    kinds = {
        each.endpoint
        for each in rules
        if "GET" in (each.methods or ()) and not each.rule.startswith(FILES)
    }
    assert sorted([*found, *PARTS_AND_FILES, *UNREACHED]) == sorted(kinds), "each of them once"
