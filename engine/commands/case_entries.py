"""Read what a case put into the ledger; as every look into the ledger, this one is recorded."""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.commands.turn import Turn
from engine.definitions.system_chain import record_change
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.ledger import OutcomeEntry
from engine.store.case_reads import entries_of_case
from engine.store.store import Session


def read_case_entries(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> list[OutcomeEntry]:
    """Return the entries of a case, reversals, remedies and lifts too, in order of recording.

    Whoever may read the record of its unit may; entries about people are left out for whoever
    may not read the records of people. A case out of reach does not exist: NotFound.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    permissions = engine.permissions
    permissions.expect(turn.office, actor, "read_unit_record")
    step = turn.look_for(case_id)
    if step is None or not permissions.allows(
        turn.office, actor, "read_unit_record", unit=step.case.unit
    ):
        raise NotFound("案件不存在。", en=f"Expected a case '{case_id[:80]}', but there is none.")
    sees_people = permissions.allows(turn.office, actor, "read_person_record", unit=step.case.unit)
    record_change(
        session,
        "entries_read",
        new_salt=engine.new_salt,
        at=turn.now,
        actor=actor,
        data={"case": case_id, "people": sees_people},
    )
    found = entries_of_case(session, case_id)
    return [each for each in found if sees_people or each.person is None]
