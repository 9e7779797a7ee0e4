"""What a browser loads for a page that it has never opened: at most 350 KB, as it is served."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html

from engine.store import Store
from tests.reading.house import House
from tests.support.clock import HandClock
from tests.web.pages import Pages

MOST = 350 * 1024
"""Bytes on the wire, where the browser takes gzip: the page, styles, scripts, icons, and parts that
the page asks for at once."""
ROWS = 50
_REFERS = (
    "//link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href|//script/@src|//img/@src"
    "|//*[local-name()='use']/@href|//@data-diagram"
    "|//*[contains(@hx-trigger, 'load')]/@hx-get|//iframe/@src"
)
_IN_STYLE = re.compile(r"url\(\s*[\"']?(?!data:)([^\"')]+)")
OFFICE = {
    "li": (
        "/desk", "/desk/started", "/desk/done", "/desk/copied", "/cases", "/items", "/work",
        "/inbox", "/search?text=整改", "/cases/new", "/account", "/substitutions", "/templates",
    ),
    "wang": ("/approvals", "/overview", "/overview?figures=1", "/processes", "/settings", "/numbers",
             "/calendars", "/publications"),
    "xiao": ("/desk", "/demands"),
    "in_auditor": ("/audit", "/ledger"),
    "guan": ("/units", "/people", "/operations/timers"),
}  # fmt: skip
PUBLIC = ("/public", "/sign-in")
TABS = ("", "/timeline", "/documents", "/attachments", "/deadlines", "/items", "/notifications")


@pytest.fixture
def house(store: Store, clock: HandClock) -> House:
    return House(store, clock)


@pytest.fixture
def pages(house: House) -> Pages:
    return Pages(house)


def loaded(pages: Pages, person: str | None, path: str) -> dict[str, int]:
    """Return the bytes of all that a browser loads for a page, by address."""
    client = pages.client(person)
    found: dict[str, int] = {}
    waiting = [path]
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in found:
            continue
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200, f"{address}: {response.status_code}"
        found[address] = len(response.data)
        if response.mimetype == "text/html":
            tree: Any = html.fromstring(client.get(address).text)
            waiting += [str(each) for each in tree.xpath(_REFERS) if each.startswith("/")]
        elif response.mimetype == "text/css":
            waiting += _IN_STYLE.findall(client.get(address).text)
    return found


def pages_of(case_id: str) -> Iterator[tuple[str | None, str]]:
    yield from ((None, each) for each in PUBLIC)
    yield from ((person, each) for person, paths in OFFICE.items() for each in paths)
    yield from (("li", f"/cases/{case_id}{each}") for each in TABS)


def test_no_page_weighs_more_than_350_kb_on_first_load(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    for number in range(ROWS):
        house.rectify(title=f"第{number}号食堂留样不足四十八小时，责令限期整改")
    for person, path in pages_of(case_id):
        found = loaded(pages, person, path)
        assert any(each.endswith(".css") for each in found), path
        assert any(each.endswith(".js") for each in found), path
        assert sum(found.values()) <= MOST, (person, path, found)


def test_the_islands_are_counted_where_they_are_shown(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    of_case = loaded(pages, "li", f"/cases/{case_id}")
    assert any("/diagram-" in each and each.endswith(".js") for each in of_case)
    assert f"/cases/{case_id}/diagram.bpmn" in of_case
    assert any("/charts-" in each for each in loaded(pages, "wang", "/overview?figures=1"))
    assert not any("/charts-" in each for each in loaded(pages, "li", "/desk"))


def test_what_is_served_is_compressed(pages: Pages) -> None:
    client = pages.client("li")
    for address in loaded(pages, "li", "/overview?figures=1"):
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip", address
