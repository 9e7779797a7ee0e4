"""A step writes its rows together, or none of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from engine.model.errors import AlreadyExists, Conflict, InvalidArgument, NotFound
from engine.model.forms import MAX_ROWS
from engine.model.history import Chain, verify_chain
from engine.store import StepBatch, Store
from engine.store.case_reads import (
    head_of,
    history_of,
    incidents_of_case,
    linked_cases,
    outcomes_of_case,
    read_incident,
    timers_of_case,
    waits_for,
    waits_of_case,
    work_of_case,
)
from engine.store.reads import read_case, read_case_by_reference, read_timer, read_work
from engine.store.rows import IncidentRow
from engine.store.tables import work_candidate
from tests.store.samples import DAY, NOW, case, entry, open_case, prepare, salt, timer, wait, work

INCIDENT = IncidentRow("i1", "c1", 5, "number", "handler", "取号失败", "No number.", NOW)


def flush(store: Store, batch: StepBatch) -> None:
    with store.begin() as session:
        batch.flush(session)


def test_what_a_step_wrote_is_read_back_as_it_was(store: Store) -> None:
    prepare(store, "c1")
    given = work(
        excluded_units=("430621",),
        groups=("分管领导", "督导科"),
        users=("u-7",),
        deadline={"term": "15工作日", "due": NOW, "days": 15},
        item=2,
    )
    outcome = entry("o1", "c1", "整改到位")
    batch = StepBatch()
    batch.add_work(given)
    batch.set_timer(timer(remaining=3))
    batch.add_wait(wait(correlation="x"))
    batch.add_incident(INCIDENT)
    batch.add_outcome(outcome)
    flush(store, batch)
    with store.read() as session:
        assert read_work(session, given.id).work == given
        assert work_of_case(session, "c1") == [given]
        found = timers_of_case(session, "c1")
        assert [replace(row, id=0) for row in found] == [timer(remaining=3)]
        assert waits_of_case(session, "c1") == [wait(correlation="x")]
        assert waits_for(session, "receipt_signed") == [wait(correlation="x")]
        assert incidents_of_case(session, "c1") == [INCIDENT]
        assert read_incident(session, "i1") == INCIDENT
        assert outcomes_of_case(session, "c1") == [outcome]


def test_a_case_is_read_by_id_by_reference_with_its_work_and_with_its_timer(store: Store) -> None:
    prepare(store)
    with store.begin() as session:
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
        assert armed.revision == read_case(session, "c1").revision == 1


def test_what_is_not_there_is_not_found(store: Store) -> None:
    with store.read() as session:
        for read in (read_case, read_case_by_reference, read_work, read_incident):
            with pytest.raises(NotFound):
                read(session, "x")
        assert read_timer(session, "x", 1) is None


def test_a_step_changes_the_case_and_ends_its_work(store: Store) -> None:
    prepare(store, "c1")
    opened = StepBatch()
    opened.add_work(work())
    opened.add_work(work(aid=4))
    opened.set_timer(timer())
    opened.add_wait(wait())
    opened.add_incident(INCIDENT)
    flush(store, opened)
    with store.read() as session:
        row = read_case(session, "c1").case
    changed = replace(row, version=2, state=b"next", status="closed", ended_at=NOW + DAY)
    batch = StepBatch()
    batch.change_case(changed, expected=1)
    batch.end_work("c1", 1)
    batch.change_work(work(aid=4, assignee="u-2", status="ASSIGNED", due_at=None))
    batch.end_timer("c1", 2)
    batch.end_wait("c1", 3)
    batch.change_incident(replace(INCIDENT, attempts=1, ended_at=NOW, ended_by="u-3"))
    flush(store, batch)
    with store.read() as session:
        assert read_case(session, "c1").case == changed
        assert work_of_case(session, "c1") == [
            work(aid=4, assignee="u-2", status="ASSIGNED", due_at=None)
        ]
        assert timers_of_case(session, "c1") == []
        assert waits_of_case(session, "c1") == []
        assert read_incident(session, "i1").ended_by == "u-3"
        left = session.execute(select(func.count()).select_from(work_candidate)).one()[0]
        assert left == 1, "candidates go with their work"


def test_work_that_excludes_as_many_schools_as_a_form_has_rows_is_kept(store: Store) -> None:
    # An index of PostgreSQL takes no row of more than 2,704 bytes, compressed.
    schools = tuple(f"4306{20 + at % 12}S{at:04}" for at in range(MAX_ROWS + 1))
    prepare(store, "c1")
    batch = StepBatch()
    batch.add_work(work(aid=9, excluded_units=schools))
    flush(store, batch)
    with store.read() as session:
        kept = {each.aid: each.excluded_units for each in work_of_case(session, "c1")}
    assert kept[9] == schools


def test_a_case_changed_by_somebody_else_is_a_conflict_and_nothing_is_written(store: Store) -> None:
    prepare(store, "c1")
    with store.read() as session:
        row = read_case(session, "c1").case
    first, second = StepBatch(), StepBatch()
    first.change_case(replace(row, version=2, state=b"first"), expected=1)
    second.change_case(replace(row, version=2, state=b"second"), expected=1)
    second.add_work(work())
    flush(store, first)
    with pytest.raises(Conflict):
        flush(store, second)
    with store.read() as session:
        assert read_case(session, "c1").case.state == b"first"
        assert work_of_case(session, "c1") == []


def test_what_happens_twice_to_a_row_within_a_step_is_written_once(store: Store) -> None:
    prepare(store, "c1")
    batch = StepBatch()
    batch.add_work(work(aid=1))
    batch.end_work("c1", 1)
    batch.add_work(work(aid=5))
    batch.change_work(work(aid=5, assignee="u-1", status="ASSIGNED"))
    batch.set_timer(timer(aid=2))
    batch.end_timer("c1", 2)
    batch.end_timer("c1", 7)
    batch.set_timer(timer(aid=7, due_at=NOW + 2 * DAY))
    batch.add_wait(wait(aid=3))
    batch.end_wait("c1", 3)
    batch.add_incident(INCIDENT)
    batch.change_incident(replace(INCIDENT, attempts=2))
    flush(store, batch)
    with store.read() as session:
        assert [row.assignee for row in work_of_case(session, "c1")] == ["u-1"]
        assert [row.aid for row in timers_of_case(session, "c1")] == [7]
        assert waits_of_case(session, "c1") == []
        assert read_incident(session, "i1").attempts == 2


def test_a_case_opened_and_changed_within_one_step_is_written_once(store: Store) -> None:
    prepare(store)
    batch = StepBatch()
    batch.open_case(case("c1"))
    batch.change_case(case("c1", version=2, title="改"), expected=1)
    flush(store, batch)
    with store.read() as session:
        assert read_case(session, "c1").case == case("c1", version=2, title="改")


def test_several_changes_of_a_case_within_one_step_expect_the_version_read_first(
    store: Store,
) -> None:
    prepare(store, "c1")
    with store.read() as session:
        row = read_case(session, "c1").case
    batch = StepBatch()
    batch.change_case(replace(row, version=2), expected=1)
    batch.change_case(replace(row, version=3, title="改"), expected=2)
    flush(store, batch)
    with store.read() as session:
        assert read_case(session, "c1").case == replace(row, version=3, title="改")


def test_a_timer_armed_again_keeps_its_row_and_loses_its_claim(store: Store) -> None:
    prepare(store, "c1")
    armed, again = StepBatch(), StepBatch()
    armed.set_timer(timer(claimed_by="w", claimed_until=NOW))
    flush(store, armed)
    again.set_timer(timer(due_at=NOW + 3 * DAY, paused=True))
    again.set_timer(timer(kind="retry"))
    flush(store, again)
    with store.read() as session:
        found = {row.kind: replace(row, id=0) for row in timers_of_case(session, "c1")}
        ids = [row.id for row in timers_of_case(session, "c1")]
    assert found == {
        "bpmn": timer(due_at=NOW + 3 * DAY, paused=True),
        "retry": timer(kind="retry"),
    }
    assert len(set(ids)) == 2


def test_a_timer_knows_whether_another_of_its_case_is_due_first(store: Store) -> None:
    prepare(store, "c1", "c2")
    batch = StepBatch()
    batch.set_timer(timer(aid=1, due_at=NOW - DAY, paused=True))
    batch.set_timer(timer(aid=2))
    batch.set_timer(timer(aid=3))
    batch.set_timer(timer("c2", aid=1, due_at=NOW - DAY))
    flush(store, batch)
    with store.read() as session:
        found = [read_timer(session, "c1", aid) for aid in (2, 3)]
    assert [row.is_first for row in found if row] == [True, False]


def test_two_cases_may_not_have_the_same_reference(store: Store) -> None:
    prepare(store, "c1")
    batch = StepBatch()
    batch.open_case(case("c2", reference=case("c1").reference))
    with pytest.raises(AlreadyExists):
        flush(store, batch)


def test_two_events_with_one_number_are_a_conflict(store: Store) -> None:
    prepare(store, "c1")
    chain = Chain("c1", salt)
    chain.append("task_created", at=NOW)
    batch = StepBatch()
    batch.add_events(chain.added)
    with pytest.raises(Conflict):
        flush(store, batch)


def test_the_history_of_a_case_grows_by_steps_and_verifies(store: Store) -> None:
    prepare(store, "c1")
    with store.begin() as session:
        row = read_case(session, "c1").case
        chain = Chain("c1", salt, row.head_seq, row.head_hash)
        for number in range(3):
            chain.append(
                "task_completed", at=NOW + DAY, person="u", after={"意见": "同意", "n": number}
            )
        batch = StepBatch()
        batch.change_case(
            replace(row, version=2, head_seq=chain.seq, head_hash=chain.head), expected=1
        )
        batch.add_events(chain.added)
        batch.flush(session)
    with store.read() as session:
        row = read_case(session, "c1").case
        events = list(history_of(session, "c1"))
        assert [event.seq for event in events] == [1, 2, 3, 4]
        assert events[1:] == chain.added
        assert [event.seq for event in history_of(session, "c1", after=2)] == [3, 4]
        head = (row.head_seq, row.head_hash)
        assert head_of(session, "c1") == head
        assert verify_chain(events, case_id="c1", head=head) is None
        assert head_of(session) == (0, b"")


def test_linked_cases_are_listed_under_the_case_that_opened_them(store: Store) -> None:
    prepare(store, "c1")
    batch = StepBatch()
    batch.open_case(case("c2", parent_id="c1", parent_aid=9))
    flush(store, batch)
    with store.read() as session:
        assert [row.id for row in linked_cases(session, "c1")] == ["c2"]


def test_a_repeated_candidate_is_one_candidate(store: Store) -> None:
    prepare(store, "c1")
    batch = StepBatch()
    batch.add_work(work(groups=("甲", "甲"), users=("u", "u")))
    flush(store, batch)
    with store.read() as session:
        left = session.execute(select(func.count()).select_from(work_candidate)).one()[0]
    assert left == 2


def test_a_text_that_cannot_be_stored_is_the_callers_mistake(store: Store) -> None:
    if store.kind == "sqlite":
        pytest.skip("SQLite stores NUL characters")
    prepare(store)
    batch = StepBatch()
    batch.open_case(case("c1", title="a\x00b"))
    with pytest.raises(InvalidArgument):
        flush(store, batch)
