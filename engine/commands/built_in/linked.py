"""Handlers that open other cases: `open_linked_case`."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands import linking
from engine.commands.call_inputs import optional_text, text_input
from engine.commands.step import Step
from engine.model.surroundings import Call
from engine.model.values import Value

Values = Mapping[str, Value]
_OWN = ("process", "title", "unit")


def open_linked_case(step: Step, call: Call) -> Values:
    """Open a case of another process for a unit, with all other inputs as its variables.

    What is returned names the case: `linked_case` for a wait's `correlation`, `linked_reference`
    for people.
    """
    child = linking.open_linked(
        step,
        call,
        process=text_input(call, "process"),
        title=optional_text(call, "title") or step.case.title,
        unit=optional_text(call, "unit") or step.case.unit,
        variables={name: value for name, value in call.inputs.items() if name not in _OWN},
    )
    case = child.case
    return {"linked_case": case.id, "linked_reference": case.reference or case.id}
