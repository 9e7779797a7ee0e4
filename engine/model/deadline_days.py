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
    Suspension,
    is_overdue,
    local_day,
)
from engine.model.errors import InvalidArgument

ONE_DAY = timedelta(days=1)

START = "起算当日不计入"
SUSPENDED = "中止期间不计入"
ROLLED = "顺延"
ROLLED_TO = "顺延后的届满日"


@dataclass(frozen=True, slots=True)
class CountedDay:
    """Say of one local day whether and why it counts towards a deadline."""

    on: date
    counted: bool
    number: int | None
    """Its place in the count, from 1; None when it is not counted."""
    kind: DayKind
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one stage in the life of a deadline: the original term, or one change to it."""

    change: Adjustment | None
    old: Deadline | None
    new: Deadline

    @property
    def unit(self) -> Unit:
        """Return the unit this stage counts in."""
        return self.new.unit

    @property
    def without_effect(self) -> bool:
        """Say whether a suspension came only after the deadline had passed."""
        return (
            isinstance(self.change, Suspension)
            and self.old is not None
            and is_overdue(self.old.due_at, self.change.from_at)
        )


def steps_of(deadline: Deadline, calendar: WorkCalendar) -> tuple[Step, ...]:
    """Retrace how a deadline came about.

    A calendar that would have led to another instant raises InvalidArgument
    (``calendar_mismatch``): an explanation must explain the deadline that was set.
    """
    new = compute_deadline(
        deadline.term, deadline.started_at, calendar=calendar, policy=deadline.policy
    )
    steps = [Step(None, None, new)]
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
    return tuple(steps)


def counted_days(deadline: Deadline, calendar: WorkCalendar) -> tuple[CountedDay, ...]:
    """List every local day from the starting day to the due day.

    Numbers go on through extensions and suspensions. Stages counted in hours list no days.
    """
    steps = steps_of(deadline, calendar)
    rows: list[CountedDay] = []
    for step in steps:
        if step.unit is not Unit.HOURS and not step.without_effect:
            rows = _extended(rows, step, calendar)
    return tuple(rows)


def _extended(rows: list[CountedDay], step: Step, calendar: WorkCalendar) -> list[CountedDay]:
    if isinstance(step.change, Suspension):
        stopped, origin = local_day(step.change.from_at), local_day(step.change.until_at)
        kept = [row for row in rows if row.on <= stopped]
        kept += [_row(calendar.day(on), SUSPENDED) for on in _days(stopped, origin)]
    else:
        origin = step.old.due_on if step.old else local_day(step.new.started_at)
        kept = rows or [_row(calendar.day(origin), START)]
    number = max((row.number or 0 for row in kept), default=0)
    return [*kept, *_count(step.new, origin, number, calendar)]


def _count(
    deadline: Deadline, after: date, number: int, calendar: WorkCalendar
) -> Iterator[CountedDay]:
    for on in _days(after, deadline.due_on):
        day = calendar.day(on)
        counted = on <= deadline.nominal_on and (
            deadline.unit is not Unit.WORKING_DAYS or day.kind.is_working
        )
        number += counted
        why = _why(deadline, day)
        yield CountedDay(on, counted, number if counted else None, day.kind, why)


def _why(deadline: Deadline, day: Day) -> str:
    if day.on > deadline.nominal_on:
        return ROLLED_TO if day.on == deadline.due_on else ROLLED
    if deadline.unit is Unit.WORKING_DAYS:
        return reason(day)
    if day.on == deadline.nominal_on != deadline.due_on:
        return f"最后一日为{reason(day)}，顺延"
    return "自然日"


def reason(day: Day) -> str:
    """Name the kind of a day as a sentence fragment, with the holiday it belongs to."""
    name = f"（{day.name}）" if day.name else ""
    match day.kind:
        case DayKind.HOLIDAY:
            return f"法定休假日{name}" if name else "休假日"
        case DayKind.MAKE_UP:
            return f"调休上班{name}"
        case DayKind.WEEKEND | DayKind.WORKING:
            return day.kind.zh


def _row(day: Day, why: str) -> CountedDay:
    return CountedDay(day.on, counted=False, number=None, kind=day.kind, why=why)


def _days(after: date, until: date) -> Iterator[date]:
    """Yield the days later than ``after``, up to and including ``until``."""
    for offset in range(1, (until - after).days + 1):
        yield after + offset * ONE_DAY
