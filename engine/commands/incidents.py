"""Incidents: try again now, or count the activity as done (异常处理)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands import retrying
from engine.commands.engine import Engine
from engine.commands.over import expect_open
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import Result
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidState
from engine.model.form_free import load_free
from engine.store.case_reads import read_incident
from engine.store.rows import IncidentRow
from engine.store.store import Session


@command(Result)
def retry_incident(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    incident_id: str,
    idempotency_key: str | None = None,
) -> Result:
    """Try the activity again now; if it fails again, a new incident is raised."""
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step, row = _open_incident(turn, incident_id, "retry_incident")
    retrying.try_again(step, row.aid)
    turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)


@command(Result)
def resolve_incident(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    incident_id: str,
    reason: str,
    variables: Mapping[str, object] | None = None,
    idempotency_key: str | None = None,
) -> Result:
    """Count the activity as done, with these variables as its result; the case goes on."""
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step, row = _open_incident(turn, incident_id, "resolve_incident")
    values = load_free(variables or {})
    step.resolution = expect_reason(reason)
    step.run(lambda instance: instance.skip(row.aid, values))
    turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)


def _open_incident(turn: Turn, incident_id: str, name: str) -> tuple[Step, IncidentRow]:
    case_id = read_incident(turn.session, incident_id).case_id
    step = turn.case(case_id)
    turn.engine.permissions.expect(turn.office, turn.actor, name, unit=step.case.unit)
    expect_open(step.case)
    row = read_incident(turn.session, incident_id)  # again: the case is locked only now
    if row.ended_at is not None:
        raise InvalidState(
            "该异常已经处理。",
            en=f"Expected incident '{incident_id}' to be open, but it has ended.",
            code="incident_over",
        )
    return step, row
