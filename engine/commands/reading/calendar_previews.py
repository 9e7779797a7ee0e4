"""What an upload of the calendar would change, before it is applied; nothing is written.

Applying is two steps: the import, which moves no deadline, and computing the provisional ones
again. The preview does both as they would, on cases that are only looked at. Where there are many
of them it is counted in portions (`engine.commands.reading.deadline_moves`), one at each request.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.reading.deadline_moves import DeadlineMove, Moves, begin, go_on
from engine.commands.reading.standing import Looking
from engine.commands.turn import Turn
from engine.model.calendar import Day, Override, WorkCalendar
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument
from engine.model.portions import WHOLE, Portion
from engine.store.store import Session


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
class CalendarPreview:
    """The calendar that would be in force, the days and years it changes, and what moves.

    `moved` counts all deadlines with another due instant, `settled` those that would no longer be
    provisional; `deadlines` lists the first 100 of both kinds. They are those of `looked_at` open
    cases, of `total` if `is_complete`; what is overdue is so at `as_of`, when counting began.
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
    total: int | None
    as_of: datetime
    is_complete: bool

    @property
    def percent(self) -> int:
        """Return how far counting is; a hundred only when it is complete."""
        if self.is_complete:
            return 100
        return min(99, self.looked_at * 100 // max(self.total or 0, self.looked_at + 1))


@dataclass(frozen=True, slots=True)
class CountedPreview:
    """A preview as far as it is counted, and what to go on from; None when it is complete."""

    preview: CalendarPreview
    so_far: Moves | None


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
    (``calendar_unchanged``), as the import does. What takes longer than ten seconds is broken off.
    """
    found = count_calendar(session, engine=engine, clock=clock, actor=actor, rows=rows)
    return found.preview


def preview_recomputation(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> CalendarPreview:
    """Return what computing provisional deadlines again would change under the calendar in force."""
    return count_recomputation(session, engine=engine, clock=clock, actor=actor).preview


def count_calendar(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    rows: Iterable[Override],
    so_far: Moves | None = None,
    portion: Portion = WHOLE,
) -> CountedPreview:
    """Count the next portion of `preview_calendar`; begin anew where another calendar has come."""
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
    moves = _count(looking.turn, calendar, clock, so_far, portion)
    return _counted(looking.turn, calendar, new, moves)


def count_recomputation(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    so_far: Moves | None = None,
    portion: Portion = WHOLE,
) -> CountedPreview:
    """Count the next portion of `preview_recomputation`."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(looking.turn.office, actor, "import_calendar")
    calendar = looking.turn.office.calendar
    moves = _count(looking.turn, calendar, clock, so_far, portion)
    return _counted(looking.turn, calendar, (), moves)


def _count(
    turn: Turn, calendar: WorkCalendar, clock: Clock, so_far: Moves | None, portion: Portion
) -> Moves:
    if so_far is None or not so_far.is_of(turn, calendar):
        so_far = begin(turn, calendar)
    return go_on(turn, calendar, so_far, portion=portion, clock=clock)


def _counted(
    turn: Turn, calendar: WorkCalendar, rows: tuple[Override, ...], moves: Moves
) -> CountedPreview:
    old = turn.office.calendar
    preview = CalendarPreview(
        version=calendar.version,
        days=tuple(_days(old, calendar, rows)),
        years=tuple(_years(old, calendar, rows)),
        deadlines=moves.deadlines,
        moved=moves.moved,
        settled=moves.settled,
        becomes_overdue=moves.becomes_overdue,
        no_longer_overdue=moves.no_longer_overdue,
        cases=moves.cases,
        looked_at=moves.looked_at,
        total=moves.total,
        as_of=moves.as_of,
        is_complete=moves.is_complete,
    )
    return CountedPreview(preview, None if moves.is_complete else moves)


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
