"""Read the yearly assessment sheet of a unit or a person: at once, or in portions.

The cases of a unit are read again from their histories, so a long life takes its time. Whoever
looks at a page sees how far counting is (ADR 18): what is counted so far comes back with the next
question. The look is recorded before anything of it is shown; what comes back names the event, and
one that does not fit is refused, so that nobody goes on with a look that was never recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.ledger_looks import FIRST_YEAR, LAST_YEAR, LedgerLook, Subject
from engine.model.assessment import AssessmentSheet, Year, assess
from engine.model.case import Actor, Clock
from engine.model.case_course import CaseCourse, course_of
from engine.model.errors import InvalidArgument
from engine.model.history import SYSTEM
from engine.model.portions import WHOLE, Portion
from engine.model.rectification_counts import Counted, count_courses, figures_of
from engine.model.values import Value, from_json
from engine.store.case_reads import history_of
from engine.store.ledger_reads import (
    CaseOfUnit,
    cases_of_unit,
    count_cases_of_unit,
    references_of,
    told_of,
)
from engine.store.store import Session

RECTIFICATION = "ledger.rectification_process"
NAMED = 20
"""Things behind a figure that a page names; the workbook has all."""
_STRETCH = 20
_READ, _EXPORTED = "assessment_read", "assessment_exported"


@dataclass(frozen=True, slots=True)
class SheetSoFar:
    """What is counted so far, of whom, as known when, under which configuration.

    `look` is the number of the event that recorded the look; the cases up to the one that was
    opened last, `case_id`, are counted, `done` of `total`.
    """

    look: int
    unit: str
    year: int
    known: datetime
    revision: int
    total: int
    done: int = 0
    opened_at: datetime | None = None
    case_id: str = ""
    is_complete: bool = False
    counted: Counted = field(default_factory=Counted)

    @property
    def percent(self) -> int:
        """Return how far counting is; a hundred only when it is complete."""
        return 100 if self.is_complete else min(99, self.done * 100 // max(self.total, 1))


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet, or None and how far counting is, with what to go on from."""

    sheet: AssessmentSheet | None
    so_far: SheetSoFar | None = None


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
    looking = LedgerLook(session, engine, clock, actor, subject)
    known = _expect_sound(looking, year, known)
    so_far = None
    if subject.unit is not None:
        so_far = _begun(session, looking, subject.unit, year, known)
        while not so_far.is_complete:
            so_far = _go_on(session, looking, so_far, clock, WHOLE, named=None)
    sheet = _sheet(session, looking, subject, year, known, so_far)
    _note(looking, _EXPORTED if is_export else _READ, year, known)
    return sheet


def begin_assessment(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    subject: Subject,
    year: int,
    known: datetime | None = None,
    portion: Portion,
) -> SheetPart:
    """Record a look at a sheet, and count the first portion of it; the first things are named."""
    looking = LedgerLook(session, engine, clock, actor, subject)
    known = _expect_sound(looking, year, known)
    if subject.unit is None:
        sheet = _sheet(session, looking, subject, year, known, None)
        _note(looking, _READ, year, known)
        return SheetPart(sheet)
    so_far = _begun(session, looking, subject.unit, year, known)
    so_far = _go_on(session, looking, so_far, clock, portion, named=NAMED)
    # Last, as it holds the chain that every other record waits for.
    so_far = replace(so_far, look=_note(looking, _READ, year, known))
    return _part(session, looking, subject, so_far)


def continue_assessment(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    so_far: SheetSoFar,
    portion: Portion,
) -> SheetPart:
    """Count the next portion of a look that was recorded; anew where the configuration changed."""
    subject = Subject(unit=so_far.unit)
    looking = LedgerLook(session, engine, clock, actor, subject)
    looking.expect_allowed()
    _expect_recorded(session, actor, so_far)
    if so_far.revision != looking.revision:
        begun = _begun(session, looking, so_far.unit, so_far.year, so_far.known)
        so_far = replace(begun, look=so_far.look)
    so_far = _go_on(session, looking, so_far, clock, portion, named=NAMED)
    return _part(session, looking, subject, so_far)


