"""Read how what runs by itself is doing: workers, timers that are late, messages that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.commands.engine import Engine
from engine.commands.machinery_alerts import LIMIT, trouble_of
from engine.commands.reading.operations import SEE
from engine.commands.reading.standing import Looking
from engine.model.case import Actor, Clock
from engine.model.jobs import WORKER, cause_words, job_words
from engine.store.heartbeats import SILENT, last_beat, living_workers
from engine.store.load import measure_waiting
from engine.store.store import Session
from engine.store.worker_jobs import JobRow, alerted_jobs, job_rows


@dataclass(frozen=True, slots=True)
class JobView:
    """How a job does: its light (`green`, `yellow` failing or late a little, `red` trouble).

    `cause` is why it failed, empty when it did not; `remedy` what to do, empty when all is well.
    `is_running` says that a turn has begun and not ended.
    """

    job: str
    name_zh: str
    name_en: str
    light: str
    started_at: datetime
    succeeded_at: datetime | None
    is_running: bool
    failures: int
    lag: timedelta
    cause_zh: str
    cause_en: str
    remedy_zh: str
    remedy_en: str


@dataclass(frozen=True, slots=True)
class Machinery:
    """Workers that live, when one was last heard of, and what waits for them.

    `lag` is how long the oldest of the late timers has waited.
    """

    workers: int
    last_beat: datetime | None
    silent_after: timedelta
    due_timers: int
    lag: timedelta
    outbox_pending: int
    jobs: tuple[JobView, ...]
    lag_limit: timedelta


def read_machinery(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> Machinery:
    """Return how the workers of this installation are doing, for those who see to operations."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(SEE)
    now = looking.turn.now
    limit = timedelta(seconds=looking.turn.office.settings.integer(LIMIT))
    due, lag, pending = measure_waiting(session, now=now)
    return Machinery(
        workers=living_workers(session, now=now),
        last_beat=last_beat(session),
        silent_after=SILENT,
        due_timers=due,
        lag=lag,
        outbox_pending=pending,
        jobs=tuple(_job(each, limit=limit) for each in job_rows(session) if each.job != WORKER),
        lag_limit=limit,
    )


def count_troubles(session: Session, *, now: datetime) -> tuple[int, int]:
    """Count living workers and jobs in trouble, in two short reads, for a line on every page."""
    return living_workers(session, now=now), alerted_jobs(session)


def _job(row: JobRow, *, limit: timedelta) -> JobView:
    words, lag = job_words(row.job), timedelta(seconds=row.lag_seconds)
    trouble = trouble_of(row, limit=limit)
    light = "red" if trouble else "yellow" if row.failures or lag > limit / 2 else "green"
    cause = cause_words(row.failure) if row.failure else ("", "")
    return JobView(
        job=row.job,
        name_zh=words.zh,
        name_en=words.en,
        light=light,
        started_at=row.started_at,
        succeeded_at=row.succeeded_at,
        is_running=row.ended_at is None or row.started_at > row.ended_at,
        failures=row.failures,
        lag=lag,
        cause_zh=cause[0],
        cause_en=cause[1],
        remedy_zh="" if light == "green" else words.remedy_zh,
        remedy_en="" if light == "green" else words.remedy_en,
    )
