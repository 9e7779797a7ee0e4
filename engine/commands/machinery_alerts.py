"""Tell administrators that a job of the worker is in trouble, once, and once that it works again.

Whoever notices says it: the worker itself, or whoever watches that there is none.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.model.jobs import WORKER
from engine.model.values import Value
from engine.store.batch import StepBatch
from engine.store.heartbeats import SILENT, last_beat, living_workers
from engine.store.rows import OutboxRow
from engine.store.store import Session
from engine.store.worker_jobs import JobRow, lock_jobs, put_jobs, set_alerted

KIND = "machinery_alert"
GROUP = "administrator"
FAILURES = 3
"""After so many failures one after another administrators are told (无法定依据，建议值)."""
LIMIT = "machinery.lag_seconds"


def lag_limit(session: Session, engine: Engine, now: datetime) -> timedelta:
    """Return how late a job may be before administrators are told."""
    return timedelta(seconds=Office(session, engine, now=now).settings.integer(LIMIT))


def trouble_of(row: JobRow, *, limit: timedelta) -> str | None:
    """Return what is wrong with a job: `failing`, `late`, `silent` (no worker), or None."""
    if row.job == WORKER:
        return "silent" if row.failures else None
    if row.failures >= FAILURES:
        return "failing"
    return "late" if timedelta(seconds=row.lag_seconds) > limit else None


def tell_of_jobs(
    session: Session,
    *,
    engine: Engine,
    now: datetime,
    rows: Iterable[JobRow],
    long_late: Container[str] = (),
) -> frozenset[str]:
    """Say of each job that trouble has begun or is over, unless that was said; return who is late.

    `rows` are as `lock_jobs` returns them: two that watch at once say it once. Late is told of who
    has been late for a while (`long_late`): a worker that slept catches up by itself.
    """
    limit, late = lag_limit(session, engine, now), set[str]()
    for row in rows:
        trouble = trouble_of(row, limit=limit)
        if trouble == "late":
            late.add(row.job)
        if (trouble is None) == (row.alerted_at is None):
            continue
        if trouble == "late" and row.job not in long_late:
            continue
        _tell(session, row, now=now, trouble=trouble)
        set_alerted(session, row.job, None if trouble is None else now)
    return frozenset(late)


def watch_workers(session: Session, *, engine: Engine, now: datetime) -> bool:
    """Say whether a worker lives; tell administrators once when none does, and once when again.

    Without a worker nothing leaves the machine: the alert stands in the inbox, and goes out when a
    worker is there again.
    """
    lives = living_workers(session, now=now) > 0
    known = lock_jobs(session)
    old = next((each for each in known if each.job == WORKER), None)
    if old is None and lives:
        return True
    if old is None or lives == bool(old.failures):
        latest = last_beat(session)
        row = JobRow(
            job=WORKER,
            worker="",
            started_at=now,
            ended_at=now,
            succeeded_at=now if lives else latest,
            failures=0 if lives else 1,
            failure=None if lives else "silent",
            lag_seconds=0 if lives or latest is None else _whole(now - latest),
        )
        put_jobs(session, (row,), known=known)
        known = lock_jobs(session)
    tell_of_jobs(
        session, engine=engine, now=now, rows=[each for each in known if each.job == WORKER]
    )
    return lives


def _whole(span: timedelta) -> int:
    return max(0, int(span.total_seconds()))


def _tell(session: Session, row: JobRow, *, now: datetime, trouble: str | None) -> None:
    begun = now if row.alerted_at is None else row.alerted_at
    body: dict[str, Value] = {
        "job": row.job,
        "trouble": trouble or "over",
        "lag_seconds": row.lag_seconds,
        "failures": row.failures,
        "cause": row.failure or "",
        "since": begun,
    }
    name = f"machinery:{row.job}:{begun.isoformat()}:{body['trouble']}"
    batch = StepBatch()
    batch.add_message(
        OutboxRow(
            id=str(uuid5(NAMESPACE_OID, name)),
            case_id=None,
            created_at=now,
            kind=KIND,
            audience={"people": [], "groups": [GROUP], "unit": None, "excluded_units": []},
            body=body,
        )
    )
    batch.flush(session)


__all__ = [
    "FAILURES",
    "KIND",
    "LIMIT",
    "SILENT",
    "lag_limit",
    "tell_of_jobs",
    "trouble_of",
    "watch_workers",
]
