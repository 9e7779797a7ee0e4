"""Redo provisional deadlines when the calendar of their year has arrived (暂估转正式).

A deadline keeps the calendar version it was computed with. Only one that looked at a year without
a published arrangement is computed again, and the history says what that changed.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from engine.commands import extending, projecting
from engine.commands.engine import Engine
from engine.commands.over import expect_open
from engine.commands.results import Result
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.definitions.deadline_context import context_of, deadline_in
from engine.definitions.due import of_deadline
from engine.model.case import SYSTEM, Actor, CaseStatus, Clock
from engine.model.deadlines import Deadline, deadline_from_record, difference, recompute
from engine.store.store import Session, Store
from engine.store.tables import case_file


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
    before = dict(step.old_work())
    names: set[str] = set()
    for scope, name, context in list(step.instance.deadlines()):
        old = deadline_in(context)
        new = _redone(step, old)
        if old is not None and new is not None:
            step.instance.set_variable(scope, name, context_of(new))
            names.add(name)
            extending.record_change(
                step,
                "deadline_changed",
                extending.Held(name, scope, old),
                new,
                data={"reason": difference(old, new)},
            )
    if names:
        step.reschedule(names)
    for aid, row in before.items():
        if row.deadline is not None and step.old_work()[aid] == row:
            old = deadline_from_record(row.deadline)
            new = _redone(step, old)
            if new is not None:
                due = of_deadline(new)
                projecting.change_work(step, replace(row, due_at=due.at, deadline=due.deadline))
                step.record(
                    "deadline_changed",
                    node=row.node,
                    before={"due_at": row.due_at},
                    after={"due_at": due.at},
                    data={"aid": aid, "name": row.name, "reason": difference(old, new)},
                )
    if step.chain.added:
        turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)


def recompute_provisional(store: Store, *, engine: Engine, clock: Clock) -> int:
    """Compute the provisional deadlines of all open cases again; return how many cases changed.

    For after an import of the calendar. Suspended cases follow when they are resumed.
    """
    with store.read() as session:
        query = select(case_file.c.id, case_file.c.version).where(
            case_file.c.status == CaseStatus.OPEN.value
        )
        cases = [(str(row[0]), row[1]) for row in session.execute(query.order_by(case_file.c.id))]
    changed = 0
    for case_id, version in cases:
        with store.begin() as session:
            result = recompute_deadlines(session, engine=engine, clock=clock, case_id=case_id)
        changed += result.version != version
    return changed


def _redone(step: Step, old: Deadline | None) -> Deadline | None:
    """Return a provisional deadline under the calendar in force; None when nothing is new."""
    if old is None or not old.provisional:
        return None
    new = recompute(old, step.turn.office.calendar)
    return None if new == old else new
