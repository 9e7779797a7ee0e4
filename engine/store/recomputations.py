"""Rows that say how far computing deadlines again has come."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, insert, select, update

from engine.store.store import Session
from engine.store.tables import case_file, recomputation

RUNNING, FINISHED, SUPERSEDED = "running", "finished", "superseded"
_run = recomputation.c


@dataclass(frozen=True, slots=True)
class Recomputation:
    """One time it was asked for; cases up to `last_case` are done, `skipped` ones not."""

    id: str
    asked_by: str
    asked_at: datetime
    state: str
    last_case: str
    total: int
    done: int
    changed: int
    skipped: int
    moved_at: datetime


def insert_recomputation(session: Session, row: Recomputation) -> None:
    """Add one; any that runs still ends here, for the new one does all that it would have done."""
    old = update(recomputation).where(_run.state == RUNNING).values(state=SUPERSEDED)
    session.execute(old)
    session.execute(insert(recomputation), [asdict(row)])


def newest_recomputation(session: Session) -> Recomputation | None:
    """Return the one that was asked for last."""
    query = select(recomputation).order_by(_run.asked_at.desc(), _run.id.desc()).limit(1)
    row = session.execute(query).first()
    return None if row is None else Recomputation(*cast("tuple[Any, ...]", row))


def running_recomputation(session: Session) -> Recomputation | None:
    """Return the one that is not done yet."""
    row = session.execute(select(recomputation).where(_run.state == RUNNING).limit(1)).first()
    return None if row is None else Recomputation(*cast("tuple[Any, ...]", row))


def move_on(session: Session, before: Recomputation, after: Recomputation) -> bool:
    """Write how far it is now; say False when somebody else moved it on, or ended it, meanwhile."""
    moved = (
        update(recomputation)
        .where(_run.id == before.id, _run.state == RUNNING, _run.last_case == before.last_case)
        .values(asdict(after))
    )
    return session.execute(moved).rowcount == 1


def count_cases(session: Session, status: str) -> int:
    """Count the cases of a status."""
    query = select(func.count()).select_from(case_file).where(case_file.c.status == status)
    return int(cast("int", next(iter(session.execute(query)))[0]))
