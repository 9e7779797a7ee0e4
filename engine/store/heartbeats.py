"""Workers say that they live; any web process, on any host, can tell whether one does."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import worker_heartbeat

BEAT = timedelta(seconds=10)
"""How often a worker says so."""

SILENT = timedelta(seconds=60)
"""Whoever has been silent for this long counts as dead (无法定依据, 建议值)."""

FORGET = timedelta(days=1)

_LATEST = Statement(select(func.max(worker_heartbeat.c.beat_at)))
_ALIVE = Statement(
    select(func.count()).where(
        worker_heartbeat.c.beat_at > bindparam("after"),
        # Of a later time than that of clocks a little apart: before the clock was set back.
        worker_heartbeat.c.beat_at < bindparam("before"),
    ),
    ["after", "before"],
)


def beat(session: Session, worker: str, *, now: datetime, started_at: datetime) -> None:
    """Say that a worker lives now; forget those that were killed long ago, or before a clock went back.

    Who lives in spite of it says so again.
    """
    mine, beat_at = worker_heartbeat.c.worker == worker, worker_heartbeat.c.beat_at
    is_gone = or_(beat_at < now - FORGET, beat_at > now + SILENT)
    session.execute(delete(worker_heartbeat).where(is_gone))
    values = {"beat_at": now, "started_at": started_at}
    if not session.execute(update(worker_heartbeat).where(mine).values(values)).rowcount:
        session.execute(insert(worker_heartbeat).values(worker=worker, **values))


def stop_beating(session: Session, worker: str) -> None:
    """Say that a worker has stopped."""
    session.execute(delete(worker_heartbeat).where(worker_heartbeat.c.worker == worker))


def last_beat(session: Session) -> datetime | None:
    """Return when any worker last said that it lives; None when there is none."""
    cells = session.row(_LATEST)
    latest = cells[0] if cells else None
    return latest if isinstance(latest, datetime) else None


def living_workers(session: Session, *, now: datetime) -> int:
    """Count the workers that have not been silent for `SILENT`."""
    return session.one(int, _ALIVE, now - SILENT, now + SILENT) or 0
