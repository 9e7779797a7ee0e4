"""What the actor may do now, so that a page shows only buttons that work.

It asks the very rules that the commands ask. Between the look and the command somebody else may
be faster; the command then says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.commands.over import expect_going_on, expect_open
from engine.commands.policy.work import expect_may_act
from engine.commands.reading.standing import Looking
from engine.commands.reading.views import NotNow
from engine.commands.send_message import expect_may_send
from engine.commands.step import Step
from engine.commands.undoing import unpacked
from engine.commands.urging import expect_may_urge
from engine.commands.work_ids import work_id_of
from engine.model.case import CaseStatus, TimerKind
from engine.model.errors import EngineError, InvalidState, NotPermitted
from engine.store.rows import CaseRow, IncidentRow, TimerRow, WaitRow, WorkRow

OPEN, SUSPENDED = CaseStatus.OPEN.value, CaseStatus.SUSPENDED.value
_GOING_ON = ("cancel_case", "attach")
_LOOKED_FOR: Mapping[str, Callable[[CaseRow], None]] = {
    "extend_deadline": expect_open,
    "suspend_case": expect_open,
    "cancel_case": expect_going_on,
}
"""What people look for on a case, each with the state that it needs."""
_READING = ("read_history", "read_access", "see_internal")


def refused(step: Step, work: WorkRow) -> EngineError | None:
    """Return why the actor may not act on open work now; None when they may."""
    try:
        expect_open(step.case)
        expect_may_act(step, work)
    except (NotPermitted, InvalidState) as refusal:
        return refusal
    return None


def is_addressed(looking: Looking, work: WorkRow) -> bool:
    """Say whether open work is put before the actor: they hold it, are named, or their group is."""
    person = looking.person
    if person is None:
        return False
    is_named = person.id in (work.assignee, work.owner, *work.users)
    return is_named or not person.groups.isdisjoint(work.groups)


def on_work(looking: Looking, step: Step, work: WorkRow, *, may_act: bool) -> tuple[str, ...]:
    """Return the commands that the actor may give on open work."""
    if step.case.status != OPEN:
        return ()
    return tuple(_on_work(looking, step, work, may_act=may_act))


def _on_work(looking: Looking, step: Step, work: WorkRow, *, may_act: bool) -> Iterator[str]:
    person = looking.whose
    if may_act:
        yield "complete"
        if work.assignee is None:
            yield "claim"
        yield "delegate"
    is_returnable = work.owner is not None or bool(work.groups or work.users)
    if work.assignee is not None and person in (work.assignee, work.owner) and is_returnable:
        yield "unclaim"
    if looking.allows("assign", step):
        yield "assign"
    if work.deadline is not None and looking.allows("extend_deadline", step):
        yield "extend_deadline"
    if _may_urge(step, work):
        yield "urge_work"


def _may_urge(step: Step, work: WorkRow) -> bool:
    try:
        expect_may_urge(step, work)
    except (NotPermitted, InvalidState):
        return False
    return True


def on_case(
    looking: Looking,
    step: Step,
    *,
    timers: Sequence[TimerRow],
    incidents: Sequence[IncidentRow],
) -> tuple[str, ...]:
    """Return the commands on the case as a whole that would be accepted, and what may be read."""
    asked = [*_READING, *_in_state(step, timers, incidents)]
    return tuple(word for word in asked if looking.allows(word, step))


def _in_state(
    step: Step, timers: Sequence[TimerRow], incidents: Sequence[IncidentRow]
) -> Iterator[str]:
    """Yield the commands that the state of the case allows to anybody."""
    if step.case.status not in (OPEN, SUSPENDED):
        return
    yield from _GOING_ON
    if any(each.kind == TimerKind.BPMN.value for each in timers):
        yield "move_timer"
    if step.case.status == SUSPENDED:
        yield "resume_case"
        return
    yield "suspend_case"
    if any(each.ended_at is None for each in incidents):
        yield "retry_incident"
        yield "resolve_incident"


def why_not(looking: Looking, step: Step) -> Iterator[NotNow]:
    """Yield the commands on the case as a whole that would be refused, with the refusals."""
    turn = looking.turn
    for word, expect_state in _LOOKED_FOR.items():
        try:
            turn.engine.permissions.expect(turn.office, turn.actor, word, unit=step.case.unit)
            expect_state(step.case)
        except (NotPermitted, InvalidState) as refusal:
            yield NotNow(word, refusal.message, refusal.en)


def messages(step: Step, waits: Sequence[WaitRow]) -> tuple[str, ...]:
    """Return the messages the case waits for that the actor may send."""
    if step.case.status != OPEN:
        return ()
    return tuple(dict.fromkeys(each.message for each in waits if _may_send(step, each.message)))


def _may_send(step: Step, message: str) -> bool:
    try:
        expect_may_send(step, message)
    except NotPermitted:
        return False
    return True


def withdrawable(step: Step) -> str | None:
    """Return the work whose completion the actor may take back now."""
    undo = unpacked(step.case) if step.case.status == OPEN else None
    if undo is None or step.turn.actor.person not in (undo.person, undo.on_behalf_of):
        return None
    return work_id_of(step.case.id, undo.aid)
