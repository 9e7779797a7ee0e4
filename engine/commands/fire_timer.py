"""Fire the timer of a case that is due first."""

from __future__ import annotations

from engine.commands import retrying
from engine.commands.engine import Engine
from engine.commands.results import TimerFired
from engine.commands.turn import Turn
from engine.model.case import SYSTEM, Actor, CaseStatus, Clock, TimerKind
from engine.store.store import Session


def fire_timer(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    case_id: str,
    actor: Actor = SYSTEM,
) -> TimerFired:
    """Fire the timer of a case that is due first; nothing happens when none is due."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step = turn.case(case_id)
    case = step.case
    row = turn.first_timer(case_id) if case.status == CaseStatus.OPEN.value else None
    if row is None or row.due_at > turn.now:
        return TimerFired(case.id, case.version, case.status, fired=False)
    if row.kind == TimerKind.RETRY.value:
        retrying.try_again(step, row.aid)
    else:
        step.fired = row
        step.run(lambda instance: instance.fire(row.aid, row.due_at))
        step.fired = None
    turn.finish()
    return TimerFired(step.case.id, step.case.version, step.case.status, fired=True)
