"""Service tasks: the handlers of case types, and the engine's own that change the case.

Whatever a handler raises becomes an incident of its activity; see `StepSurroundings.call`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from engine.commands import extending, linking, outcomes
from engine.commands.call_inputs import optional_text, text_input, words
from engine.commands.numbering import allocate
from engine.commands.step import Step
from engine.definitions.due import due_of
from engine.model.deadlines import parse_term
from engine.model.errors import InvalidArgument, NotFound
from engine.model.surroundings import Call
from engine.model.values import Value, to_json

Values = Mapping[str, Value]


def dispatch(step: Step, call: Call) -> Values:
    """Run the handler a service task names and return the variables it sets."""
    built_in = _BUILT_IN.get(call.handler)
    if built_in is not None:
        return built_in(step, call)
    handler = step.turn.engine.handlers.pure.get(call.handler)
    if handler is None:
        raise NotFound(
            f"没有名为“{call.handler}”的服务任务处理程序。",
            en=f"Expected a handler '{call.handler}', but none is registered.",
        )
    return _storable(call, handler(call))


def _storable(call: Call, outputs: object) -> Values:
    """Expect a handler to return variables that a case can keep."""
    try:
        if isinstance(outputs, Mapping):
            to_json(outputs)
            return outputs
    except TypeError as cause:
        raise _unstorable(call) from cause
    raise _unstorable(call)


def _unstorable(call: Call) -> InvalidArgument:
    return InvalidArgument(
        f"处理程序“{call.handler}”返回的不是可以保存的变量。",
        en=f"Expected handler '{call.handler}' to return variables that can be stored.",
    )


# ------------------------------------------------------------------------------ the engine's own


def _notify(step: Step, call: Call) -> Values:
    """Put a message for people and groups into the outbox."""
    named = words(call, "to")
    people = [each for each in named if step.turn.office.person(each) is not None]
    audience: Values = {
        "people": people,
        "groups": [each for each in named if each not in people],
        "unit": optional_text(call, "unit") or step.case.unit,
        "excluded_units": words(call, "excluded_units"),
    }
    kind = optional_text(call, "kind") or "notice"
    body: dict[str, Value] = {"text": call.inputs.get("text"), "title": step.case.title}
    body["node"] = call.node
    step.is_irrevocable = True
    step.say(kind, audience, body)
    step.record("notified", node=call.node, data={"kind": kind, "audience": audience})
    return {}


def _allocate_number(step: Step, call: Call) -> Values:
    """Take the next number of a series; a case without a reference takes it as its own."""
    number = allocate(step, text_input(call, "series"), node=call.node)
    if step.case.reference is None:
        step.name(number)
    return {"number": number}


def _open_linked_case(step: Step, call: Call) -> Values:
    """Open a case of another process for a unit, with all other inputs as its variables."""
    rest = {
        name: value
        for name, value in call.inputs.items()
        if name not in ("process", "title", "unit")
    }
    child = linking.open_linked(
        step,
        call,
        process=text_input(call, "process"),
        title=optional_text(call, "title") or step.case.title,
        unit=optional_text(call, "unit") or step.case.unit,
        variables=rest,
    )
    return {"linked_reference": child.case.reference or child.case.id}


def _extend_deadline(step: Step, call: Call) -> Values:
    """Extend a deadline held by a variable, within the cap, and what depends on it."""
    name = text_input(call, "variable")
    extending.extend_variable(
        step, call.scope, name, parse_term(text_input(call, "term")), node=call.node
    )
    return {}


def _move_deadline(step: Step, call: Call) -> Values:
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


_BUILT_IN: Mapping[str, Callable[[Step, Call], Values]] = {
    "notify": _notify,
    "allocate_number": _allocate_number,
    "open_linked_case": _open_linked_case,
    "record_outcome": outcomes.record_outcome,
    "reverse_outcomes": outcomes.reverse_outcomes,
    "note_remedy": outcomes.note_remedy,
    "extend_deadline": _extend_deadline,
    "move_deadline": _move_deadline,
}
