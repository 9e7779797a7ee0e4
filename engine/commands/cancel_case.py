"""Cancel a case, with a reason (撤销)."""

from __future__ import annotations

from engine.commands.ending import tell_opener, tell_parent
from engine.commands.engine import Engine
from engine.commands.over import expect_going_on
from engine.commands.publications import withdraw_unfinished
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import Result
from engine.commands.turn import Turn
from engine.model.case import Actor, CaseStatus, Clock
from engine.store.store import Session


@command(Result)
def cancel_case(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    reason: str,
    idempotency_key: str | None = None,
) -> Result:
    """End a case before its time: everything that waits in it is canceled."""
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step = turn.case(case_id)
    engine.permissions.expect(turn.office, actor, "cancel_case", unit=step.case.unit)
    expect_going_on(step.case)
    reason = expect_reason(reason)
    before = step.case.status
    step.run(lambda instance: instance.cancel())
    status = CaseStatus.CANCELED.value
    step.change(status=status, ended_at=step.now, end_code=status)
    step.record(
        "case_canceled",
        before={"status": before},
        after={"status": status},
        data={"reason": reason},
    )
    withdraw_unfinished(step, reason)
    tell_opener(step, "case_canceled")
    tell_parent(step, status)
    turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)
