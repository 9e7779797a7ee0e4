"""Looking into the ledger: who may, and every look is itself recorded.

A look is a command, because it leaves an event in the chain that belongs to no case. A refusal says
nothing about what the ledger holds: it is given before anything is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.definitions.system_chain import record_change
from engine.model.assessment import AssessmentSheet, Counting, Year, assess
from engine.model.case import Actor, Clock
from engine.model.case_course import CaseCourse, course_of
from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument, NotPermitted
from engine.model.ledger import OutcomeEntry
from engine.model.ledger_record import Record, record_on
from engine.model.values import Value
from engine.store.case_reads import history_of
from engine.store.ledger_reads import (
    cases_of_unit,
    entries_about_person,
    entries_about_unit,
    references_of,
)
from engine.store.store import Session

FIRST_YEAR, LAST_YEAR = 2000, 2999
RESPONDENTS = "ledger.respondent_group"
RECTIFICATION = "ledger.rectification_process"


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit, by its code, or a person, by the reference that decisions name."""

    unit: str | None = None
    person: str | None = None

    @property
    def name(self) -> str:
        """Return the code or the reference."""
        return self.person or self.unit or ""


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
    looking = _Looking(session, engine, clock, actor, subject)
    looking.expect_allowed()
    known = looking.known(known)
    day = on or local_day(looking.now)
    entries = tuple(each for each in looking.entries() if each.recorded_at <= known)
    record = record_on(entries, day, known)
    event = "record_exported" if is_export else "record_read"
    looking.note(event, {"on": day, "known": known})
    references = references_of(session, sorted({each.case_id for each in entries}))
    return RecordSeen(subject, looking.name, record, known, references, entries)


def read_assessment(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    subject: Subject,
    year: int,
    known: datetime | None = None,
    is_export: bool = False,
) -> AssessmentSheet:
    """Return the yearly assessment sheet of a unit or a person, as known at an instant.

    `is_export` says that it leaves the house as a file; the history tells the two apart.
    """
    looking = _Looking(session, engine, clock, actor, subject)
    looking.expect_allowed()
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidArgument(
            f"年度应为{FIRST_YEAR}至{LAST_YEAR}，现为{year}。",
            en=f"Expected a year from {FIRST_YEAR} to {LAST_YEAR}, found {year}.",
            code="invalid_year",
        )
    known = looking.known(known)
    entries = looking.entries()
    references = references_of(session, sorted({each.case_id for each in entries}))
    is_person = subject.person is not None
    sheet = assess(
        entries,
        subject=subject.name,
        name=looking.name,
        is_person=is_person,
        year=year,
        known=known,
        reference=lambda case_id: references.get(case_id, case_id),
        courses=() if is_person else looking.courses(Year(number=year, known=known)),
        counting=None if is_person else looking.counting(),
    )
    event = "assessment_exported" if is_export else "assessment_read"
    looking.note(event, {"year": year, "known": known})
    return sheet


class _Looking:
    """One look of one person at the record of one unit or one person."""

    def __init__(
        self, session: Session, engine: Engine, clock: Clock, actor: Actor, subject: Subject
    ) -> None:
        if (subject.unit is None) == (subject.person is None):
            raise InvalidArgument(
                "应指明一个单位或一个人员。", en="Expected either a unit or a person."
            )
        self._session = session
        self._engine = engine
        self._actor = actor
        self._subject = subject
        self.now = clock()
        self._office = Office(session, engine, now=self.now)

    @property
    def name(self) -> str:
        """Return the name of the unit, or the reference of the person."""
        unit = self._subject.unit
        return (self._office.unit_name(unit) if unit else None) or self._subject.name

    def expect_allowed(self) -> None:
        """Expect that the actor may look; the same refusal for what exists and what does not."""
        permissions, unit = self._engine.permissions, self._subject.unit
        command = "read_unit_record" if unit is not None else "read_person_record"
        try:
            permissions.expect(self._office, self._actor, command, unit=unit)
        except NotPermitted as refusal:
            what = "单位" if unit is not None else "人员"
            raise NotPermitted(
                f"您没有权限查阅这一{what}的台账。",
                en=f"Expected the permission to {command}: {refusal.en}",
            ) from refusal

    def known(self, known: datetime | None) -> datetime:
        """Return the instant of knowledge; what will be known is not known yet."""
        if known is not None and known > self.now:
            raise InvalidArgument(
                "“截至”的时刻不能晚于现在。",
                en="Expected an instant of knowledge that is not in the future.",
                code="known_in_the_future",
            )
        if known is not None and known.year < FIRST_YEAR:
            raise InvalidArgument(
                f"“截至”的时刻不能早于{FIRST_YEAR}年。",
                en=f"Expected an instant of knowledge since {FIRST_YEAR}.",
                code="invalid_known",
            )
        return known or self.now

    def entries(self) -> list[OutcomeEntry]:
        """Read every entry about the subject."""
        if self._subject.person is not None:
            return entries_about_person(self._session, self._subject.person)
        return entries_about_unit(self._session, self._subject.name)

    def courses(self, year: Year) -> Sequence[CaseCourse]:
        """Read the rectification cases of the unit up to the end of the year."""
        process = self._office.settings.text(RECTIFICATION)
        cases = cases_of_unit(self._session, self._subject.name, process, before=year.until)
        return [
            course_of(
                history_of(self._session, case.id),
                case_id=case.id,
                reference=case.reference or case.id,
                title=case.title,
                opened_at=case.opened_at,
                until=year.until,
            )
            for case in cases
        ]

    def counting(self) -> Counting:
        """Return by what it is counted."""
        settings = self._office.settings
        near, group = settings.term("light.near"), settings.text(RESPONDENTS)
        return Counting(self._office.calendar, near, group)

    def note(self, event: str, data: dict[str, Value]) -> None:
        """Record the look: who, what, as of when."""
        subject = self._subject
        record_change(
            self._session,
            event,
            new_salt=self._engine.new_salt,
            at=self.now,
            actor=self._actor,
            data={"unit": subject.unit, "person": subject.person, **data},
        )
