"""How each job goes is written down seldom, in plain words, and trouble is told once."""

from __future__ import annotations

import logging
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import select

from dudao.serving.course import CATCH_UP, cause_of
from dudao.serving.job import Done, Job, Room
from dudao.serving.watchman import Watchman
from dudao.serving.worker import Worker, run_until_stopped
from engine import commands
from engine.commands import Engine
from engine.commands.machinery_alerts import FAILURES
from engine.commands.reading.machinery import count_troubles
from engine.model.errors import Conflict, NotFound
from engine.model.jobs import cause_words, job_words
from engine.store import Store
from engine.store.heartbeats import BEAT, SILENT
from engine.store.tables import worker_job
from tests.notifications.clockwork.conftest import Works
from tests.notifications.clockwork.machine import PATIENT

SECRET = "李某 13900001111"


class Flaky:
    """A job that fails for as long as it is told to."""

    def __init__(self) -> None:
        self.is_broken = True

    def __call__(self, room: Room) -> Done:
        del room
        if self.is_broken:
            raise ValueError(SECRET)
        return Done()


def turn_all(worker: Worker) -> None:
    """Let every job have a turn, as the clock would wake them, and write it down."""
    for each in worker.jobs:
        worker.turn(each.name)
    assert worker.book.write()


def test_when_a_job_last_ended_well_is_written_at_most_every_ten_seconds(works: Works) -> None:
    worker = works.worker()
    turn_all(worker)
    first = works.clock()
    for _ in range(9):
        works.clock.advance(timedelta(seconds=1))
        worker.turn("timers")
    row = works.jobs()["timers"]
    assert (row.succeeded_at, row.failures, row.failure, row.worker) == (first, 0, None, "one")
    assert worker.book.write()
    assert works.jobs()["timers"].succeeded_at == works.clock()


def test_a_failure_is_written_at_once_with_a_cause_and_no_word_of_its_text(works: Works) -> None:
    worker = works.worker("one", Job("flaky", Flaky(), 1))
    assert worker.turn("flaky") is None
    row = works.jobs()["flaky"]
    assert (row.failures, row.failure, row.succeeded_at) == (1, "program:ValueError", None)
    with works.store.read() as session:
        assert SECRET not in str(session.execute(select(worker_job)).all())


def test_three_failures_in_a_row_are_told_once_and_that_it_works_again_once(
    works: Works, caplog: pytest.LogCaptureFixture
) -> None:
    flaky = Flaky()
    worker = works.worker("one", Job("flaky", flaky, 1))
    with caplog.at_level(logging.WARNING, "dudao.worker"):
        for number in range(1, FAILURES + 3):
            works.clock.advance(timedelta(seconds=1))
            turn_all(worker)
            assert works.alerts() == ["flaky failing"][: number >= FAILURES]
        flaky.is_broken = False
        for _ in range(3):
            works.clock.advance(timedelta(seconds=1))
            turn_all(worker)
    assert works.alerts() == ["flaky failing", "flaky over"]
    assert works.jobs()["flaky"].alerted_at is None
    assert [each.message for each in caplog.records] == [
        "job flaky failed, and is tried again",
        "job flaky works again",
    ]


def test_of_two_workers_the_one_that_fails_is_not_hidden_by_the_other(works: Works) -> None:
    flaky, well = Flaky(), Flaky()
    well.is_broken = False
    one, two = (
        works.worker(name, Job("flaky", each, 1)) for name, each in (("one", flaky), ("two", well))
    )
    for _ in range(FAILURES):
        works.clock.advance(timedelta(seconds=1))
        turn_all(one)
        turn_all(two)
    assert works.alerts() == ["flaky failing"]
    works.clock.advance(SILENT + timedelta(seconds=1))  # one was stopped for good
    turn_all(two)
    assert works.alerts() == ["flaky failing", "flaky over"]


def look_for_long(works: Works, worker: Worker, *, seconds: float = CATCH_UP) -> None:
    """Look, and look again after so many seconds, in which the clock was not seen to move."""
    assert worker.book.write()
    works.elapsed += seconds
    assert worker.book.write()


def timers_alone(works: Works) -> Worker:
    """A worker with a single job, whose first turn is done."""
    worker = works.worker()
    worker = Worker(worker.room, worker.jobs[:1], elapsed=worker.elapsed)
    turn_all(worker)
    return worker


def test_a_job_that_is_late_is_told_once_when_the_limit_is_passed(works: Works) -> None:
    works.open("step")
    worker = timers_alone(works)
    works.clock.advance(timedelta(days=3, seconds=300))
    look_for_long(works, worker)
    assert works.jobs()["timers"].lag_seconds == 300
    assert works.alerts() == []
    works.clock.advance(timedelta(seconds=1))
    look_for_long(works, worker)
    assert works.alerts() == ["timers late"]
    look_for_long(works, worker)
    assert works.alerts() == ["timers late"]
    turn_all(worker)
    assert works.jobs()["timers"].lag_seconds == 0
    assert works.alerts() == ["timers late", "timers over"]


def test_who_slept_has_a_minute_to_catch_up_before_it_is_told(works: Works) -> None:
    works.open("step")
    worker = timers_alone(works)
    works.clock.advance(timedelta(days=4))
    for seconds in (0.0, 0.1, 10.0, CATCH_UP - 0.1):  # looks may follow one another at once
        works.elapsed = seconds
        assert worker.book.write()
    assert works.jobs()["timers"].lag_seconds == timedelta(days=1).total_seconds()
    assert works.alerts() == []
    turn_all(worker)
    works.clock.advance(timedelta(days=-4))
    works.open("step")
    works.clock.advance(timedelta(days=4))
    look_for_long(works, worker, seconds=CATCH_UP - 0.1)  # it was on time in between
    assert works.alerts() == []


