"""How much waits in the database: a few counts, each over an index, for whoever watches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Text, bindparam, func, literal_column, not_, select

from engine.store.heartbeats import living_workers
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import PENDING, case_file, incident, open_work, outbox_message, timer

_OPEN, _SUSPENDED = (literal_column(f"'{each}'", Text) for each in ("open", "suspended"))


@dataclass(frozen=True, slots=True)
class Load:
    """What is open, late or waiting at one instant."""

    open_cases: int
    suspended_cases: int
    open_work: int
    overdue_work: int
    """Open work past its due instant; that of suspended cases is not late."""
    due_timers: int
    """Timers that are due and have not fired."""
    timer_lag: timedelta
    """How long the oldest of them has waited."""
    outbox_pending: int
    open_incidents: int
    workers: int
    """Workers that live, on all hosts."""


def _cases(status: object) -> Statement:
    counted = select(func.count()).select_from(case_file).where(case_file.c.status == status)
    return Statement(counted)


_OPEN_CASES, _SUSPENDED_CASES = _cases(_OPEN), _cases(_SUSPENDED)
_WORK = Statement(select(func.count()).select_from(open_work))
_OVERDUE = Statement(
    select(func.count())
    .select_from(open_work.join(case_file))
    .where(open_work.c.due_at <= bindparam("now"), case_file.c.status == _OPEN),
    ["now"],
)
# No case is looked at, so that an index answers: the timers of a suspended one are paused, and one
# that has ended has none.
_DUE = Statement(
    select(func.count(), func.min(timer.c.due_at)).where(
        not_(timer.c.paused), timer.c.due_at <= bindparam("now")
    ),
    ["now"],
)
_PENDING = Statement(
    select(func.count()).select_from(outbox_message).where(outbox_message.c.status == PENDING)
)
_INCIDENTS = Statement(select(func.count()).where(incident.c.ended_at.is_(None)))


def measure_load(session: Session, *, now: datetime) -> Load:
    """Count what is open, late or waiting now."""
    due, lag, pending = measure_waiting(session, now=now)

    def count(statement: Statement, *arguments: object) -> int:
        return session.one(int, statement, *arguments) or 0

    return Load(
        open_cases=count(_OPEN_CASES),
        suspended_cases=count(_SUSPENDED_CASES),
        open_work=count(_WORK),
        overdue_work=count(_OVERDUE, now),
        due_timers=due,
        timer_lag=lag,
        outbox_pending=pending,
        open_incidents=count(_INCIDENTS),
        workers=living_workers(session, now=now),
    )


def measure_waiting(session: Session, *, now: datetime) -> tuple[int, timedelta, int]:
    """Count late timers, how long the oldest has waited, and messages that wait to leave."""
    due, oldest = cast("tuple[int, datetime | None]", session.row(_DUE, now))
    lag = now - oldest if oldest else timedelta(0)
    return due, lag, session.one(int, _PENDING) or 0
