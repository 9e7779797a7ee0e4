"""Read records of the outcome ledger line by line, with what may be done about each line.

As every look into the ledger these are recorded (`engine.commands.ledger_reading`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.commands.engine import Engine
from engine.commands.ledger_looks import Subject
from engine.commands.ledger_reading import RecordSeen, read_record
from engine.commands.reading.names import Named, Names
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.deadlines import local_day
from engine.model.errors import NotPermitted
from engine.model.ledger_lines import Line, lines_of
from engine.store.ledger_reads import nothing, read_entry
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class LineSeen:
    """A line with what things in it are called, and what whoever looks may do about it now.

    `may_lift` is false before its period is over; `lifts` says that it would be theirs then.
    """

    line: Line
    reference: str
    recorded_by: Named
    reversed_by: Named | None
    lifts: bool
    may_lift: bool
    may_correct: bool


@dataclass(frozen=True, slots=True)
class RecordLines:
    """A record, and every line that has to do with the days that were asked for."""

    seen: RecordSeen
    lines: tuple[LineSeen, ...]


def read_record_lines(  # noqa: PLR0913 - all of it named at the call
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    subject: Subject,
    since: date | None = None,
    until: date | None = None,
    known: datetime | None = None,
    is_export: bool = False,
) -> RecordLines:
    """Return the record on the day `until` (today without one), and all lines of the span of days.

    Raise NotPermitted to whoever may not look at the record of the subject.
    """
    seen = read_record(
        session,
        engine=engine,
        clock=clock,
        actor=actor,
        subject=subject,
        on=until,
        known=known,
        is_export=is_export,
    )
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    lines = lines_of(seen.entries, seen.record.on, seen.known)
    shown = (_seen(turn, seen, each) for each in lines if each.touches(since, until))
    return RecordLines(seen, tuple(shown))


def read_record_line(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, entry: str
) -> LineSeen:
    """Return one outcome as it stands now; NotFound where there is none that the actor may see.

    It is a look at the record that the line belongs to, and recorded as one.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(turn.office, actor, "read_unit_record")
    found = read_entry(session, entry)
    of_person = found.person is not None
    subject = Subject(person=found.person) if of_person else Subject(unit=found.unit)
    try:
        lines = read_record_lines(session, engine=engine, clock=clock, actor=actor, subject=subject)
    except NotPermitted:
        raise nothing(entry) from None
    wanted = found.id if found.is_outcome else found.refers_to
    return next(each for each in lines.lines if each.line.entry.id == wanted)


def _seen(turn: Turn, seen: RecordSeen, line: Line) -> LineSeen:
    names, entry = Names(turn), line.entry
    lifts = line.waits_to_be_lifted and _may(turn, "lift_outcome", entry.unit)
    return LineSeen(
        line,
        seen.references.get(entry.case_id, entry.case_id),
        recorded_by=names.person(entry.recorded_by),
        reversed_by=None if line.reversal is None else names.person(line.reversal.recorded_by),
        lifts=lifts,
        may_lift=lifts and line.may_be_lifted(local_day(turn.now)),
        may_correct=line.held is not None and _may(turn, "correct_outcome", entry.unit),
    )


def _may(turn: Turn, command: str, unit: str | None) -> bool:
    return turn.engine.permissions.allows(turn.office, turn.actor, command, unit=unit)