def _expect_sound(looking: LedgerLook, year: int, known: datetime | None) -> datetime:
    looking.expect_allowed()
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidArgument(
            f"年度应为{FIRST_YEAR}至{LAST_YEAR}，现为{year}。",
            en=f"Expected a year from {FIRST_YEAR} to {LAST_YEAR}, found {year}.",
            code="invalid_year",
        )
    return looking.known(known)


def _expect_recorded(session: Session, actor: Actor, so_far: SheetSoFar) -> None:
    event = next(history_of(session, SYSTEM, after=so_far.look - 1), None)
    data = None if event is None else from_json(event.members().get("data"))
    said: dict[str, Value] = {
        "unit": so_far.unit,
        "person": None,
        "year": so_far.year,
        "known": so_far.known,
    }
    if event is None or (event.type, event.person, data) != (_READ, actor.person, said):
        raise InvalidArgument(
            "计数的中间结果不完整，请重新打开这一页。",
            en="Expected what was counted of a look that was recorded; please open the page again.",
            code="invalid_count",
        )


def _note(looking: LedgerLook, event: str, year: int, known: datetime) -> int:
    return looking.note(event, {"year": year, "known": known})


def _begun(
    session: Session, looking: LedgerLook, unit: str, year: int, known: datetime
) -> SheetSoFar:
    process, before = looking.settings.text(RECTIFICATION), Year(number=year, known=known).until
    total = count_cases_of_unit(session, unit, process, before=before)
    return SheetSoFar(0, unit, year, known, looking.revision, total)


def _go_on(
    session: Session,
    looking: LedgerLook,
    so_far: SheetSoFar,
    clock: Clock,
    portion: Portion,
    *,
    named: int | None,
) -> SheetSoFar:
    """Count the next portion, at least a few cases of it."""
    process, counting = looking.settings.text(RECTIFICATION), looking.counting()
    year, until, begun_at = Year(so_far.year, so_far.known), clock() + portion.time, so_far.done
    stretch = _STRETCH if portion.most is None else min(_STRETCH, portion.most)
    while not so_far.is_complete:
        place = None if so_far.opened_at is None else (so_far.opened_at, so_far.case_id)
        cases = cases_of_unit(
            session, so_far.unit, process, before=year.until, after=place, most=stretch
        )
        courses = [_course(session, each, year.until) for each in cases]
        found = count_courses(courses, year, counting, most=named)
        so_far = replace(
            so_far,
            done=so_far.done + len(cases),
            opened_at=cases[-1].opened_at if cases else so_far.opened_at,
            case_id=cases[-1].id if cases else so_far.case_id,
            is_complete=len(cases) < stretch,
            counted=so_far.counted.with_more(found, most=named),
        )
        if clock() >= until or so_far.done - begun_at == portion.most:
            break
    return so_far


def _course(session: Session, case: CaseOfUnit, until: datetime) -> CaseCourse:
    return course_of(
        told_of(session, case.id, before=until),
        case_id=case.id,
        reference=case.reference or case.id,
        title=case.title,
        opened_at=case.opened_at,
        until=until,
    )


def _part(session: Session, looking: LedgerLook, subject: Subject, so_far: SheetSoFar) -> SheetPart:
    if not so_far.is_complete:
        return SheetPart(None, so_far)
    return SheetPart(_sheet(session, looking, subject, so_far.year, so_far.known, so_far))


def _sheet(
    session: Session,
    looking: LedgerLook,
    subject: Subject,
    year: int,
    known: datetime,
    so_far: SheetSoFar | None,
) -> AssessmentSheet:
    entries = looking.entries()
    references = references_of(session, sorted({each.case_id for each in entries}))
    return assess(
        entries,
        subject=subject.name,
        name=looking.name,
        is_person=subject.person is not None,
        year=year,
        known=known,
        reference=lambda case_id: references.get(case_id, case_id),
        rectified=() if so_far is None else figures_of(so_far.counted),
    )
