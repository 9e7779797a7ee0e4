"""Clocks that jump, workers that sleep, databases that go away: nothing lost, nothing twice.

Here at every point between two units of work, with a clock moved by hand; `test_system_clock` and
`test_database_restart` show it of real processes and a real server.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from dudao.serving.job import Done
from dudao.serving.worker import Worker
from engine.commands.sweeping import LEASE
from engine.model.effects import Effect
from engine.store import Session, Store
from engine.store.heartbeats import living_workers
from engine.store.statements import Statement
from engine.store.tables import worker_job
from tests.cases.drawing import boundary, diagram, end, path, start, timer, user
from tests.notifications.clockwork.conftest import Works
from tests.support.clock import HandClock
from tests.support.databases import PostgresStore

HOURLY = diagram(
    "hourly",
    start(),
    user("a", assignee="${case.opened_by}"),
    boundary("reminder", "a", timer("R/PT1H", "timeCycle"), interrupting=False),
    end("end"),
    end("reminded"),
    path("start", "a", "end"),
    path("reminder", "reminded"),
)
_ANYTHING = Statement(select(worker_job.c.job))
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class Interrupted(Store):
    """A store in which something happens before a certain unit of work begins."""

    def __init__(self, url: str, *, before: int, happens: Callable[[], object]) -> None:
        super().__init__(url)
        self._left = before
        self._happens = happens

    def begin(self) -> AbstractContextManager[Session]:
        """Open a unit of work, after what happens when it is time."""
        self._left -= 1
        if self._left == 0:
            self._happens()
        return super().begin()


def fired(works: Works, case_id: str) -> list[object]:
    """When each timer of a case was due that fired, in order."""
    return [each["data"]["due_at"] for each in works.events(case_id, "timer_fired")]  # type: ignore[index]


def turn(worker: Worker) -> Done | None:
    """Let the timers have a turn, and write down how it went."""
    done = worker.turn("timers")
    worker.book.write()
    return done


def opened(works: Works, count: int) -> list[str]:
    """Open cases that remind after three days."""
    return [works.open("step").case_id for _ in range(count)]


def expect_each_once(works: Works, cases: Sequence[str]) -> None:
    assert [len(fired(works, each)) for each in cases] == [1] * len(cases)


def test_a_clock_that_steps_back_and_forth_an_hour_loses_nothing(works: Works) -> None:
    (case_id,) = opened(works, 1)
    worker = works.worker()
    works.clock.advance(timedelta(days=3))
    works.clock.advance(-HOUR)  # just before the turn that would have fired it
    assert turn(worker) == Done(0)
    works.clock.advance(HOUR)
    assert turn(worker) == Done(1)
    works.clock.advance(-HOUR)
    assert turn(worker) == Done(0)
    with works.store.read() as session:
        assert living_workers(session, now=works.clock()) == 1
    works.clock.advance(2 * HOUR)
    assert turn(worker) == Done(0)
    expect_each_once(works, [case_id])
    assert works.alerts() == []


def test_a_cycle_fires_each_hour_once_however_the_clock_steps(works: Works) -> None:
    works.deploy(HOURLY)
    case_id = works.open("hourly").case_id
    worker, begun = works.worker(), works.clock()
    for step in (HOUR, HOUR, -HOUR, HOUR, HOUR, 2 * HOUR, -HOUR, HOUR):
        works.clock.advance(step)
        assert turn(worker) is not None
    dues = fired(works, case_id)
    passed = int((works.clock() - begun) / HOUR)
    assert len(dues) == passed == 5
    assert len(set(map(str, dues))) == len(dues)


def test_a_worker_that_slept_a_day_does_all_of_it_once_and_in_order(works: Works) -> None:
    works.deploy(HOURLY)
    hourly, cases = works.open("hourly").case_id, opened(works, 3)
    worker = works.worker()
    assert turn(worker) == Done(0)
    works.clock.advance(timedelta(days=2, hours=12))
    assert turn(worker) == Done(60)
    works.clock.advance(DAY)
    done = turn(worker)
    assert done == Done(24 + 3)
    assert turn(worker) == Done(0)
    dues = [str(each) for each in fired(works, hourly)]
    assert dues == sorted(set(dues))
    assert len(dues) == 84
    expect_each_once(works, cases)
    assert works.alerts() == []


def test_one_that_slept_a_day_in_the_middle_of_a_sweep_finds_it_done(
    database_url: str, works: Works
) -> None:
    cases = opened(works, 3)
    works.clock.advance(timedelta(days=3))
    other = works.worker("two")

    def sleep() -> None:
        works.clock.advance(DAY)
        assert turn(other) == Done(3)

    store = Interrupted(database_url, before=2, happens=sleep)  # it has claimed, not yet fired
    worker = works.worker("one")
    worker.room = replace(worker.room, store=store)
    assert worker.turn("timers") == Done(0)
    store.close()
    expect_each_once(works, cases)


@pytest.fixture
def restarting(
    postgres_store: PostgresStore, postgres_server_url: str, clock: HandClock
) -> Iterator[tuple[Works, str, Callable[[], None]]]:
    """A desk on PostgreSQL, its address, and what ends every connection to it."""
    url = postgres_store.empty()
    store = Store(url)

    def restart() -> None:
        with psycopg.connect(postgres_server_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = %s AND pid <> pg_backend_pid()",
                (make_url(url).database,),
            )
        with suppress(OperationalError), store.read() as session:
            session.row(_ANYTHING)  # each process fails once, whoever asks first

    yield Works(store, clock), url, restart
    store.close()


@pytest.mark.parametrize("before", [1, 2, 3, 5])
def test_a_database_that_restarts_between_two_steps_of_a_sweep_loses_nothing(
    restarting: tuple[Works, str, Callable[[], None]], before: int
) -> None:
    works, url, restart = restarting
    cases = opened(works, 4)
    store = Interrupted(url, before=before, happens=restart)
    worker = works.worker("one")
    worker.room = worker.book.room = replace(worker.room, store=store)
    works.clock.advance(timedelta(days=3))
    for _ in range(4):
        worker.turn("timers")
    works.clock.advance(LEASE + timedelta(seconds=1))
    worker.turn("timers")
    assert worker.courses["timers"].failures == 0
    assert worker.book.write()
    store.close()
    expect_each_once(works, cases)


def test_a_database_that_restarts_within_a_step_takes_the_step_back_and_it_is_done_again(
    restarting: tuple[Works, str, Callable[[], None]],
) -> None:
    works, _, restart = restarting
    cases = opened(works, 3)
    seen: list[str] = []

    def observe(definition_id: str, effects: Sequence[Effect]) -> None:
        del effects
        seen.append(definition_id)
        if len(seen) == 2:  # the second case is about to be written
            restart()

    works.engine = replace(works.engine, observe=observe)
    worker = works.worker("one")
    works.clock.advance(timedelta(days=3))
    worker.turn("timers")
    works.clock.advance(LEASE + timedelta(seconds=1))
    assert worker.turn("timers") is not None
    expect_each_once(works, cases)


def test_a_database_locked_for_longer_than_the_patience_is_waited_for(
    tmp_path: Path,
    clock: HandClock,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = request.getfixturevalue("sqlite_store")
    url = files.empty(tmp_path)
    monkeypatch.setattr("engine.store.connections.BUSY_SECONDS", 0.2)
    store = Store(url)
    works = Works(store, clock)
    cases = opened(works, 3)
    worker = works.worker()
    works.clock.advance(timedelta(days=3))
    with closing(sqlite3.connect(tmp_path / "dudao.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            assert worker.turn("timers") is None
        assert not worker.book.write()
        assert (worker.courses["timers"].failures, worker.courses["timers"].failure) == (3, "busy")
        other.rollback()
    assert turn(worker) == Done(3)
    assert works.jobs()["timers"].failures == 0
    store.close()
    expect_each_once(works, cases)
