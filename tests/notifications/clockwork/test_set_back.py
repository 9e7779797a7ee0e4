"""A clock set back an hour: what was to happen at once, or within a lease, does not wait for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dudao.serving.job import Done
from engine.commands.sweeping import LEASE as OF_TIMERS
from engine.store.deliveries import DeliveryRow, add_deliveries, claim_deliveries, end_claim
from engine.store.timers import claim_due
from notifications.delivering.delivering import LEASE as OF_DELIVERIES
from tests.notifications.clockwork.conftest import Works
from tests.notifications.clockwork.record import counts, living

HOUR, LATE = timedelta(hours=1), timedelta(days=4)


def delivery_of(works: Works, case_id: str, number: int) -> DeliveryRow:
    """A delivery made now of what a case said first."""
    now = works.clock()
    return DeliveryRow(
        id=f"d{number}",
        message_id=works.outbox(case_id)[0].id,
        case_id=case_id,
        channel="mail",
        person="li",
        on_behalf_of=None,
        cause=f"c{number}",
        kind="task_assigned",
        is_urgent=False,
        status="pending",
        created_at=now,
        next_at=now,
    )


def claimed(works: Works, claim: str) -> list[str]:
    """What somebody who claims deliveries now gets."""
    now = works.clock()
    with works.store.begin() as session:
        found = claim_deliveries(
            session, "mail", now=now, limit=9, claim=claim, until=now + OF_DELIVERIES
        )
    return [each.id for each in found]


def test_timers_claimed_by_a_worker_that_died_wait_for_its_lease_and_no_longer(
    works: Works,
) -> None:
    cases = [works.open("step").case_id for _ in range(3)]
    works.clock.advance(LATE)
    with works.store.begin() as session:
        dead = claim_due(session, now=works.clock(), limit=9, worker="dead", lease=OF_TIMERS)
    assert len(dead) == 3
    works.clock.advance(-HOUR)
    worker = works.worker()
    assert worker.turn("set_right") is not None
    assert worker.turn("timers") == Done(0)
    works.clock.advance(OF_TIMERS)
    assert worker.turn("timers") == Done(3)
    assert counts(works, cases) == [1] * 3


def test_what_was_just_said_leaves_at_once(works: Works) -> None:
    works.open("step")
    works.clock.advance(-HOUR)
    worker = works.worker()
    assert worker.turn("spread") == Done(0)
    assert worker.turn("set_right") == Done(1)
    assert worker.turn("spread") == Done(1)
    assert worker.turn("set_right") == Done(0)


def test_what_was_just_handed_out_leaves_at_once_and_what_is_to_wait_waits(works: Works) -> None:
    case_id = works.open("step").case_id
    works.worker().turn("spread")
    at_once, later = (delivery_of(works, case_id, each) for each in (1, 2))
    with works.store.begin() as session:
        add_deliveries(session, [at_once])
        add_deliveries(session, [_put_off(later)])
    works.clock.advance(-HOUR)
    assert claimed(works, "w1") == []
    assert works.worker().turn("set_right") == Done(1)
    assert claimed(works, "w1") == ["d1"]


def test_who_sends_while_the_clock_is_set_back_still_ends_it_and_who_died_loses_it(
    works: Works,
) -> None:
    case_id = works.open("step").case_id
    works.worker().turn("spread")
    rows = [delivery_of(works, case_id, each) for each in (1, 2)]
    with works.store.begin() as session:
        add_deliveries(session, rows)
    assert claimed(works, "w1") == ["d1", "d2"]
    works.clock.advance(-HOUR)
    assert works.worker().turn("set_right") == Done(2)
    assert claimed(works, "w2") == []
    with works.store.begin() as session:
        assert end_claim(session, _sent(works, rows[0]), "w1")
    works.clock.advance(OF_DELIVERIES)
    assert claimed(works, "w2") == ["d2"]


def test_a_worker_that_died_just_before_does_not_count_as_living(works: Works) -> None:
    dead, other = works.worker("dead"), works.worker("other")
    for each in (dead, other):
        each.turn("timers")
    assert living(works) == 2
    works.clock.advance(-HOUR)
    assert living(works) == 0
    other.turn("timers")
    assert living(works) == 1
    works.clock.advance(HOUR)
    assert living(works) == 0


def test_a_jump_of_the_clock_makes_nobody_late(works: Works) -> None:
    worker = works.worker()
    for step in (HOUR, -HOUR, HOUR):
        for job in ("timers", "overviews"):
            worker.turn(job)
        works.clock.advance(step)
        worker.turn("timers")
        worker.book.write()
    assert works.alerts() == []


def _put_off(row: DeliveryRow) -> DeliveryRow:
    return replace(row, next_at=row.created_at + HOUR)


def _sent(works: Works, row: DeliveryRow) -> DeliveryRow:
    return replace(row, status="sent", attempts=1, next_at=None, ended_at=works.clock())
