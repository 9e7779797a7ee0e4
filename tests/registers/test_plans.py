"""How registers are found on SQLite: by an index, and never by sorting all of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import pytest

from engine.commands import registers
from engine.model.case import Actor
from engine.model.deadlines import Light
from engine.model.registers import CaseFilter, CaseOrder, ItemFilter, ItemOrder, Page
from engine.store import Store
from tests.registers.office import Office
from tests.support.clock import HandClock

INDEXES = {
    CaseOrder.OPENED: "ix_case_file_opened_at",
    CaseOrder.DUE: "ix_case_file_due_at",
    CaseOrder.ENDED: "ix_case_file_ended_at",
    CaseOrder.TITLE: "ix_case_file_title",
    CaseOrder.UNIT: "ix_case_file_unit",
}
COMMON = (
    CaseFilter(),
    CaseFilter(unit="430621"),
    CaseFilter(lights=(Light.RED,)),
    CaseFilter(lights=(Light.RED, Light.YELLOW)),
    CaseFilter(lights=(Light.GREEN,), statuses=("open",)),
    CaseFilter(text="整改", keys=("rectification",)),
    CaseFilter(is_mine=True),
)


@pytest.fixture
def office(clock: HandClock) -> Office:
    made = Office(Store.memory(), clock)
    made.rectify()
    return made


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that ran, and the way that SQLite took."""

    sql: str
    plan: tuple[str, ...]


def listed(
    office: Office,
    wanted: CaseFilter | ItemFilter,
    order: CaseOrder | ItemOrder,
    *,
    is_descending: bool,
) -> Sequence[Asked]:
    """List cases or items; return what was asked of them, with parameters filled in, and how."""
    said: list[str] = []
    with office.store.read() as session:
        driver = cast("sqlite3.Connection", session.driver)
        driver.set_trace_callback(said.append)
        read = registers.list_items if isinstance(order, ItemOrder) else registers.list_cases
        read(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor("li"),
            wanted=wanted,  # type: ignore[arg-type]  # of one kind with the order
            order=order,  # type: ignore[arg-type]  # of one kind with what is wanted
            page=Page(is_descending=is_descending),
        )
        driver.set_trace_callback(None)
        places = [each for each in said if "ORDER BY" in each and "LIMIT" in each]
        register = "problem_item" if isinstance(order, ItemOrder) else "case_file \n"
        found = [Asked(sql, _plan(driver, sql)) for sql in places if f"FROM {register}" in sql]
    assert found
    return found


def _plan(driver: sqlite3.Connection, sql: str) -> tuple[str, ...]:
    rows = driver.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    return tuple(str(row[3]) for row in rows)


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("order", list(CaseOrder))
@pytest.mark.parametrize("wanted", COMMON, ids=str)
def test_common_cases_are_read_along_the_index_of_the_order(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    wanted: CaseFilter,
    order: CaseOrder,
    is_descending: bool,
) -> None:
    monkeypatch.setattr("engine.store.case_ways._are_few", lambda *_: False)
    for each in listed(office, wanted, order, is_descending=is_descending):
        way = [step for step in each.plan if "case_file" in step]
        assert INDEXES[order] in way[0], each
        assert not [step for step in each.plan if "TEMP B-TREE" in step], each


@pytest.mark.parametrize("order", list(CaseOrder))
@pytest.mark.parametrize("wanted", COMMON, ids=str)
def test_few_cases_are_looked_up_by_their_ids_and_sorted(
    office: Office, wanted: CaseFilter, order: CaseOrder
) -> None:
    for each in listed(office, wanted, order, is_descending=False):
        way = [step for step in each.plan if "case_file" in step]
        assert way[0] == "SEARCH case_file USING INDEX sqlite_autoindex_case_file_1 (id=?)", each
        assert not [step for step in each.plan if step.startswith("SCAN other")], each


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("order", list(ItemOrder))
@pytest.mark.parametrize(
    "wanted",
    [
        ItemFilter(),
        ItemFilter(unit="430621"),
        ItemFilter(statuses=("closed",)),
        ItemFilter(lights=(Light.RED,)),
        ItemFilter(text="整改"),
    ],
    ids=str,
)
def test_items_of_many_are_read_along_the_index_of_the_order_which_says_whose_they_are(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    wanted: ItemFilter,
    order: ItemOrder,
    is_descending: bool,
) -> None:
    monkeypatch.setattr("engine.store.item_ways._are_few", lambda *_, **_most: False)
    name = {"title": "title", "owner": "owner"}.get(order.value, f"{order.value}_at")
    for each in listed(office, wanted, order, is_descending=is_descending):
        (way,) = [step for step in each.plan if " problem_item " in f"{step} "]
        assert f"INDEX ix_problem_item_{name}" in way, each
        is_told = not (wanted.lights or wanted.text)
        assert ("COVERING" in way) == is_told, each
        assert not [step for step in each.plan if "TEMP B-TREE" in step], each


@pytest.mark.parametrize("order", list(ItemOrder))
def test_few_items_are_looked_up_by_their_ids_and_sorted(office: Office, order: ItemOrder) -> None:
    for each in listed(office, ItemFilter(lights=(Light.RED,)), order, is_descending=False):
        way = [step for step in each.plan if " problem_item " in step]
        assert way[0] == "SEARCH problem_item USING INDEX sqlite_autoindex_problem_item_1 (id=?)"
