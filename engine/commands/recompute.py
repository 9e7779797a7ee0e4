"""Redo provisional deadlines when the calendar of their year has arrived (暂估转正式).

A deadline keeps the calendar version it was computed with. Only one that looked at a year without
a published arrangement is computed again, and the history says what that changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import select

from engine.commands import extending, projecting
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.over import expect_open
from engine.commands.results import Result
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.definitions.deadline_context import context_of, deadline_in
from engine.definitions.due import of_deadline
from engine.model.case import SYSTEM, Actor, CaseStatus, Clock
from engine.model.deadlines import Deadline, deadline_from_record, difference, recompute
from engine.model.errors import Conflict, InvalidState
from engine.store.rows import WorkRow
from engine.store.store import Session, Store
from engine.store.tables import case_file

REASON = "工作日历已经调整"
"""What people are told of why a due date moved."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that is computed again: that of open work, or of a variable where None."""

    name: str
    work: WorkRow | None
    before: Deadline
    after: Deadline


def recompute_deadlines(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    case_id: str,
    actor: Actor = SYSTEM,
) -> Result:
    """Compute the provisional deadlines of a case again, and whatever is computed from them."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step = turn.case(case_id)
    expect_open(step.case)
    redo(step)
    if step.chain.added:
        turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)


def redo(step: Step) -> list[Moved]:
    """Compute the provisional deadlines of a case again and return what that moved.

    Variables first, then the open work whose due dates mention them or are provisional.
    """
    before = dict(step.old_work())
    step.reason = REASON
    moved = _redo_variables(step)
    if moved:
        step.reschedule({each.name for each in moved})
    for aid, row in before.items():
        if step.old_work()[aid] == row:
            _redo_work(step, row)
    for aid, row in before.items():
        after = step.old_work()[aid]
        if row.deadline is not None and after.deadline is not None and after != row:
            pair = deadline_from_record(row.deadline), deadline_from_record(after.deadline)
            moved.append(Moved(row.name, row, *pair))
    return moved


def _redo_variables(step: Step) -> list[Moved]:
    moved: list[Moved] = []
    for scope, name, context in list(step.instance.deadlines()):
        old = deadline_in(context)
        new = _redone(step, old)
        if old is not None and new is not None:
            step.instance.set_variable(scope, name, context_of(new))
            moved.append(Moved(name, None, old, new))
            extending.record_change(
                step,
                "deadline_changed",
                extending.Held(name, scope, old),
                new,
                data={"reason": difference(old, new)},
            )
    return moved


def _redo_work(step: Step, row: WorkRow) -> None:
    old = None if row.deadline is None else deadline_from_record(row.deadline)
    new = _redone(step, old)
    if old is None or new is None:
        return
    due = of_deadline(new)
    changed = replace(row, due_at=due.at, deadline=due.deadline)
    projecting.change_work(step, changed)
    step.record(
        "deadline_changed",
        node=row.node,
        before={"due_at": row.due_at},
        after={"due_at": due.at},
        data={"aid": row.aid, "name": row.name, "reason": difference(old, new)},
    )
    projecting.tell_changed(step, row.due_at, changed)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many open cases were looked at, changed, and left for another time.

    Left is a case in which somebody did something at the same moment; asking again takes it.
    """

    cases: int
    changed: int
    left: int


def recompute_provisional(
    store: Store, *, engine: Engine, clock: Clock, actor: Actor = SYSTEM
) -> Recomputed:
    """Compute the provisional deadlines of all open cases again, each in a unit of work of its own.

    For after an import of the calendar, and for those who may import one: NotPermitted otherwise.
    Done again it changes nothing more. Suspended cases follow when they are resumed.
    """
    with store.read() as session:
        office = Office(session, engine, now=clock())
        engine.permissions.expect(office, actor, "import_calendar")
        cases = open_cases(session)
    changed = left = 0
    for case_id, version in cases.items():
        try:
            with store.begin() as session:
                result = recompute_deadlines(
                    session, engine=engine, clock=clock, case_id=case_id, actor=actor
                )
        except (Conflict, InvalidState):
            left += 1
            continue
        changed += result.version != version
    return Recomputed(len(cases), changed, left)


def open_cases(session: Session, *, most: int | None = None) -> dict[str, int]:
    """Return the open cases with their versions, in the order of their ids."""
    query = select(case_file.c.id, case_file.c.version).where(
        case_file.c.status == CaseStatus.OPEN.value
    )
    rows = session.execute(query.order_by(case_file.c.id).limit(most))
    return {str(row[0]): cast("int", row[1]) for row in rows}


def _redone(step: Step, old: Deadline | None) -> Deadline | None:
    """Return a provisional deadline under the calendar in force; None when nothing is new."""
    if old is None or not old.provisional:
        return None
    new = recompute(old, step.turn.office.calendar)
    return None if new == old else new
