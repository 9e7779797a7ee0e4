"""Extend a deadline, with a reason and an approver (延期)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engine.commands import extending, projecting
from engine.commands.engine import Engine
from engine.commands.over import expect_open, open_work
from engine.commands.policy.acting import substitutes
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import DeadlineExtended
from engine.commands.step import Around, Step
from engine.commands.turn import Turn
from engine.definitions.deadline_context import deadline_in
from engine.definitions.due import of_deadline
from engine.model.case import Actor, Clock
from engine.model.deadlines import deadline_from_record, parse_term
from engine.model.errors import InvalidArgument, InvalidState, NotPermitted
from engine.model.history import at_text
from engine.model.values import Value
from engine.store.rows import WorkRow
from engine.store.store import Session


@command(DeadlineExtended)
def extend_deadline(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    term: str,
    reason: str,
    approver: str | None = None,
    work_id: str | None = None,
    case_id: str | None = None,
    variable: str | None = None,
    scope: int = 1,
    idempotency_key: str | None = None,
) -> DeadlineExtended:
    """Extend the deadline of open work, or the one that a variable of a case holds.

    `term` is counted from the old due day, within the cap and count of the settings
    `deadline.extension_cap` and `deadline.extension_times`. The approver, by default the actor,
    must be in a group for `approve_extension`; one that is named is somebody else than who asks,
    and not absent and substituted by them. Everything computed from the deadline follows.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    work: WorkRow | None = None
    if work_id is not None:
        place = open_work(turn, work_id)
        step, work = place.step, place.work
    elif case_id is not None and variable is not None:
        step = turn.case(case_id)
        expect_open(step.case)
    else:
        raise InvalidArgument(
            "请指明待办，或者案件和期限变量。",
            en="Expected the work, or the case and the variable, whose deadline to extend.",
        )
    data = _permitted(step, approver, reason)
    step.reason = str(data["reason"])
    if work is None:
        due_at = extending.extend_variable(
            step, scope, variable or "", parse_term(term), data=data
        ).due_at
    else:
        due_at = _extend_work(step, work, term, data)
    turn.finish()
    case = step.case
    return DeadlineExtended(case.id, case.version, case.status, at_text(due_at))


def _permitted(step: Step, approver: str | None, reason: str) -> dict[str, Value]:
    """Expect actor and approver to be allowed; return what the history says of them."""
    turn, unit = step.turn, step.case.unit
    permissions = turn.engine.permissions
    permissions.expect(turn.office, turn.actor, "extend_deadline", unit=unit)
    approving = turn.actor
    if approver is not None:
        _expect_another(turn, approver)
        approving = Actor(approver)
    permissions.expect(turn.office, approving, "approve_extension", unit=unit)
    said = approving.on_behalf_of or approving.person
    return {"reason": expect_reason(reason), "approver": said}


def _expect_another(turn: Around, approver: str) -> None:
    """Expect who is named as approver to stand behind the request in no way."""
    people = turn.actor.people
    if approver in people or any(substitutes(turn.office, each, for_=approver) for each in people):
        raise NotPermitted(
            "批准人不能是申请人本人，也不能由申请人代理。",
            en=f"Expected '{approver}' to be neither who asks nor substituted by them.",
            code="self_approval",
        )


def _extend_work(step: Step, work: WorkRow, term: str, data: dict[str, Value]) -> datetime:
    """Extend the variable the work's due date comes from, or else the work's own deadline."""
    if work.deadline is None:
        raise InvalidState(
            f"“{work.name}”没有法定期限，不能延期。",
            en=f"Expected '{work.node}' to have a deadline, but it has none.",
            code="no_deadline",
        )
    deadline = deadline_from_record(work.deadline)
    visible = step.instance.view(work.scope)
    for _, name, context in step.instance.deadlines():
        if visible.get(name) is context and deadline_in(context) == deadline:
            new = extending.extend_variable(
                step, work.scope, name, parse_term(term), node=work.node, data=data
            )
            return new.due_at
    due = of_deadline(extending.extended(step, deadline, parse_term(term)))
    longer = replace(work, due_at=due.at, deadline=due.deadline)
    projecting.change_work(step, longer)
    step.record(
        "deadline_extended",
        node=work.node,
        before={"due_at": work.due_at},
        after={"due_at": due.at},
        data={"aid": work.aid, "name": work.name, "deadline": due.deadline, "term": term, **data},
    )
    projecting.tell_changed(step, work.due_at, longer)
    _move_timers(step, work, deadline.expires_at, due.expires_at or due.at)
    return due.at


def _move_timers(step: Step, work: WorkRow, expired_at: datetime, expires_at: datetime) -> None:
    """Move the boundary timers of the work that run out with its old deadline."""
    for row in step.old_timers().values():
        is_of_work = step.published.node(row.node).attached_to == work.node
        if not is_of_work or row.scope != work.scope or row.due_at != expired_at:
            continue
        step.turn.batch.set_timer(replace(row, due_at=expires_at))
        step.record(
            "timer_moved",
            node=row.node,
            before={"due_at": row.due_at},
            after={"due_at": expires_at},
            data={"aid": row.aid},
        )
