"""Handlers that change clocks: `extend_deadline`, `move_deadline`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.commands import extending
from engine.commands.call_inputs import text_input
from engine.commands.step import Step
from engine.definitions.due import due_of
from engine.model.deadlines import parse_term
from engine.model.errors import InvalidArgument
from engine.model.surroundings import Call
from engine.model.values import Value

Values = Mapping[str, Value]


def extend_deadline(step: Step, call: Call) -> Values:
    """Extend a deadline held by a variable, within the cap, and what depends on it."""
    name = text_input(call, "variable")
    extending.extend_variable(
        step, call.scope, name, parse_term(text_input(call, "term")), node=call.node
    )
    return {}


def move_deadline(step: Step, call: Call) -> Values:
    """Set a variable to another due instant, and move what depends on it."""
    name = text_input(call, "variable")
    due = call.inputs.get("due")
    if isinstance(due, str):
        found = due_of(
            due,
            since=step.now,
            calendar=lambda: step.turn.office.calendar,
            evaluate=lambda text: step.surroundings.evaluate(text, call.variables),
        )
        due = found.at if found is not None else None
    if not isinstance(due, datetime | Mapping):
        raise InvalidArgument(
            "move_deadline的输入“due”应为时刻、期限或期限值。",
            en="Expected the input 'due' of move_deadline to be an instant, a term or a deadline.",
        )
    extending.move_variable(step, call.scope, name, due, node=call.node)
    return {}
