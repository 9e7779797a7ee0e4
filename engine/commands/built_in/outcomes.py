"""Handlers that write the outcome ledger: `record_outcome`, `reverse_outcomes`, `note_remedy`."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.built_in.inputs import optional_text, text_input
from engine.commands.step import Step
from engine.model.surroundings import Call
from engine.model.values import Value
from engine.store.rows import OutcomeRow

Values = Mapping[str, Value]


def record_outcome(step: Step, call: Call) -> Values:
    """Record what the case means for a unit's or a person's assessment."""
    row = OutcomeRow(
        id=f"{step.case.id}.{call.aid}",
        case_id=step.case.id,
        code=text_input(call, "code"),
        unit=optional_text(call, "unit") or step.case.unit,
        person=optional_text(call, "person"),
        at=step.now,
        body={**call.inputs, "node": call.node},
    )
    step.is_irrevocable = True
    step.turn.batch.add_outcome(row)
    data: Values = {"code": row.code, "unit": row.unit, "person": row.person}
    step.record("outcome_recorded", node=call.node, data={**data, "note": call.inputs.get("note")})
    return {}


def reverse_outcomes(step: Step, call: Call) -> Values:
    """Record that what this case meant for assessments no longer holds."""
    return _state(step, call, f"reversed:{text_input(call, 'reason')}")


def note_remedy(step: Step, call: Call) -> Values:
    """Record the state of remedies against what this case decided."""
    return _state(step, call, f"remedy:{text_input(call, 'state')}")


def _state(step: Step, call: Call, code: str) -> Values:
    step.is_irrevocable = True
    row = OutcomeRow(
        id=f"{step.case.id}.{call.aid}",
        case_id=step.case.id,
        code=code,
        unit=step.case.unit,
        person=None,
        at=step.now,
        body={**call.inputs, "node": call.node},
    )
    step.turn.batch.add_outcome(row)
    step.record("outcome_recorded", node=call.node, data={"code": code, "unit": row.unit})
    return {}
