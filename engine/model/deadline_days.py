"""List the days of a deadline: which were counted, which were not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.model.calendar import Day, DayKind, WorkCalendar
from engine.model.deadline_arithmetic import adjust, compute_deadline
from engine.model.deadline_terms import Unit
from engine.model.deadline_values import (
    Adjustment,
    Deadline,
    Extension,
    Suspension,
    is_overdue,
    local_day,
)
from engine.model.errors import InvalidArgument

ONE_DAY = timedelta(days=1)

Why = tuple[str, str]
"""A reason in Chinese and in English."""
START: Why = ("起算当日不计入", "the day of the beginning is not counted")
SUSPENDED: Why = ("中止期间不计入", "suspended, not counted")
HOURS: Why = ("按小时计算的期间", "part of a period counted in hours")
ROLLED: Why = ("顺延", "the last day is moved on")
ROLLED_TO: Why = ("顺延后的届满日", "the last day after moving on")
NATURAL: Why = ("自然日", "natural day")
_KINDS_EN = {
    DayKind.WORKING: "working day",
    DayKind.MAKE_UP: "worked in exchange for a holiday",
    DayKind.WEEKEND: "weekend",
    DayKind.HOLIDAY: "day off",
}


@dataclass(frozen=True, slots=True)
class CountedDay:
    """Say of one local day whether and why it counts towards a deadline."""

    on: date
    counted: bool
    number: int | None
    """Its place in the count, from 1; None when it is not counted."""
    kind: DayKind
    why: str
    why_en: str = ""
    provisional: bool = False
    """The arrangement of its year is not published yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one change in the life of a deadline, with the deadline before and after it."""

    change: Adjustment
    old: Deadline
    new: Deadline

    @property
    def came_too_late(self) -> bool:
        """Say whether a suspension began only after the deadline had passed."""
        return isinstance(self.change, Suspension) and is_overdue(
            self.old.due_at, self.change.from_at
        )


def retrace(deadline: Deadline, calendar: WorkCalendar) -> tuple[Deadline, tuple[Step, ...]]:
    """Return the deadline as first computed, and each change that led to its present state.

    A calendar that would have led to another instant raises InvalidArgument
    (``calendar_mismatch``): an explanation must explain the deadline that was set.
    """
    original = new = compute_deadline(
        deadline.term, deadline.started_at, calendar=calendar, policy=deadline.policy
    )
    steps: list[Step] = []
    for change in deadline.adjustments:
        old, new = new, adjust(new, change, calendar)
        steps.append(Step(change, old, new))
    if new.due_at != deadline.due_at:
        raise InvalidArgument(
            f"该期限按日历{deadline.calendar_version}版计算，不能用{calendar.version}版解释。",
            en=f"Expected the calendar {deadline.calendar_version} the deadline was computed "
            f"with, but {calendar.version} leads to another day.",
            code="calendar_mismatch",
        )
    return original, tuple(steps)


def counted_days(deadline: Deadline, calendar: WorkCalendar) -> tuple[CountedDay, ...]:
    """List every local day from the starting day to the due day.

    Numbers go on through extensions and suspensions. A deadline in hours lists no days, and
    days that only a stage in hours reached are listed when a later stage follows.
    """
    original, steps = retrace(deadline, calendar)
    rows: list[CountedDay] = []
    if original.unit is not Unit.HOURS:
        rows = _counted(rows, local_day(original.started_at), original, calendar)
    for step in steps:
        if step.new.unit is not Unit.HOURS and not step.came_too_late:
            rows = _changed(rows, step, calendar)
    return tuple(rows)


def _changed(rows: list[CountedDay], step: Step, calendar: WorkCalendar) -> list[CountedDay]:
    if isinstance(step.change, Extension):
        return _counted(rows, step.old.due_on, step.new, calendar)
    stopped, resumed = local_day(step.change.from_at), local_day(step.change.until_at)
    kept = _reaching(stopped, [row for row in rows if row.on <= stopped], calendar)
    kept += [_row(calendar.day(on), SUSPENDED) for on in _days(stopped, resumed)]
    return _counted(kept, resumed, step.new, calendar)


def _counted(
    rows: list[CountedDay], origin: date, deadline: Deadline, calendar: WorkCalendar
) -> list[CountedDay]:
    """Add the days after an origin, which itself is not counted."""
    kept = _reaching(origin, rows or [_row(calendar.day(origin), START)], calendar)
    number = max((row.number or 0 for row in kept), default=0)
    return [*kept, *_count(deadline, origin, number, calendar)]


def _reaching(on: date, rows: list[CountedDay], calendar: WorkCalendar) -> list[CountedDay]:
    """Bridge the days an earlier stage in hours did not list, so that no day is left out."""
    if not rows:
        return rows
    return [*rows, *(_row(calendar.day(day), HOURS) for day in _days(rows[-1].on, on))]


def _count(
    deadline: Deadline, after: date, number: int, calendar: WorkCalendar
) -> Iterator[CountedDay]:
    for on in _days(after, deadline.due_on):
        day = calendar.day(on)
        counted = on <= deadline.nominal_on and (
            deadline.unit is not Unit.WORKING_DAYS or day.kind.is_working
        )
        number += counted
        why, why_en = _why(deadline, day)
        place = number if counted else None
        yield CountedDay(on, counted, place, day.kind, why, why_en, day.provisional)


def _why(deadline: Deadline, day: Day) -> Why:
    if day.on > deadline.nominal_on:
        return ROLLED_TO if day.on == deadline.due_on else ROLLED
    if deadline.unit is Unit.WORKING_DAYS:
        return reason(day), reason_en(day)
    if day.on == deadline.nominal_on != deadline.due_on:
        return f"最后一日为{reason(day)}，顺延", f"the last day, a {reason_en(day)}, is moved on"
    return NATURAL


def reason(day: Day) -> str:
    """Name the kind of a day as a sentence fragment, with the holiday it belongs to."""
    name = f"（{day.name}）" if day.name else ""
    match day.kind:
        case DayKind.HOLIDAY:
            return f"法定休假日{name}" if name else "休假日"
        case DayKind.MAKE_UP:
            return f"调休上班{name}"
        case kind:
            return kind.zh


def reason_en(day: Day) -> str:
    """Name the kind of a day in English, with the holiday it belongs to as it is called."""
    return _KINDS_EN[day.kind] + (f" ({day.name})" if day.name else "")


def _row(day: Day, why: Why) -> CountedDay:
    return CountedDay(
        day.on,
        counted=False,
        number=None,
        kind=day.kind,
        why=why[0],
        why_en=why[1],
        provisional=day.provisional,
    )


def _days(after: date, until: date) -> Iterator[date]:
    """Yield the days later than ``after``, up to and including ``until``."""
    for offset in range(1, (until - after).days + 1):
        yield after + offset * ONE_DAY
