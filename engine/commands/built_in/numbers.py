"""Handlers that take numbers: `allocate_number`."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.call_inputs import text_input
from engine.commands.numbering import allocate
from engine.commands.step import Step
from engine.model.surroundings import Call
from engine.model.values import Value

Values = Mapping[str, Value]


def allocate_number(step: Step, call: Call) -> Values:
    """Take the next number of a series; a case without a reference takes it as its own."""
    number = allocate(step, text_input(call, "series"), node=call.node)
    if step.case.reference is None:
        step.name(number)
    return {"number": number}
