"""Pages, drawings and feeds are compressed for who takes it; files go out byte for byte."""

from __future__ import annotations

import gzip

import pytest

from engine.store import Store
from tests.reading.house import House
from tests.support.clock import HandClock
from tests.web.pages import Pages

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def house(store: Store, clock: HandClock) -> House:
    return House(store, clock)


@pytest.fixture
def pages(house: House) -> Pages:
    """Return the pages of a house."""
    return Pages(house)


@pytest.mark.parametrize("path", ["/processes", "/processes/rectification/diagram.bpmn"])
def test_what_is_shown_is_compressed_where_the_browser_takes_it(
    pages: Pages, house: House, path: str
) -> None:
    house.rectify()
    plain, small = (pages.client("li").get(path, headers=each) for each in ({}, GZIP))
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data)
    assert gzip.decompress(small.data)[:99] == plain.data[:99]
    assert all("Accept-Encoding" in each.headers["Vary"] for each in (plain, small))


def test_a_compressed_drawing_is_not_sent_twice(pages: Pages, house: House) -> None:
    house.rectify()
    path = "/processes/rectification/diagram.bpmn"
    first = pages.client("li").get(path, headers=GZIP)
    assert first.headers["ETag"].startswith("W/"), "other bytes of the same content"
    again = pages.client("li").get(path, headers=GZIP | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_file_goes_out_as_it_is(pages: Pages, house: House) -> None:
    house.rectify()
    file = pages.client("li").get("/processes/rectification/source", headers=GZIP)
    assert "Content-Encoding" not in file.headers
    assert file.data.startswith(b"<?xml")
