"""How each job of the worker did last: one row for each, written seldom and by any worker."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.heartbeats import SILENT
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import worker_job

_ALL = Statement(select(worker_job).order_by(worker_job.c.job))
_ALERTED = Statement(select(func.count()).where(worker_job.c.alerted_at.is_not(None)))


@dataclass(frozen=True, slots=True)
class JobRow:
    """How a job did last. `failures` counts those since it last succeeded; `failure` says why.

    `lag_seconds` is how long the oldest thing that it should have done has waited. `alerted_at` is
    when administrators were told of a trouble that still lasts.
    """

    job: str
    worker: str
    started_at: datetime
    ended_at: datetime | None
    succeeded_at: datetime | None
    failures: int
    failure: str | None
    lag_seconds: int
    alerted_at: datetime | None = None


def job_rows(session: Session) -> list[JobRow]:
    """Return all rows, by job."""
    return session.all(JobRow, _ALL)


def alerted_jobs(session: Session) -> int:
    """Count the jobs of which administrators were told, and whose trouble lasts."""
    return session.one(int, _ALERTED) or 0


def lock_jobs(session: Session) -> list[JobRow]:
    """Return all rows, and let no other worker write them until this unit of work ends."""
    if session.kind == "postgresql":
        # Rows that are not there yet cannot be locked; two workers may start at once.
        session.execute(select(func.pg_advisory_xact_lock(literal_column(str(_LOCK)))))
    return job_rows(session)


_LOCK = 6_210_023
"""Any number that nothing else locks by."""


def put_jobs(session: Session, rows: Collection[JobRow], *, known: Collection[JobRow]) -> None:
    """Write rows of one worker; that another one fails at a job is not hidden by our success.

    `known` are the rows as `lock_jobs` returned them. When an alert was said is left as it is.
    """
    before = {each.job: each for each in known}
    for row in rows:
        old = before.get(row.job)
        if old is not None and _is_failing_elsewhere(old, row):
            continue
        cells = asdict(row)
        del cells["alerted_at"]
        dialect = sqlite if session.kind == "sqlite" else postgresql
        statement = dialect.insert(worker_job).values(cells)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["job"],
                set_={name: value for name, value in cells.items() if name != "job"},
            )
        )


def set_alerted(session: Session, job: str, at: datetime | None) -> None:
    """Say since when administrators know of a trouble, or that it is over."""
    mine = worker_job.c.job == job
    session.execute(update(worker_job).where(mine).values(alerted_at=at))


def _is_failing_elsewhere(old: JobRow, new: JobRow) -> bool:
    if old.worker == new.worker or not old.failures or new.failures:
        return False
    ended, now = old.ended_at or old.started_at, cast("Any", new.ended_at or new.started_at)
    return bool(abs(now - ended) < SILENT)
