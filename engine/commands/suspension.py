"""Suspend and resume a case: its clocks stand still (中止、恢复)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from engine.commands import extending, projecting
from engine.commands.concerned import tell_concerned
from engine.commands.engine import Engine
from engine.commands.over import expect_open
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import Result
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.definitions.due import legal_term, of_deadline
from engine.diagram.model import TimerKind as Shape
from engine.model.case import Actor, CaseStatus, Clock, TimerKind
from engine.model.deadline_values import RESOLUTION
from engine.model.deadlines import (
    DEFAULT,
    Deadline,
    Unit,
    deadline_from_record,
    local_day,
)
from engine.model.errors import InvalidState
from engine.model.surroundings import ActivityFailed
from engine.model.time_texts import is_time_expression
from engine.model.values import Value
from engine.store.case_reads import timers_of_case
from engine.store.rows import TimerRow, WorkRow
from engine.store.store import Session

_NEVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)  # a day for every zone


@command(Result)
def suspend_case(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    reason: str,
    idempotency_key: str | None = None,
) -> Result:
    """Stop every clock of a case; until it is resumed no task of it can be completed."""
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step = turn.case(case_id)
    engine.permissions.expect(turn.office, actor, "suspend_case", unit=step.case.unit)
    expect_open(step.case)
    reason = expect_reason(reason)
    for row in timers_of_case(session, case_id):
        turn.batch.set_timer(_unclaimed(row, paused=True))
    before = step.case.status
    step.change(status=CaseStatus.SUSPENDED.value, suspended_at=step.now)
    step.record(
        "case_suspended",
        before={"status": before},
        after={"status": step.case.status},
        data={"reason": reason},
    )
    tell_concerned(step, "case_suspended", {"reason": reason})
    turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)


@command(Result)
def resume_case(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    reason: str = "恢复办理",
    idempotency_key: str | None = None,
) -> Result:
    """Let the clocks of a suspended case run on, each moved by the time it stood still.

    Deadlines move as `engine.model.deadlines.resume` says, and what is computed from them follows;
    so do timers on a term of law. Every other timer and due date moves by exactly the time that
    passed.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step = turn.case(case_id)
    engine.permissions.expect(turn.office, actor, "resume_case", unit=step.case.unit)
    suspended_at = step.case.suspended_at
    if step.case.status != CaseStatus.SUSPENDED.value or suspended_at is None:
        raise InvalidState(
            f"案件“{step.case.title}”没有中止，不能恢复。",
            en=f"Expected case '{case_id}' to be suspended, but it is {step.case.status}.",
            code="not_suspended",
        )
    reason = expect_reason(reason)
    work = dict(step.old_work())
    timers = timers_of_case(session, case_id)
    step.record(
        "case_resumed",
        before={"status": step.case.status},
        after={"status": CaseStatus.OPEN.value},
        data={"reason": reason, "suspended_at": suspended_at},
    )
    changed = extending.resume_variables(step)
    step.change(status=CaseStatus.OPEN.value)
    if changed:
        step.reschedule(changed)
    elapsed = step.now - suspended_at
    _shift_work(step, work, elapsed)
    _shift_timers(step, timers, elapsed)
    step.change(suspended_at=None)
    tell_concerned(step, "case_resumed", {"reason": reason})
    turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)


def _shift_timers(step: Step, timers: list[TimerRow], elapsed: timedelta) -> None:
    """Move the timers that no deadline moved; all of them run again."""
    for row in timers:
        if row.aid in step.armed and row.kind == step.armed[row.aid].kind:
            continue
        due_at = _legally_later(step, row) or _later(row.due_at, elapsed)
        moved = replace(_unclaimed(row, paused=False), due_at=due_at)
        step.turn.batch.set_timer(moved)
        step.record(
            "timer_moved",
            node=row.node,
            before={"due_at": row.due_at},
            after={"due_at": moved.due_at},
            data={"aid": row.aid, "kind": row.kind},
        )


def _shift_work(step: Step, before: dict[int, WorkRow], elapsed: timedelta) -> None:
    """Move the due dates that no variable moved."""
    now = step.old_work()
    for aid, row in before.items():
        if row.due_at is None or now[aid].due_at != row.due_at:
            continue
        if row.deadline is None:
            moved = replace(row, due_at=_later(row.due_at, elapsed))
        else:
            due = of_deadline(extending.resumed(step, deadline_from_record(row.deadline)))
            moved = replace(row, due_at=due.at, deadline=due.deadline)
        if moved == row:
            continue
        projecting.change_work(step, moved)
        step.record(
            "deadline_changed",
            node=row.node,
            before={"due_at": row.due_at},
            after={"due_at": moved.due_at},
            data={"aid": row.aid, "name": row.name},
        )


def _legally_later(step: Step, row: TimerRow) -> datetime | None:
    """Return when a timer on a term of law is due now; None for any other timer.

    The row holds only the end of the period, so it is taken as its last day: what remained of it
    at the suspension counts on from the resumption, as it does for a due date of the same term.
    """
    event = step.published.node(row.node).event
    if row.kind != TimerKind.BPMN.value or event is None or event.timer is not Shape.DURATION:
        return None
    text: Value = event.expression
    if is_time_expression(event.expression):
        with suppress(ActivityFailed):
            text = step.surroundings.evaluate(event.expression, step.instance.view(row.scope))
    term = legal_term(text) if isinstance(text, str) else None
    suspended_at = step.case.suspended_at
    if term is None or term.unit is Unit.HOURS or suspended_at is None:
        return None
    due_at = row.due_at - RESOLUTION
    deadline = Deadline(
        term=term,
        started_at=min(suspended_at, due_at),
        due_at=due_at,
        due_on=local_day(due_at),
        policy=DEFAULT,
        calendar_version=step.turn.office.calendar.version,
        provisional=False,
        nominal_on=local_day(due_at),
    )
    return extending.resumed(step, deadline).expires_at


def _later(due_at: datetime, elapsed: timedelta) -> datetime:
    """Return an instant moved on; one that means "never" stays, so that cases can be resumed."""
    return due_at + elapsed if due_at < _NEVER - elapsed else due_at


def _unclaimed(row: TimerRow, *, paused: bool) -> TimerRow:
    return replace(row, paused=paused, claimed_until=None, claimed_by=None)
