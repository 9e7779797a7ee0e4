"""What an upload of the calendar would change, before it is applied; nothing is written.

Applying is two steps: the import, which moves no deadline, and computing the provisional ones
again. The preview does both as they would, on cases that are only looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.reading.standing import Looking
from engine.commands.recompute import Moved, open_cases, redo
from engine.commands.turn import Turn
from engine.model.calendar import Day, Override, WorkCalendar
from engine.model.case import SYSTEM, Actor, Clock
from engine.model.deadlines import difference, is_overdue
from engine.model.errors import InvalidArgument
from engine.store.rows import CaseRow
from engine.store.store import Session

MOST_SHOWN = 500
"""How many deadlines are listed; the counts are of all (无法定依据，建议值)."""
MOST_CASES = 5_000
"""How many open cases are looked at; with more the preview says that it is not complete."""


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day as it was and as it would be."""

    was: Day
    now: Day


@dataclass(frozen=True, slots=True)
class YearChange:
    """Whether a year is provisional (暂估) now, and would be."""

    year: int
    was_provisional: bool
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class DeadlineMove:
    """A deadline that would be computed again; `work_id`, `item`, `part` are None for a variable.

    Its day may stay the same, and only no longer be provisional. `why` says the difference.
    """

    case_id: str
    reference: str | None
    title: str
    name: str
    work_id: str | None
    item: int | None
    part: int | None
    before: datetime
    after: datetime
    was_overdue: bool
    is_overdue: bool
    is_provisional: bool
    why: str


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """The calendar that would be in force, the days and years it changes, and what moves.

    `moved` counts all deadlines with another due instant, `settled` those that would no longer be
    provisional; `deadlines` lists the first 500 of both kinds.
    """

    version: str
    days: tuple[DayChange, ...]
    years: tuple[YearChange, ...]
    deadlines: tuple[DeadlineMove, ...]
    moved: int
    settled: int
    becomes_overdue: int
    no_longer_overdue: int
    cases: int
    looked_at: int
    is_complete: bool


def preview_calendar(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    rows: Iterable[Override],
) -> CalendarPreview:
    """Return what importing these days and computing deadlines again would change.

    Needs `import_calendar`. Days that change nothing raise InvalidArgument
    (``calendar_unchanged``), as the import does.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(looking.turn.office, actor, "import_calendar")
    new, old = tuple(rows), looking.turn.office.calendar
    calendar = old.with_overrides(new)
    if calendar.version == old.version:
        raise InvalidArgument(
            "上传的日历与现行日历相同，未作更改。",
            en="Expected a table that changes the calendar.",
            code="calendar_unchanged",
        )
    return _preview(looking.turn, calendar, new)


def preview_recomputation(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> CalendarPreview:
    """Return what computing provisional deadlines again would change under the calendar in force."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(looking.turn.office, actor, "import_calendar")
    return _preview(looking.turn, looking.turn.office.calendar, ())


def _preview(turn: Turn, calendar: WorkCalendar, rows: tuple[Override, ...]) -> CalendarPreview:
    old = turn.office.calendar
    cases = tuple(open_cases(turn.session, most=MOST_CASES + 1))
    moves = [each for case_id in cases[:MOST_CASES] for each in _moves(turn, calendar, case_id)]
    moves.sort(key=lambda each: (each.before, each.case_id, each.name))
    return CalendarPreview(
        version=calendar.version,
        days=tuple(_days(old, calendar, rows)),
        years=tuple(_years(old, calendar, rows)),
        deadlines=tuple(moves[:MOST_SHOWN]),
        moved=sum(each.before != each.after for each in moves),
        settled=sum(not each.is_provisional for each in moves),
        becomes_overdue=sum(each.is_overdue and not each.was_overdue for each in moves),
        no_longer_overdue=sum(each.was_overdue and not each.is_overdue for each in moves),
        cases=len({each.case_id for each in moves}),
        looked_at=min(len(cases), MOST_CASES),
        is_complete=len(cases) <= MOST_CASES,
    )


def _moves(turn: Turn, calendar: WorkCalendar, case_id: str) -> Iterator[DeadlineMove]:
    """Compute the deadlines of one case again and let go of it."""
    trying = Turn(turn.session, engine=turn.engine, clock=lambda: turn.now, actor=SYSTEM)
    trying.office.assume(calendar)
    step = trying.look_for(case_id)
    if step is not None:
        for moved in redo(step):
            yield _move(step.case, moved, turn.now)


def _move(case: CaseRow, moved: Moved, now: datetime) -> DeadlineMove:
    work = moved.work
    return DeadlineMove(
        case_id=case.id,
        reference=case.reference,
        title=case.title,
        name=moved.name,
        work_id=None if work is None else work.id,
        item=None if work is None else work.item,
        part=None if work is None else work.part,
        before=moved.before.due_at,
        after=moved.after.due_at,
        was_overdue=is_overdue(moved.before.due_at, now),
        is_overdue=is_overdue(moved.after.due_at, now),
        is_provisional=moved.after.provisional,
        why=difference(moved.before, moved.after),
    )


def _days(old: WorkCalendar, new: WorkCalendar, rows: Iterable[Override]) -> Iterator[DayChange]:
    for on in sorted(row.on for row in rows):
        was, now = old.day(on), new.day(on)
        if (was.kind, was.name) != (now.kind, now.name):
            yield DayChange(was, now)


def _years(old: WorkCalendar, new: WorkCalendar, rows: Iterable[Override]) -> Iterator[YearChange]:
    for year in sorted({row.on.year for row in rows}):
        was, now = old.is_provisional_year(year), new.is_provisional_year(year)
        if was != now:
            yield YearChange(year, was, now)
