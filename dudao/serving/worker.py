"""The worker: does what is due, job by job, each in a thread of its own.

An alarm only wakes the jobs; rows hold the truth, so a late wake-up loses nothing. A job that
hangs delays itself alone. Any number of workers may run, on any number of hosts.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event
from time import perf_counter

from sqlalchemy.exc import DBAPIError

from api.metrics import SweepMetrics
from dudao import system
from dudao.serving.alarm import Alarm
from dudao.serving.course import HEART, Book, Course
from dudao.serving.job import Done, Job, Room
from dudao.serving.job_thread import JobThread, end_all
from engine.model.errors import EngineError
from engine.store.heartbeats import BEAT, stop_beating

ORPHAN_SECONDS = 1.0
PATIENCE = 20.0
"""Seconds that turns which have begun are given to end; whoever watches us gives a little more."""
GIVE_WAY = frozenset({"marks", "spread"})
"""Jobs that make work of what timers do: while many are fired both would only be slower."""
SHORT, PATIENT = timedelta(milliseconds=500), timedelta(seconds=5)
"""A turn of the timers that lasts longer has many to fire; others wait for it so long at most."""
MOST_ROUNDS = 10_000
"""Turns of one job after which even `once` lets the next one begin."""
_LOG = logging.getLogger("dudao.worker")
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def worker_name() -> str:
    """Name this process among all workers of all hosts."""
    return f"{socket.gethostname()}:{os.getpid()}"


@dataclass(slots=True)
class Worker:
    """One worker, from its start to its stop."""

    room: Room
    jobs: tuple[Job, ...]
    metrics: SweepMetrics | None = None
    elapsed: Callable[[], float] = system.elapsed
    courses: Mapping[str, Course] = field(init=False)
    book: Book = field(init=False)
    started_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.started_at = self.room.clock()
        self.courses = {each.name: Course(each) for each in self.jobs}
        self.book = Book(self.room, self.courses, self.started_at, self.elapsed)

    @property
    def stopping(self) -> Event:
        """What says that the worker is to stop."""
        return self.room.stopping

    def once(self) -> dict[str, Done]:
        """Do all that is due now, job after job; an error ends it."""
        return {each.name: self._drain(each) for each in self.jobs}

    def turn(self, name: str) -> Done | None:
        """Do one turn of a job and note how it went; None when it failed, which is logged once.

        What `GIVE_WAY` names does nothing while timers are late, for a few seconds: deadlines first.
        """
        course, begun = self.courses[name], perf_counter()
        if name in GIVE_WAY and self._gives_way(course):
            return Done()
        was_failing, was_well = course.failures > 0, course.is_well(self.room.clock())
        course.begin(self.room.clock())
        try:
            done = course.job.work(replace(self.room, moved=lambda: self._moved(course)))
        except Exception as error:  # noqa: BLE001 - whatever is broken now may be mended soon
            self._fail(course, error)
            return None
        course.succeed(self.room.clock())
        if name == HEART and not was_well:  # new, mended, or the clock has jumped
            self.book.write()  # nobody need wait for the next page
        elif was_failing:
            self.book.write_one(course)
        if was_failing:
            _LOG.warning("job %s works again", name)
        if self.metrics and name == HEART:
            self.metrics.count(seconds=perf_counter() - begun, fired=done.count)
        return done

    def _gives_way(self, course: Course) -> bool:
        heart, now = self.courses[HEART], self.room.clock()
        if heart.started_at is None or not heart.is_at_work:
            return False
        is_long = now - heart.started_at > SHORT
        since = course.ended_at or self.started_at
        return is_long and timedelta(0) <= now - since < PATIENT

    def stop(self) -> None:
        """Say that this worker has stopped; without a database silence says it as well."""
        try:
            with self.room.store.begin() as session:
                stop_beating(session, self.room.worker)
        except (DBAPIError, EngineError) as error:
            _LOG.warning("could not say that this worker stops: %s", error)

    def _drain(self, job: Job) -> Done:
        all_done = Done()
        for _ in range(MOST_ROUNDS):
            done = job.work(self.room)
            all_done += done
            if not done.count or self.stopping.is_set():
                break
        return all_done

    def _moved(self, course: Course) -> None:
        course.moved_at = self.room.clock()

    def _fail(self, course: Course, error: Exception) -> None:
        if self.metrics and course.job.name == HEART:
            self.metrics.count_failure()
        if course.fail(self.room.clock(), error):  # said once, not every second until it is mended
            _LOG.error("job %s failed, and is tried again", course.job.name, exc_info=error)
        self.book.write_one(course)


def run_until_stopped(
    worker: Worker,
    *,
    tell: Callable[[str, Done], object] | None = None,
    is_orphan: Callable[[], bool] = lambda: False,
    started: Callable[[], object] = lambda: None,
) -> bool:
    """Let an alarm wake the jobs until a signal asks to stop; turns begun are ended.

    `started` is told once signals are heeded: whoever is told may ask to stop from then on. Returns
    whether every turn ended within `PATIENCE`; one that did not is lost with its thread, and its
    leases run out.
    """
    before = {each: signal.signal(each, lambda *_: worker.stopping.set()) for each in _SIGNALS}
    started()
    alarm = Alarm(worker.room.clock, system.elapsed)
    threads = [_thread(worker, each, tell) for each in worker.jobs]
    book = JobThread("book", worker.book.write, worker.stopping)
    woken = [(each, job.every) for each, job in zip(threads, worker.jobs, strict=True)]
    for thread, seconds in [*woken, (book, int(BEAT.total_seconds()))]:
        thread.start()
        thread.wake()
        alarm.add(thread.wake, seconds=seconds)
    alarm.start()
    try:
        while not worker.stopping.wait(ORPHAN_SECONDS) and not is_orphan():
            alarm.look()
    finally:
        worker.stopping.set()
        alarm.stop()
        hanging = end_all([*threads, book], patience=PATIENCE)
        for each in hanging:
            _LOG.error("job %s did not end within %.0f seconds and is left behind", each, PATIENCE)
        for number, handler in before.items():
            signal.signal(number, handler)
    worker.stop()
    return not hanging


def _thread(worker: Worker, job: Job, tell: Callable[[str, Done], object] | None) -> JobThread:
    def turn() -> None:
        done = worker.turn(job.name)
        if tell is not None and done is not None:
            tell(job.name, done)

    return JobThread(job.name, turn, worker.stopping)
