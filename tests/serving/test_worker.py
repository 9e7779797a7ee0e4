"""The worker does what is due, says that it lives while it can work, and forgets old answers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from api.metrics import SweepMetrics
from dudao import system
from dudao.serving.job import Done, Room
from dudao.serving.jobs import KEEP_RESULTS, jobs
from dudao.serving.telling import Outlets
from dudao.serving.worker import Worker
from engine import commands
from engine.store import Store
from engine.store.heartbeats import BEAT, FORGET, last_beat, living_workers
from engine.store.tables import idempotency_key, worker_heartbeat
from notifications.registry import Channels
from tests.acceptance.program import dudao
from tests.accounts.office import Office
from tests.cases.desk import Desk
from tests.cases.drawing import boundary, diagram, end, path, start, timer, user
from tests.support.clock import HandClock

STEP = diagram(
    "step",
    start(),
    user("a", assignee="${case.opened_by}"),
    boundary("reminder", "a", timer("P3D"), interrupting=False),
    end("end"),
    end("reminded"),
    path("start", "a", "end"),
    path("reminder", "reminded"),
)

NOWHERE = Outlets(Channels.of({}, clock=system.clock), "")
"""No way out of the machine."""


@pytest.fixture
def desk(database_url: str, clock: HandClock) -> Iterator[Desk]:
    store = Store(database_url)
    made = Desk(store, clock)
    made.deploy(STEP)
    yield made
    store.close()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url)
    yield made
    made.close()


def worker_of(desk: Desk, name: str, registry: CollectorRegistry | None = None) -> Worker:
    metrics = SweepMetrics(registry) if registry else None
    return Worker(Room(desk.store, desk.engine, desk.clock, name), jobs(NOWHERE), metrics)


def fire(worker: Worker) -> int:
    """Do one turn of the timers; how many it fired."""
    return (worker.turn("timers") or Done()).count


def names(desk: Desk) -> set[str]:
    with desk.store.read() as session:
        return {str(row[0]) for row in session.execute(select(worker_heartbeat.c.worker)).all()}


def alive(desk: Desk) -> int:
    with desk.store.read() as session:
        return living_workers(session, now=desk.clock())


def test_a_turn_fires_what_is_due_and_beats(desk: Desk) -> None:
    registry = CollectorRegistry()
    worker = worker_of(desk, "one", registry)
    assert fire(worker) == 0
    desk.open("step")
    desk.clock.advance(timedelta(days=3))
    assert fire(worker) == 1
    assert fire(worker) == 0
    assert worker.book.write()
    assert registry.get_sample_value("dudao_sweep_seconds_count") == 3
    assert registry.get_sample_value("dudao_timers_fired_total") == 1
    with desk.store.read() as session:
        assert last_beat(session) == desk.clock()


def test_it_beats_when_it_first_works_and_also_when_the_clock_goes_back(desk: Desk) -> None:
    worker = worker_of(desk, "one")
    assert worker.book.write()
    assert alive(desk) == 0  # nothing was done yet
    fire(worker)
    begun = desk.clock()
    desk.clock.advance(BEAT - timedelta(seconds=1))
    fire(worker)
    with desk.store.read() as session:
        assert last_beat(session) == begun
    desk.clock.advance(-timedelta(hours=1))
    fire(worker)
    assert worker.book.write()
    with desk.store.read() as session:
        assert last_beat(session) == desk.clock()


def test_workers_of_several_hosts_are_told_apart_and_the_dead_forgotten(desk: Desk) -> None:
    first, second = worker_of(desk, "a:1"), worker_of(desk, "b:1")
    fire(first)
    fire(second)
    assert (names(desk), alive(desk)) == ({"a:1", "b:1"}, 2)
    first.stop()
    assert (names(desk), alive(desk)) == ({"b:1"}, 1)
    desk.clock.advance(FORGET + timedelta(seconds=1))
    fire(worker_of(desk, "c:1"))
    assert names(desk) == {"c:1"}


def test_a_worker_that_cannot_work_does_not_beat_and_says_so_once(
    clock: HandClock, caplog: pytest.LogCaptureFixture, postgres_url: str
) -> None:
    desk = Desk(Store.memory(), clock)
    registry = CollectorRegistry()
    nowhere = Store(postgres_url.replace("bare_", "nobody_made_"))
    room = Room(nowhere, desk.engine, clock, "one")
    worker = Worker(room, jobs(NOWHERE), SweepMetrics(registry))
    with caplog.at_level(logging.WARNING, "dudao.worker"):
        for _ in range(3):
            assert worker.turn("timers") is None
        assert registry.get_sample_value("dudao_sweep_failures_total") == 3
        assert registry.get_sample_value("dudao_sweep_seconds_count") == 0
        worker.room = worker.book.room = replace(room, store=desk.store)
        assert fire(worker) == 0
        worker.room = room
        worker.stop()
    nowhere.close()
    assert [record.message.partition(",")[0].partition(":")[0] for record in caplog.records] == [
        "job timers failed",
        "job timers works again",
        "could not say that this worker stops",
    ]
    assert alive(desk) == 1


def test_answers_are_kept_for_a_week_and_then_forgotten(desk: Desk) -> None:
    desk.open("step", idempotency_key="k1")
    worker = worker_of(desk, "one")
    desk.clock.advance(KEEP_RESULTS)
    assert worker.turn("forget") == Done(0)
    desk.clock.advance(timedelta(seconds=1))
    assert worker.turn("forget") == Done(1)
    with desk.store.read() as session:
        assert session.execute(select(func.count()).select_from(idempotency_key)).one()[0] == 0


def test_a_worker_that_is_asked_to_stop_ends_its_turn_early(desk: Desk) -> None:
    desk.open("step")
    desk.clock.advance(timedelta(days=3))
    worker = worker_of(desk, "one")
    worker.stopping.set()
    assert fire(worker) == 1  # what was begun is ended
    assert worker.turn("documents") == Done(0)


def test_sessions_long_over_are_forgotten(store: Store, clock: HandClock) -> None:
    office = Office(store, clock)
    ended = office.sign_in()
    office.give(commands.sign_out, "li", sign_in=ended.sign_in)
    worker = worker_of(office, "one")
    clock.advance(timedelta(days=180))
    assert worker.turn("forget") == Done(0)
    clock.advance(timedelta(seconds=1))
    assert worker.turn("forget") == Done(1)


def test_a_worker_with_much_to_do_says_that_it_lives_before_all_is_done(desk: Desk) -> None:
    living: list[int] = []

    class Watched(Event):
        """Asked after each sweep whether to go on."""

        def is_set(self) -> bool:
            worker.book.write()
            living.append(alive(desk))
            return super().is_set()

    desk.open("step")
    desk.clock.advance(timedelta(days=3))
    room = Room(desk.store, desk.engine, desk.clock, "one", Watched())
    worker = Worker(room, jobs(NOWHERE))
    assert fire(worker) == 1
    assert living[0] == 1


def test_one_look_without_end_is_not_a_worker_that_lives(desk: Desk) -> None:
    desk.open("step")
    desk.clock.advance(timedelta(days=3))
    assert worker_of(desk, "one").once()["timers"].count == 1
    assert alive(desk) == 0


@pytest.mark.parametrize("seconds", ["0", "31"])
def test_a_pause_in_which_a_worker_would_count_as_dead_is_refused(home: Path, seconds: str) -> None:
    ended = dudao("worker", "--every", seconds, home=home)
    assert ended.status == 2, ended.said
    assert seconds in ended.err
