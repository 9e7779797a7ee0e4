"""Timers are claimed in order, by one worker at a time, and again when a worker dies."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import insert, text

from engine.store import StepBatch, Store
from engine.store import tables as t
from engine.store import timers as timers_module
from engine.store.rows import CaseRow, TimerRow
from engine.store.timers import DueTimer, claim_due, next_due, release
from tests.store.samples import DAY, NOW, case, prepare, timer

LEASE = timedelta(minutes=5)


def arm(store: Store, *rows: TimerRow) -> None:
    batch = StepBatch()
    for row in rows:
        batch.set_timer(row)
    with store.begin() as session:
        batch.flush(session)


def claim(
    store: Store, *, worker: str = "w1", limit: int = 100, late: timedelta = LEASE * 0
) -> list[DueTimer]:
    with store.begin() as session:
        return claim_due(session, now=NOW + late, limit=limit, worker=worker, lease=LEASE)


def test_due_timers_are_claimed_the_earliest_first(store: Store) -> None:
    prepare(store, "c1", "c2", "c3")
    arm(
        store,
        timer("c1", due_at=NOW - DAY),
        timer("c2", due_at=NOW - 2 * DAY),
        timer("c3", due_at=NOW - DAY),
        timer("c3", aid=9, due_at=NOW + DAY),
    )
    assert [(row.case_id, row.aid) for row in claim(store)] == [("c2", 2), ("c1", 2), ("c3", 2)]


def test_a_timer_is_due_at_its_very_instant(store: Store) -> None:
    prepare(store, "c1")
    arm(store, timer(due_at=NOW))
    assert claim(store, late=timedelta(microseconds=-1)) == []
    assert len(claim(store)) == 1


def test_no_more_are_claimed_than_wanted(store: Store) -> None:
    prepare(store, "c1")
    arm(store, *(timer(aid=aid, due_at=NOW) for aid in range(1, 6)))
    assert [row.aid for row in claim(store, limit=2)] == [1, 2]


def test_a_claimed_timer_is_claimed_again_only_after_the_lease(store: Store) -> None:
    prepare(store, "c1")
    arm(store, timer(due_at=NOW))
    assert len(claim(store)) == 1
    assert claim(store, worker="w2", late=LEASE / 2) == []
    assert len(claim(store, worker="w2", late=LEASE)) == 1


def test_a_released_timer_is_due_at_once(store: Store) -> None:
    prepare(store, "c1")
    arm(store, timer(due_at=NOW))
    assert len(claim(store)) == 1
    with store.begin() as session:
        release(session, ["c1"], worker="other")
    assert claim(store, worker="w2") == []
    with store.begin() as session:
        release(session, ["c1"], worker="w1")
    assert len(claim(store, worker="w2")) == 1


def test_while_one_timer_of_a_case_is_being_fired_the_others_wait(store: Store) -> None:
    prepare(store, "c1")
    arm(store, timer(aid=1, due_at=NOW - DAY), timer(aid=2, due_at=NOW))
    assert [row.aid for row in claim(store, limit=1)] == [1]
    assert claim(store, worker="w2") == []
    fired = StepBatch()
    fired.end_timer("c1", 1)
    with store.begin() as session:
        fired.flush(session)
    assert [row.aid for row in claim(store, worker="w2")] == [2]


def test_paused_timers_and_those_of_cases_not_open_are_left_alone(store: Store) -> None:
    prepare(store, "c1")
    with store.begin() as session:
        batch = StepBatch()
        for status in ("suspended", "closed", "canceled"):
            batch.open_case(case(status, status=status))
            batch.set_timer(timer(status, due_at=NOW))
        batch.set_timer(timer("c1", due_at=NOW, paused=True))
        batch.flush(session)
    assert claim(store) == []


def test_the_worker_knows_when_to_look_again(store: Store) -> None:
    prepare(store, "c1")
    with store.read() as session:
        assert next_due(session, now=NOW) is None
    arm(store, timer(aid=1, due_at=NOW), timer(aid=2, due_at=NOW + DAY))
    arm(store, timer(aid=3, due_at=NOW - DAY, paused=True))
    with store.read() as session:
        assert next_due(session, now=NOW) == NOW
    claim(store)
    with store.read() as session:
        assert next_due(session, now=NOW) == NOW + DAY
        assert next_due(session, now=NOW + LEASE) == NOW


def many_timers(store: Store, count: int, *, due: int) -> None:
    """Insert a case with a timer each; every so many are due."""
    cases = [case(f"c{number}", reference=None) for number in range(count)]
    with store.begin() as session:
        session.execute(insert(t.case_file), [cells(row) for row in cases])
        session.execute(
            insert(t.timer),
            [
                {
                    "case_id": row.id,
                    "aid": 1,
                    "node": "overdue",
                    "scope": 1,
                    "kind": "bpmn",
                    "due_at": NOW - timedelta(seconds=number) if number < due else NOW + DAY,
                    "paused": False,
                }
                for number, row in enumerate(cases)
            ],
        )


def cells(row: CaseRow) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in t.case_file.columns}


def test_four_workers_claim_two_thousand_timers_exactly_once(store: Store) -> None:
    prepare(store)
    many_timers(store, 2_100, due=2_000)
    start = threading.Barrier(4)
    claimed: list[int] = []

    def work(name: str) -> None:
        start.wait()
        while found := claim(store, worker=name, limit=100):
            claimed.extend(row.id for row in found)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # A worker that finds every due row locked for a moment may stop early; nobody else will.
    claimed.extend(row.id for row in claim(store, limit=2_000))
    assert len(claimed) == 2_000
    assert len(set(claimed)) == 2_000


def test_among_many_timers_the_due_ones_are_found_by_the_index(store: Store) -> None:
    prepare(store)
    many_timers(store, 3_000, due=20)
    compiled = timers_module._due(500).on(store.kind)  # noqa: SLF001 - its plan is the point
    explain = "EXPLAIN QUERY PLAN " if store.kind == "sqlite" else "EXPLAIN "
    with store.begin() as session:
        if store.kind == "postgresql":
            session.execute(text("ANALYZE"))
        rows = session.driver.execute(explain + compiled.sql, compiled.values((NOW,)))
        plan = "\n".join(str(row) for row in rows.fetchall())
    assert "ix_timer_due_at_id" in plan
    assert "SCAN timer" not in plan
    assert "Seq Scan on timer" not in plan
