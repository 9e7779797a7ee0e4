"""Handlers that issue official documents: `issue_document`."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.call_inputs import optional_text, text_input
from engine.commands.numbering import allocate
from engine.commands.step import Step
from engine.model.surroundings import Call
from engine.model.values import Value

Values = Mapping[str, Value]


def issue_document(step: Step, call: Call) -> Values:
    """Issue an official document; with `series` its number is taken in the same step."""
    template, number = text_input(call, "template"), optional_text(call, "number")
    series = optional_text(call, "series")
    if series is not None:
        number = allocate(step, series, node=call.node)
    document = f"{step.case.id}.{call.aid}"
    step.is_irrevocable = True
    data: Values = {"document": document, "template": template, "number": number}
    step.record("document_issued", node=call.node, data={**data, "fields": call.inputs})
    return {"document": document, "document_number": number}
