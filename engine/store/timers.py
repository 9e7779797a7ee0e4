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

from sqlalchemy import (
    ARRAY,
    Integer,
    Text,
    any_,
    bindparam,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)

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


@cache
def _due_of_cases(count: int) -> Statement:
    """Make the query for so many cases: a list of unknown length cannot be prepared."""
    places = [f"case_{number}" for number in range(count)]
    query = (
        select(timer.c.case_id)
        .where(
            timer.c.case_id.in_([bindparam(each) for each in places]),
            not_(timer.c.paused),
            timer.c.due_at <= bindparam("now"),
        )
        .distinct()
    )
    return Statement(query, [*places, "now"])


@cache
def _release(count: int) -> Statement:
    places = [f"case_{number}" for number in range(count)]
    change = (
        update(timer)
        .where(
            timer.c.case_id.in_([bindparam(each) for each in places]),
            timer.c.claimed_by == bindparam("worker"),
        )
        .values(claimed_until=None, claimed_by=None)
    )
    return Statement(change, [*places, "worker"])


def still_due(session: Session, cases: Sequence[str], *, now: datetime) -> set[str]:
    """Return which of these cases have a timer that is due, claimed or not."""
    return {str(case_id) for (case_id,) in session.rows(_due_of_cases(len(cases)), *cases, now)}


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


_FREE = Statement(
    select(case_file.c.id)
    .where(case_file.c.id == any_(bindparam("ids", type_=ARRAY(Text))))
    .with_for_update(skip_locked=True),
    ["ids"],
)


def lock_free(session: Session, cases: Sequence[str]) -> set[str]:
    """Lock those of these cases that nobody else has locked, without waiting; return them.

    On SQLite nobody else has: a unit of work that writes is alone.
    """
    if session.kind == "sqlite":
        return set(cases)
    return {str(case_id) for (case_id,) in session.rows(_FREE, list(cases))}


def release(session: Session, cases: Sequence[str], *, worker: str) -> None:
    """Give what this worker claimed of these cases back unfired, due at once for any worker."""
    if cases:
        session.run(_release(len(cases)), *cases, worker)


def next_due(session: Session, *, now: datetime) -> datetime | None:
    """Return when the next timer is due that nobody has claimed; None when there is none."""
    cells = session.row(_NEXT, now)
    return None if cells is None else cast("datetime | None", cells[0])


def _mark(session: Session, ids: Sequence[int], *, until: datetime, worker: str) -> None:
    session.execute(
        update(timer).where(timer.c.id.in_(ids)).values(claimed_until=until, claimed_by=worker)
    )
