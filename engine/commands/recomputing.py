"""Computing all provisional deadlines again, in portions: asked for by somebody, done by workers.

How far it is stands in a row that moves on in the unit of work of each case, so that whatever
breaks off in between goes on at the very next case, and no case is done twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.reading.names import Named, Names
from engine.commands.recompute import recompute_deadlines
from engine.commands.requests import command
from engine.commands.results import Result
from engine.commands.turn import Turn
from engine.model.case import Actor, CaseStatus, Clock
from engine.model.errors import EngineError
from engine.store.recomputations import (
    FINISHED,
    RUNNING,
    Recomputation,
    count_cases,
    insert_recomputation,
    move_on,
    newest_recomputation,
    running_recomputation,
)
from engine.store.store import Session, Store
from engine.store.tables import case_file

PORTION = 50
"""Cases of one portion: timers and documents wait for no more than these."""
STANDSTILL = timedelta(minutes=1)
"""After this long without a step nobody seems to be at work on it (无法定依据, 建议值)."""
_LOG = logging.getLogger("dudao.engine.commands.recomputing")


@dataclass(frozen=True, slots=True)
class RecomputationAsked(Result):
    """Computing again was asked for; so many open cases will be looked at."""

    recomputation: str
    total: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: cases looked at of so many, those changed, and those skipped for an error.

    `stands_still` says that nothing has moved for a minute, though it is not done.
    """

    asked_by: Named
    asked_at: datetime
    moved_at: datetime
    total: int
    done: int
    changed: int
    skipped: int
    is_running: bool
    stands_still: bool

    @property
    def percent(self) -> int:
        """Return how far it is; a hundred only when it is done."""
        if not self.is_running:
            return 100
        return min(99, self.done * 100 // max(self.total, 1))


@command(RecomputationAsked)
def ask_recomputation(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    idempotency_key: str | None = None,
) -> RecomputationAsked:
    """Have the provisional deadlines of all open cases computed again by the workers.

    For those who may import a calendar. What was asked for before and is not done yet ends here:
    this begins at the first case again. Suspended cases follow when they are resumed.
    """
    del idempotency_key  # taken by the decorator
    now = clock()
    engine.permissions.expect(Office(session, engine, now=now), actor, "import_calendar")
    total = count_cases(session, CaseStatus.OPEN.value)
    row = Recomputation(
        id=str(engine.new_id()),
        asked_by=actor.person,
        asked_at=now,
        state=RUNNING if total else FINISHED,
        last_case="",
        total=total,
        done=0,
        changed=0,
        skipped=0,
        moved_at=now,
    )
    insert_recomputation(session, row)
    return RecomputationAsked("", 0, "", row.id, total)


def read_recomputation(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> Progress | None:
    """Return how far the last one is; None when none was ever asked for."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(turn.office, actor, "import_calendar")
    row = newest_recomputation(session)
    if row is None:
        return None
    is_running = row.state == RUNNING
    return Progress(
        asked_by=Names(turn).person(row.asked_by),
        asked_at=row.asked_at,
        moved_at=row.moved_at,
        total=row.total,
        done=row.done,
        changed=row.changed,
        skipped=row.skipped,
        is_running=is_running,
        stands_still=is_running and turn.now - row.moved_at > STANDSTILL,
    )


def carry_on(store: Store, *, engine: Engine, clock: Clock, most: int = PORTION) -> int:
    """Do the next portion of what was asked for; return how many cases were looked at.

    Several workers may do so at once: a case that another one has done is left, and so is the rest
    of the portion.
    """
    with store.read() as session:
        row = running_recomputation(session)
        cases = [] if row is None else _next_cases(session, row.last_case, most)
    if row is None:
        return 0
    for case_id, version in cases:
        moved = _one(store, row, case_id, version, engine=engine, clock=clock)
        if moved is None:
            return 0
        row = moved
    if len(cases) < most:
        with store.begin() as session:
            move_on(session, row, replace(row, state=FINISHED, moved_at=clock()))
    return len(cases)


def _next_cases(session: Session, last: str, most: int) -> list[tuple[str, int]]:
    query = (
        select(case_file.c.id, case_file.c.version)
        .where(case_file.c.status == CaseStatus.OPEN.value, case_file.c.id > last)
        .order_by(case_file.c.id)
        .limit(most)
    )
    return [(str(id_), int(version)) for id_, version in session.execute(query)]  # type: ignore[call-overload]  # as the columns are


def _one(
    store: Store,
    row: Recomputation,
    case_id: str,
    version: int,
    *,
    engine: Engine,
    clock: Clock,
) -> Recomputation | None:
    """Compute the deadlines of a case again and move on, in one unit of work; None if beaten."""
    after = replace(row, last_case=case_id, done=row.done + 1, moved_at=clock())
    try:
        with store.begin() as session:
            result = recompute_deadlines(
                session, engine=engine, clock=clock, case_id=case_id, actor=Actor(row.asked_by)
            )
            changed = row.changed + (result.version != version)
            after = replace(after, changed=changed)
            _expect_first(session, row, after)
    except _Beaten:
        return None
    except Exception as error:  # noqa: BLE001 - one broken case must not stop all others
        if not isinstance(error, EngineError):
            _LOG.exception("deadlines of case %s could not be computed again", case_id)
        return _skip(store, row, replace(after, changed=row.changed, skipped=row.skipped + 1))
    return after


def _skip(store: Store, row: Recomputation, after: Recomputation) -> Recomputation | None:
    with store.begin() as session:
        return after if move_on(session, row, after) else None


def _expect_first(session: Session, row: Recomputation, after: Recomputation) -> None:
    if not move_on(session, row, after):
        raise _Beaten


class _Beaten(Exception):
    """Another worker has done this case."""
