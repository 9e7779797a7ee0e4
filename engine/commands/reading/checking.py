"""Check whether the history of one case is as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from engine.commands.engine import Engine
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.standing import Looking
from engine.model.case import Actor, Clock
from engine.model.history import Flaw, verify_chain
from engine.store.case_reads import history_of
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class HistoryChecked:
    """How many events a case had when they were checked, and the first that is wrong, if any."""

    events: int
    checked_at: datetime
    flaw: Flaw | None


def check_history(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> HistoryChecked:
    """Compute the chain of a case anew, to the event that its row names as the last.

    NotPermitted without `read_history`. A redacted event does not break the chain.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    engine.permissions.expect(looking.turn.office, actor, "read_history", unit=step.case.unit)
    last, head = step.case.head_seq, step.case.head_hash
    # What a step adds between the two reads is not wrong; the next check has it.
    events = takewhile(lambda event: event.seq <= last, history_of(session, step.case.id))
    flaw = verify_chain(events, case_id=step.case.id, head=(last, head))
    record_case_read(looking.turn, step.case.id, Part.HISTORY)
    return HistoryChecked(last, looking.turn.now, flaw)
