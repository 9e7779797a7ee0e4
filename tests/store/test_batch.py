"""A step writes its rows together, or none of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.errors import AlreadyExists, Conflict, NotFound
from engine.store import StepBatch, Store
from engine.store.case_reads import (
    history_of,
    incidents_of_case,
    timers_of_case,
    waits_of_case,
    work_of_case,
)
from engine.store.reads import read_case, read_case_by_reference, read_timer, read_work
from engine.store.rows import IncidentRow
from tests.store.samples import DAY, NOW, case, open_case, prepare, timer, wait, work


def test_what_a_step_wrote_is_read_back_as_it_was(store: Store) -> None:
    prepare(store, "c1")
    given = work(
        excluded_units=("430621",),
        groups=("分管领导", "督导科"),
        users=("u-7",),
        deadline={"term": "15工作日", "due": NOW, "days": 15},
        item=2,
    )
    incident = IncidentRow("i1", "c1", 5, "number", "handler", "取号失败", "No number.", NOW)
    batch = StepBatch()
    batch.add_work(given)
    batch.set_timer(timer(remaining=3))
    batch.add_wait(wait(correlation="x"))
    batch.add_incident(incident)
    with store.begin() as session:
        batch.flush(session)
    with store.read() as session:
        assert read_work(session, given.id).work == given
        assert work_of_case(session, "c1") == [given]
        found = timers_of_case(session, "c1")
        assert [replace(row, id=0) for row in found] == [timer(remaining=3)]
        assert waits_of_case(session, "c1") == [wait(correlation="x")]
        assert incidents_of_case(session, "c1") == [incident]


def test_a_case_is_read_by_id_by_reference_and_with_its_work(store: Store) -> None:
    with store.begin() as session:
        prepare_definition(session)
        row = open_case(session, case("c1", due_at=NOW + DAY, undo=b"\x00\xff", parent_aid=4))
        batch = StepBatch()
        batch.add_work(work())
        batch.set_timer(timer())
        batch.flush(session)
    with store.read() as session:
        assert read_case(session, "c1").case == row
        assert read_case_by_reference(session, str(row.reference)).case == row
        assert read_work(session, "c1-1").case == row
        armed = read_timer(session, "c1", 2)
        assert armed is not None
        assert armed.case == row
        assert armed.revision == read_case(session, "c1").revision


def prepare_definition(session: object) -> None:
    from engine.store.definitions import insert_definition
    from tests.store.samples import definition

    insert_definition(session, definition())
