"""Read the record of a unit or a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.commands.engine import Engine
from engine.commands.ledger_looks import LedgerLook, Subject
from engine.model.case import Actor, Clock
from engine.model.deadlines import local_day
from engine.model.ledger import OutcomeEntry
from engine.model.ledger_record import Record, record_on
from engine.store.ledger_reads import references_of
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class RecordSeen:
    """What the record said, whom it is about, and the references of the cases behind it.

    `entries` are all entries about the subject as known then, in the order they became known: what
    was reversed, is over or is still to come stands there too.
    """

    subject: Subject
    name: str
    record: Record
    known: datetime
    references: dict[str, str]
    entries: tuple[OutcomeEntry, ...] = ()


def read_record(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    subject: Subject,
    on: date | None = None,
    known: datetime | None = None,
    is_export: bool = False,
) -> RecordSeen:
    """Return what the record of a unit or a person said on a local day, as known at an instant.

    Without them it is today's record as known now. `is_export` says that it leaves the house as a
    file; the history tells the two apart.
    """
    looking = LedgerLook(session, engine, clock, actor, subject)
    looking.expect_allowed()
    known = looking.known(known)
    day = on or local_day(looking.now)
    entries = tuple(each for each in looking.entries() if each.recorded_at <= known)
    record = record_on(entries, day, known)
    event = "record_exported" if is_export else "record_read"
    looking.note(event, {"on": day, "known": known})
    references = references_of(session, sorted({each.case_id for each in entries}))
    return RecordSeen(subject, looking.name, record, known, references, entries)
