"""Handlers that say something: `notify`."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.call_inputs import optional_text, words
from engine.commands.projecting import where
from engine.commands.step import Step
from engine.model.surroundings import Call
from engine.model.values import Value

Values = Mapping[str, Value]


def notify(step: Step, call: Call) -> Values:
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
    body |= where(call.item, call.part)
    step.is_irrevocable = True
    step.say(kind, audience, body)
    step.record("notified", node=call.node, data={"kind": kind, "audience": audience})
    return {}
