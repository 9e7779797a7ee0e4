"""Timers as work for the worker: claimed in batches, each by one worker at a time.

The row is the truth. A claim is a lease: a worker that dies loses it when the lease ends, and
another one claims the timer. Firing deletes or moves the row in the step's own transaction,
which is what makes it happen once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from sqlalchemy import Integer, Text, bindparam, func, literal_column, not_, or_, select, update

from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import case_file, timer


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer that was claimed for firing or, of kind `retry`, for trying an incident again."""

    id: int
    case_id: str
    aid: int
    node: str
    kind: str
    due_at: datetime


# Said so that both planners come in by due date, over few rows: SQLite would take an index on
# "= 'open'", and PostgreSQL knows how many cases a bound value leaves only the first few times.
_is_open = [
    case_file.c.status != literal_column(f"'{status}'", Text)
    for status in ("suspended", "closed", "canceled")
]


@cache
def _due(limit: int) -> Statement:
    """Make the query for a batch of this size.

    The size is written into the text: PostgreSQL's plan for an unknown one sorts every timer.
    """
    other = timer.alias("other")
    # A scalar, so that PostgreSQL looks it up for each row found instead of joining all claims.
    fired_until = (
        select(func.max(other.c.claimed_until))
        .where(other.c.case_id == timer.c.case_id)
        .scalar_subquery()
    )
    query = (
        select(
            timer.c.id,
            timer.c.case_id,
            timer.c.aid,
            timer.c.node,
            timer.c.kind,
            timer.c.due_at,
        )
        .join_from(timer, case_file)
        .where(
            not_(timer.c.paused),
            timer.c.due_at <= bindparam("now"),
            # Looked at again by PostgreSQL when somebody else has just claimed this very row.
            or_(timer.c.claimed_until.is_(None), timer.c.claimed_until <= bindparam("now")),
            *_is_open,
            # While one timer of a case is being fired the others wait: they fire in order.
            func.coalesce(fired_until, timer.c.due_at) <= bindparam("now"),
        )
        .order_by(timer.c.due_at, timer.c.id)
        .limit(literal_column(str(limit), Integer))
        # PostgreSQL only: who claims at the same moment skips these cases, not just these rows.
        .with_for_update(of=(timer, case_file), key_share=True, skip_locked=True)
    )
    return Statement(query, ["now"])


_NEXT = Statement(
    select(func.min(timer.c.due_at)).where(
        not_(timer.c.paused),
        or_(timer.c.claimed_until.is_(None), timer.c.claimed_until <= bindparam("now")),
    ),
    ["now"],
)


_DUE_OF_CASE = Statement(
    select(timer.c.id)
    .where(
        timer.c.case_id == bindparam("case_id"),
        not_(timer.c.paused),
        timer.c.due_at <= bindparam("now"),
    )
    .limit(1),
    ["case_id", "now"],
)


def is_due(session: Session, case_id: str, *, now: datetime) -> bool:
    """Say whether a timer of this case is due, claimed or not."""
    return session.row(_DUE_OF_CASE, case_id, now) is not None


def claim_due(
    session: Session, *, now: datetime, limit: int, worker: str, lease: timedelta
) -> list[DueTimer]:
    """Claim timers that are due, the earliest first, for `lease` from now on.

    Only timers that run, of open cases, without a claim that still holds. Needs a unit of work
    that writes: on SQLite BEGIN IMMEDIATE lets one worker claim at a time.
    """
    found = session.all(DueTimer, _due(limit), now)
    if found:
        _mark(session, [each.id for each in found], until=now + lease, worker=worker)
    return found


def release(session: Session, claimed: Sequence[DueTimer], *, worker: str) -> None:
    """Give claimed timers back unfired, so that they are due at once for any worker."""
    if claimed:
        session.execute(
            update(timer)
            .where(timer.c.id.in_([each.id for each in claimed]), timer.c.claimed_by == worker)
            .values(claimed_until=None, claimed_by=None)
        )


def next_due(session: Session, *, now: datetime) -> datetime | None:
    """Return when the next timer is due that nobody has claimed; None when there is none."""
    cells = session.row(_NEXT, now)
    return None if cells is None else cast("datetime | None", cells[0])


def _mark(session: Session, ids: Sequence[int], *, until: datetime, worker: str) -> None:
    session.execute(
        update(timer).where(timer.c.id.in_(ids)).values(claimed_until=until, claimed_by=worker)
    )
