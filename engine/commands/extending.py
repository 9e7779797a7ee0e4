"""Deadlines held by variables: extended within their cap, moved, and resumed after a suspension.

What is computed from such a variable (due dates, timers) follows it in the same step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands.step import Step
from engine.definitions.deadline_context import context_of, deadline_in
from engine.model.deadlines import Deadline, Suspension, Term, deadline_record, extend, resume
from engine.model.errors import NotFound
from engine.model.values import Value

Values = Mapping[str, Value]
NO_DATA: Values = {}


@dataclass(frozen=True, slots=True)
class Held:
    """A deadline, the variable that holds it, and the scope the variable is in."""

    name: str
    scope: int
    deadline: Deadline


def held(step: Step, scope: int, name: str) -> Held:
    """Return the deadline that a variable holds, seen from a scope; raise NotFound if none."""
    context = step.instance.view(scope).get(name)
    for owner, variable, found in step.instance.deadlines():
        if variable == name and found is context:
            deadline = deadline_in(found)
            if deadline is not None:
                return Held(name, owner, deadline)
    raise NotFound(
        f"案件中没有名为“{name}”的期限。",
        en=f"Expected a variable '{name}' that holds a deadline, but there is none.",
        code="unknown_deadline",
    )


def extend_variable(
    step: Step,
    scope: int,
    name: str,
    term: Term,
    *,
    node: str | None = None,
    data: Values = NO_DATA,
) -> Deadline:
    """Extend the deadline of a variable within cap and count; return the new one."""
    old = held(step, scope, name)
    new = extended(step, old.deadline, term)
    _replace(step, old, context_of(new))
    record_change(step, "deadline_extended", old, new, node=node, data={"term": term.iso, **data})
    return new


def extended(step: Step, deadline: Deadline, term: Term) -> Deadline:
    """Return a deadline extended by a term; raise InvalidArgument above the cap or the count."""
    settings = step.turn.office.settings
    return extend(
        deadline,
        term,
        cap=settings.fraction("deadline.extension_cap"),
        times=settings.integer("deadline.extension_times"),
        calendar=step.turn.office.calendar,
    )


def move_variable(
    step: Step,
    scope: int,
    name: str,
    due: datetime | Mapping[str, Value],
    *,
    node: str | None = None,
) -> None:
    """Let a variable hold another deadline, or a plain instant in its place."""
    old = held(step, scope, name)
    _replace(step, old, due)
    after = due.get("due") if isinstance(due, Mapping) else due
    step.record(
        "deadline_changed",
        node=node,
        before={"due_at": old.deadline.due_at},
        after={"due_at": after},
        data={"variable": name, "scope": old.scope},
    )


def resume_variables(step: Step) -> set[str]:
    """Move every deadline of the case by its suspension; return the variables that changed."""
    changed: set[str] = set()
    for owner, name, context in list(step.instance.deadlines()):
        deadline = deadline_in(context)
        if deadline is None:
            continue
        new = resumed(step, deadline)
        if new.due_at == deadline.due_at and new.adjustments == deadline.adjustments:
            continue
        old = Held(name, owner, deadline)
        step.instance.set_variable(owner, name, context_of(new))
        changed.add(name)
        record_change(step, "deadline_changed", old, new)
    return changed


def resumed(step: Step, deadline: Deadline) -> Deadline:
    """Return a deadline moved by the time its case stood still.

    A clock that started while the case was suspended has only stood still since then.
    """
    suspended_at = step.case.suspended_at or step.now
    earlier = [each.until_at for each in deadline.adjustments if isinstance(each, Suspension)]
    since = max([suspended_at, deadline.started_at, *earlier])
    if since >= step.now:
        return deadline
    return resume(deadline, since, step.now, calendar=step.turn.office.calendar)


def _replace(step: Step, old: Held, value: Value) -> None:
    step.instance.set_variable(old.scope, old.name, value)
    step.reschedule_later(old.name, old.scope)


def record_change(
    step: Step,
    type: str,  # noqa: A002 - the word of the glossary
    old: Held,
    new: Deadline,
    *,
    node: str | None = None,
    data: Values = NO_DATA,
) -> None:
    """Record that the deadline of a variable became another one."""
    step.record(
        type,
        node=node,
        before={"due_at": old.deadline.due_at},
        after={"due_at": new.due_at},
        data={"variable": old.name, "scope": old.scope, "deadline": _plain(new), **data},
    )


def _plain(deadline: Deadline) -> Values:
    record: Values = deadline_record(deadline)
    return record
