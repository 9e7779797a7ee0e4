"""How the jobs of this worker go: kept in memory, written seldom, told when there is trouble."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from dudao import system
from dudao.serving.job import Job, Room
from engine.commands.machinery_alerts import tell_of_jobs, watch_workers
from engine.model.errors import EngineError
from engine.store import Session
from engine.store.heartbeats import SILENT, beat
from engine.store.worker_jobs import JobRow, lock_jobs, put_jobs

HEART = "timers"
"""The job without which a worker does not live: deadlines are what it is for."""
CATCH_UP = SILENT.total_seconds()
"""Seconds for which somebody must have been late before it is told: whoever slept, or saw its clock
set on, catches up by itself (无法定依据, 建议值)."""
_NONE = timedelta(0)
_LOG = logging.getLogger("dudao.worker")


def cause_of(error: BaseException) -> str:
    """Return why something failed as kind and name, without a word of its text."""
    if isinstance(error, EngineError):
        return "busy" if error.code == "busy" else f"refused:{error.code}"
    name = type(error).__name__
    if isinstance(error, DBAPIError):
        return f"database:{name}"
    return f"{'system' if isinstance(error, OSError) else 'program'}:{name}"


@dataclass(slots=True)
class Course:
    """How one job goes in this process; only the thread of the job changes it."""

    job: Job
    started_at: datetime | None = None
    ended_at: datetime | None = None
    succeeded_at: datetime | None = None
    moved_at: datetime | None = None
    """When it last got on: a long turn says so in between."""
    failures: int = 0
    failure: str | None = None

    @property
    def is_at_work(self) -> bool:
        """Say whether a turn has begun and not ended."""
        return self.started_at is not None and (
            self.ended_at is None or self.ended_at < self.started_at
        )

    def begin(self, now: datetime) -> None:
        """Note that a turn begins."""
        self.started_at = now

    def succeed(self, now: datetime) -> None:
        """Note that a turn ended well."""
        self.ended_at = self.succeeded_at = self.moved_at = now
        self.failures, self.failure = 0, None

    def fail(self, now: datetime, error: BaseException) -> bool:
        """Note that a turn failed; say whether the one before it had not."""
        self.ended_at, self.failure = now, cause_of(error)
        self.failures += 1
        return self.failures == 1

    def is_well(self, now: datetime) -> bool:
        """Say whether it works: it does not fail and got on a short while ago."""
        if self.failures or self.moved_at is None:
            return False
        return abs(now - self.moved_at) < SILENT

    def row(self, session: Session, *, worker: str, now: datetime) -> JobRow | None:
        """Return it as a row; None before its first turn."""
        if self.started_at is None:
            return None
        return JobRow(
            job=self.job.name,
            worker=worker,
            started_at=self.started_at,
            ended_at=self.ended_at,
            succeeded_at=self.succeeded_at,
            failures=self.failures,
            failure=self.failure,
            lag_seconds=int(self._lag(session, now).total_seconds()),
        )

    def _lag(self, session: Session, now: datetime) -> timedelta:
        if self.job.lag is not None:
            return self.job.lag(session, now)
        since = self.succeeded_at or self.started_at
        if since is None:
            return _NONE
        return max(_NONE, now - since - timedelta(seconds=self.job.every))


@dataclass(slots=True)
class Book:
    """Writes how all jobs go, and that this worker lives, in one unit of work."""

    room: Room
    courses: Mapping[str, Course]
    started_at: datetime
    elapsed: Callable[[], float] = system.elapsed
    """Seconds that only go on: however the time of day is set, nobody is late for longer."""
    _late: Mapping[str, float] = field(default_factory=dict, init=False)
    _is_failing: bool = field(default=False, init=False)

    def write(self) -> bool:
        """Write all; say whether it could be written. A worker that cannot work does not beat."""
        try:
            self._write(self.courses.values(), lives=True)
        except Exception as error:  # noqa: BLE001 - a database that is away now may be back soon
            if not self._is_failing:
                _LOG.error("cannot say how the jobs go: %s", cause_of(error))
            self._is_failing = True
            return False
        self._is_failing = False
        return True

    def write_one(self, course: Course) -> None:
        """Write one job at once, because something has changed; what fails is written later."""
        try:
            self._write((course,), lives=False)
        except Exception as error:  # noqa: BLE001 - said by whoever writes all of them
            _LOG.debug("job %s cannot be written: %s", course.job.name, cause_of(error))

    def _write(self, courses: Iterable[Course], *, lives: bool) -> None:
        now, room, elapsed = self.room.clock(), self.room, self.elapsed()
        with room.store.read() as session:  # measured before anybody has to wait for us
            measured = [each.row(session, worker=room.worker, now=now) for each in courses]
        rows = [each for each in measured if each is not None]
        with room.store.begin() as session:
            put_jobs(session, rows, known=lock_jobs(session))
            ours = {each.job for each in rows}
            known = [each for each in lock_jobs(session) if each.job in ours]
            long_late = {job for job, since in self._late.items() if elapsed - since >= CATCH_UP}
            late = tell_of_jobs(
                session, engine=room.engine, now=now, rows=known, long_late=long_late
            )
            if lives and self.courses[HEART].is_well(now):
                beat(session, room.worker, now=now, started_at=self.started_at)
                watch_workers(session, engine=room.engine, now=now)
        if lives:
            self._late = {each: self._late.get(each, elapsed) for each in late}