def test_the_limit_is_a_setting(works: Works) -> None:
    works.furnish()
    works.give(commands.change_setting, "wang", key="machinery.lag_seconds", value=60)
    works.open("step")
    worker = timers_alone(works)
    works.clock.advance(timedelta(days=3, seconds=61))
    look_for_long(works, worker)
    assert works.alerts() == ["timers late"]


def test_a_job_that_hangs_delays_itself_alone_and_a_stop_does_not_wait_for_ever(
    works: Works, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, released, worked = Event(), Event(), Event()

    def hang(_room: Room) -> Done:
        hangs.set()
        released.wait(PATIENT)
        return Done()

    def work(_room: Room) -> Done:
        worked.set()
        return Done()

    monkeypatch.setattr("dudao.serving.worker.PATIENCE", 0.3)
    room = Room(works.store, works.engine, works.clock, "one")
    named = {each.name: each for each in works.worker().jobs}
    table = (Job("hanging", hang, 1), named["timers"], Job("other", work, 1))
    worker = Worker(room, table)

    def stop_when_worked() -> None:
        assert hangs.wait(PATIENT)
        assert worked.wait(PATIENT)
        room.stopping.set()

    waiting = Thread(target=stop_when_worked)
    waiting.start()
    try:
        with caplog.at_level(logging.ERROR, "dudao.worker"):
            assert not run_until_stopped(worker)
        assert "job hanging did not end" in caplog.text
    finally:
        released.set()
        waiting.join()


def test_while_many_timers_are_fired_their_messages_wait_a_few_seconds_at_most(
    works: Works,
) -> None:
    turns: list[str] = []

    def fire(room: Room) -> Done:
        """Fire for twelve seconds; every second somebody wakes the others."""
        del room
        for _ in range(12):
            works.clock.advance(timedelta(seconds=1))
            worker.turn("spread")
        return Done(1)

    def spread(room: Room) -> Done:
        turns.append(f"{room.clock() - begun}")
        return Done()

    room = Room(works.store, works.engine, works.clock, "one")
    worker = Worker(room, (Job("timers", fire, 1), Job("spread", spread, 1)))
    begun = works.clock()
    worker.turn("spread")
    worker.turn("timers")
    worker.turn("spread")
    assert turns == ["0:00:00", "0:00:05", "0:00:10", "0:00:12"]


def test_once_does_all_that_is_due_and_ends(works: Works) -> None:
    for _ in range(3):
        works.open("step")
    works.clock.advance(timedelta(days=3))
    left = [2]

    def few(room: Room) -> Done:
        del room
        left[0] -= 1
        return Done(max(left[0], 0))

    done = works.worker("one", Job("few", few, 1)).once()
    assert done["timers"] == Done(3)
    assert done["few"] == Done(1)
    assert left == [0]


def test_a_worker_that_slept_catches_up_without_an_alert(works: Works) -> None:
    works.open("step")
    worker = works.worker()
    turn_all(worker)
    works.clock.advance(timedelta(days=30))
    assert worker.book.write()  # the book may be the first to wake
    turn_all(worker)
    assert works.alerts() == []


def test_when_nobody_sweeps_the_watchman_says_so_once_and_the_next_worker_that_it_is_over(
    works: Works, caplog: pytest.LogCaptureFixture
) -> None:
    def open_store() -> tuple[Store, Engine]:
        return works.store, works.engine

    worker, watchman = works.worker(), Watchman(open_store, works.clock)
    turn_all(worker)
    with caplog.at_level(logging.WARNING, "dudao.supervisor"):
        assert watchman.look(works.store, works.engine)
        works.clock.advance(SILENT + timedelta(seconds=1))
        assert watchman.look(works.store, works.engine)  # it may just be waking
        for _ in range(3):
            works.clock.advance(timedelta(seconds=30))
            assert not watchman.look(works.store, works.engine)
        assert works.alerts() == ["worker silent"]
        turn_all(worker)
        assert works.alerts() == ["worker silent", "worker over"]
        assert watchman.look(works.store, works.engine)
    assert works.alerts() == ["worker silent", "worker over"]
    assert [each.levelname for each in caplog.records] == ["ERROR", "WARNING"]


def test_a_worker_whose_timers_stand_still_does_not_say_that_it_lives(works: Works) -> None:
    worker = works.worker()
    turn_all(worker)
    beats = works.jobs()["timers"].succeeded_at
    for _ in range(13):
        works.clock.advance(BEAT)
        assert worker.book.write()  # the book goes on, the timers hang
    assert works.jobs()["timers"].succeeded_at == beats
    with works.store.read() as session:
        assert count_troubles(session, now=works.clock())[0] == 0


@pytest.mark.parametrize(
    "error, cause, zh",
    [
        (ValueError(SECRET), "program:ValueError", "程序出错（ValueError）"),
        (OSError(SECRET), "system:OSError", "文件或者网络出错（OSError）"),
        (NotFound(SECRET, en=SECRET), "refused:not_found", "内容不合规定，被拒绝（not_found）"),
        (Conflict(SECRET, en=SECRET, code="busy"), "busy", "数据库繁忙，等待超时"),
    ],
)
def test_a_cause_is_a_kind_and_a_name(error: Exception, cause: str, zh: str) -> None:
    assert cause_of(error) == cause
    assert cause_words(cause)[0] == zh


def test_jobs_have_words_and_unknown_ones_their_name() -> None:
    assert job_words("deliver:mail").zh == "发送：邮件"
    assert job_words("deliver:our_own").zh == "发送：our_own"
    assert job_words("what").zh == "what"
