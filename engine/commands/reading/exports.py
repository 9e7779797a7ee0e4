"""Record that something was taken out of the house: a case's history, a list of anything.

Exports of the registers and of assessment sheets have records of their own
(`engine.commands.registers.record_export`, `read_assessment`).
"""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.commands.reading import recording
from engine.commands.reading.standing import Looking
from engine.model.case import Actor, Clock
from engine.store.store import Session


def record_case_export(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    kind: str,
    filtered: str,
    count: int,
) -> int:
    """Record that the actor took `kind` (such as `history`) out of a case: always, never folded.

    Return the number of the event in the access chain. NotFound for a case they may not see,
    NotPermitted without `read_history`.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    engine.permissions.expect(looking.turn.office, actor, "read_history", unit=step.case.unit)
    return recording.record_case_exported(
        looking.turn, step.case.id, kind=kind, filtered=filtered, count=count
    )


def record_list_export(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    command: str,
    kind: str,
    filtered: str,
    count: int,
) -> int:
    """Record that the actor took a list out that the permission `command` lets them read.

    Return the number of the event in the system chain; NotPermitted without the permission.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(command)
    return recording.record_list_exported(looking.turn, kind=kind, filtered=filtered, count=count)
