"""How SQLite finds entries for somebody who sees much: by narrow indexes that say who may."""

from __future__ import annotations

import sqlite3
from typing import cast

import pytest

from engine.commands.searching import search
from engine.model.case import Actor
from engine.store import Store
from tests.registers.office import Office
from tests.search.conftest import take
from tests.support.clock import HandClock


@pytest.mark.parametrize("way", ["a list of hits", "many hits"])
def test_a_common_word_is_met_along_the_dates_and_counted_without_reading_entries(
    clock: HandClock, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(way, monkeypatch)
    office = Office(Store.memory(), clock)
    office.rectify()
    said: list[str] = []
    with office.store.read() as session:
        driver = cast("sqlite3.Connection", session.driver)
        driver.set_trace_callback(said.append)
        hits = search(session, engine=office.engine, clock=clock, actor=Actor("li"), text="食堂")
        driver.set_trace_callback(None)
        (page,) = [each for each in said if "ORDER BY" in each and "search_entry" in each]
        (count,) = [each for each in said if "AS told" in each]
        plans = [_plan(driver, each) for each in (page, count)]
    assert hits.rows
    kind = "COVERING INDEX" if way == "a list of hits" else "INDEX"
    assert f"SCAN search_entry USING {kind} ix_search_entry_at" in plans[0]
    (way_in,) = [step for step in plans[1] if "told" in step]
    assert way_in.startswith("SEARCH told USING COVERING INDEX ix_search_entry_seen (number=?")


def _plan(driver: sqlite3.Connection, sql: str) -> list[str]:
    return [str(row[3]) for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}")]
