"""What follows when a case ends: its row, its history, and word to the case that opened it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.step import Step
from engine.model.case import CaseStatus
from engine.model.deadlines import is_overdue
from engine.model.effects import CaseEnded
from engine.model.values import Value

CASE_CLOSED = "case_closed"
"""The message that a case gets when one it had opened has ended."""
RESULT = "result"
"""The variable of a linked case that says with which result it ended."""


def ended(step: Step, effect: CaseEnded) -> None:
    """Close the case whose diagram came to its end."""
    step.is_irrevocable = True
    step.change(
        status=CaseStatus.CLOSED.value,
        ended_at=step.now,
        end_code=effect.code or effect.end,
        on_time=_in_time(step),
    )
    data: Mapping[str, Value] = {"end": effect.end, "code": effect.code}
    step.record("case_closed", node=effect.end, after={"status": step.case.status}, data=data)
    tell_opener(step, "case_closed")
    result = step.instance.view().get(RESULT)
    tell_parent(step, result if result is not None else effect.code or effect.end)


def _in_time(step: Step) -> bool | None:
    """Say whether a case closes within the due day that its last step found; None without one.

    Extensions and suspensions have moved that day; a clock that stands still has not run on.
    """
    due_at = step.loaded.due_at
    return None if due_at is None else not is_overdue(due_at, step.clock_at)


def tell_opener(step: Step, kind: str) -> None:
    """Tell who opened the case what has become of it."""
    case = step.case
    body: Mapping[str, Value] = {"title": case.title, "reference": case.reference}
    step.say(kind, {"people": [case.opened_by]}, body)


def tell_parent(step: Step, result: Value) -> None:
    """Give the case that opened this one the message that it has ended."""
    case = step.case
    if case.parent_id is None:
        return
    parent = step.turn.find_case(case.parent_id)
    if parent is None:
        return
    payload: Mapping[str, Value] = {
        "process": case.key,
        "reference": case.reference,
        "result": result,
        "linked_case": case.id,
    }
    data = {**payload, "status": case.status}
    parent.record("linked_case_ended", data=data)
    if parent.case.status in (CaseStatus.OPEN.value, CaseStatus.SUSPENDED.value):
        parent.deliver_later(CASE_CLOSED, payload, correlation=case.id)
