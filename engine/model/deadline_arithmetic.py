"""Find due days: counting, rolling, extending, suspending.

The hot path only finds the day; listing and explaining every day is in
`engine.model.deadline_explanation`. Conventions and where they come from:

- the starting day is not counted (民法典 201), hours run from the exact instant;
- a month ends on the corresponding day, or on the last day of a shorter month (202);
- a last day on a holiday moves to the next working day, and ends at 24:00 or at the close of
  business (203);
- an extension counts from the old due day, as if that were a new starting day;
- a suspension keeps what remains: see `resume`.
"""

from __future__ import annotations

import calendar as gregorian
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never

from engine.model.calendar import DayKind, WorkCalendar
from engine.model.calendar_days import zh_date
from engine.model.deadline_terms import Term, Unit
from engine.model.deadline_values import (
    DEFAULT,
    LAST_SECOND,
    Adjustment,
    Deadline,
    Extension,
    Policy,
    Suspension,
    aware,
    instant_on,
    is_overdue,
    local_day,
)
from engine.model.errors import InvalidArgument

MONTHS_PER_YEAR = 12


def compute_deadline(
    term: Term, started_at: datetime, *, calendar: WorkCalendar, policy: Policy = DEFAULT
) -> Deadline:
    """Find when a term that starts at an instant ends (民法典 201 to 203)."""
    start = aware(started_at)
    blank = Deadline(
        term=term,
        started_at=start,
        due_at=start,
        due_on=local_day(start),
        policy=policy,
        calendar_version=calendar.version,
        provisional=False,
        nominal_on=local_day(start),
    )
    return _advance(blank, term, calendar)


def adjust(deadline: Deadline, change: Adjustment, calendar: WorkCalendar) -> Deadline:
    """Apply one change to a deadline without asking whether it is allowed."""
    match change:
        case Extension(term):
            aware(deadline.due_at, "原届满时间")  # however often extended, within our time
            moved = _advance(deadline, term, calendar)
        case Suspension(from_at, until_at):
            moved = _shift(deadline, from_at, until_at, calendar)
        case _:
            assert_never(change)
    return replace(
        moved,
        adjustments=(*deadline.adjustments, change),
        calendar_version=calendar.version,
        provisional=deadline.provisional or moved.provisional,
    )


def resume(
    deadline: Deadline, suspended_at: datetime, resumed_at: datetime, *, calendar: WorkCalendar
) -> Deadline:
    """Move a deadline by a suspension of its clock, keeping what remained of the term.

    - Hours: shifted by exactly the time that passed.
    - Days and months: the natural days from the day of suspension to the last day remain, and
      are counted from the day of resumption. The day the last day had been rolled to does not
      count as remaining (a holiday is not a gift), except when the clock stops on or after it.
    - Working days: those after the day of suspension, up to the due day, remain; they are
      counted again after the day of resumption, which like any starting day is not counted.
      Stopped on the last day, none remain: the day of resumption is the last, and may roll.

    A clock stopped when the deadline had passed stays passed. No time between the two instants
    changes nothing. An interval that runs backwards, or overlaps the starting instant or an
    earlier suspension, raises InvalidArgument.
    """
    pause = Suspension(aware(suspended_at, "中止时间"), aware(resumed_at, "恢复时间"))
    earlier = [change for change in deadline.adjustments if isinstance(change, Suspension)]
    free_from = earlier[-1].until_at if earlier else deadline.started_at
    if not free_from <= pause.from_at <= pause.until_at:
        raise InvalidArgument(
            "中止时间不得早于起算时间或上一次恢复时间，恢复时间不得早于中止时间。",
            en="Expected the suspension to follow the start and any earlier suspension, "
            "and the resumption to follow the suspension.",
            code="invalid_suspension",
        )
    if pause.from_at == pause.until_at:
        return deadline
    return adjust(deadline, pause, calendar)


def recompute(deadline: Deadline, calendar: WorkCalendar) -> Deadline:
    """Redo a deadline under another calendar: same start, term, policy and changes."""
    redone = compute_deadline(
        deadline.term, deadline.started_at, calendar=calendar, policy=deadline.policy
    )
    for change in deadline.adjustments:
        redone = adjust(redone, change, calendar)
    return redone


def before(due_at: datetime, term: Term, calendar: WorkCalendar, *, at: time = time(9)) -> datetime:
    """Return the instant a term before a due day, for reminders.

    Days, working days and months are counted back from the due day, which is not counted, and
    lead to a local time (09:00) of the day found, whatever kind of day it is. Hours are exact.
    """
    due = aware(due_at, "到期时间")
    if term.unit is Unit.HOURS:
        return due - timedelta(hours=term.quantity)
    return instant_on(day_before(local_day(due), term, calendar), at)


def day_before(on: date, term: Term, calendar: WorkCalendar) -> date:
    """Return the day a term of days, working days or months before a day."""
    match term.unit:
        case Unit.WORKING_DAYS:
            return calendar.working_day_before(on, term.quantity)
        case Unit.MONTHS:
            return add_months(on, -term.quantity)
        case Unit.DAYS | Unit.HOURS:
            return on - timedelta(days=term.quantity)
        case _:
            assert_never(term.unit)


def difference(old: Deadline, new: Deadline) -> str:
    """Say in one Chinese sentence what a recomputation changed."""
    days = (new.due_on - old.due_on).days
    if old.due_at == new.due_at:
        moved = f"届满日不变，仍为{zh_date(new.due_on)}"
    elif days == 0:
        moved = f"届满日不变，仍为{zh_date(new.due_on)}，截止时刻有变化"
    else:
        moved = (
            f"届满日由{zh_date(old.due_on)}改为{zh_date(new.due_on)}"
            f"（{'推后' if days > 0 else '提前'}{abs(days)}天）"
        )
    return f"{_calendars(old, new)}{moved}{_provisional_change(old, new)}。"


def _calendars(old: Deadline, new: Deadline) -> str:
    if old.calendar_version == new.calendar_version:
        return ""
    return f"日历由{old.calendar_version}版更新为{new.calendar_version}版，"


def _provisional_change(old: Deadline, new: Deadline) -> str:
    if new.provisional:
        return "，仍为暂估" if old.provisional else "，现为暂估"
    return "，不再是暂估" if old.provisional else ""


def _advance(deadline: Deadline, term: Term, calendar: WorkCalendar) -> Deadline:
    """Count a term from the due instant of a deadline."""
    if term.unit is Unit.HOURS:
        return _at(deadline, deadline.due_at + timedelta(hours=term.quantity))
    start = deadline.due_on
    match term.unit:
        case Unit.WORKING_DAYS:
            last = calendar.working_day_after(start, term.quantity)
            return _ending(deadline, last, calendar, counted_from=start + timedelta(days=1))
        case Unit.DAYS:
            last = start + timedelta(days=term.quantity)
        case Unit.MONTHS:
            last = add_months(start, term.quantity)
        case _:
            assert_never(term.unit)
    return _ending(deadline, last, calendar)


def _shift(
    deadline: Deadline, from_at: datetime, until_at: datetime, calendar: WorkCalendar
) -> Deadline:
    """Move a deadline by an interval in which its clock stood still."""
    if is_overdue(deadline.due_at, from_at):
        return deadline
    if deadline.unit is Unit.HOURS:
        return _at(deadline, deadline.due_at + (until_at - from_at))
    stopped, resumed = local_day(from_at), local_day(until_at)
    if deadline.unit is Unit.WORKING_DAYS:
        remaining = calendar.working_days_between(stopped, deadline.due_on)
        last = calendar.working_day_after(resumed, remaining) if remaining else resumed
        return _ending(deadline, last, calendar, counted_from=stopped)
    last = deadline.nominal_on if stopped <= deadline.nominal_on else deadline.due_on
    return _ending(deadline, resumed + (last - stopped), calendar)


def _at(deadline: Deadline, due_at: datetime) -> Deadline:
    on = local_day(due_at)
    return replace(deadline, due_at=due_at.astimezone(UTC), due_on=on, nominal_on=on)


def _ending(
    deadline: Deadline, last: date, calendar: WorkCalendar, *, counted_from: date | None = None
) -> Deadline:
    """End a period on its last day, moved off a holiday when the policy says so.

    ``counted_from`` is the first day whose kind mattered in finding the last day.
    """
    policy = deadline.policy
    due_on = roll(last, calendar, policy)
    looked_at = last if counted_from is None and policy.roll_forward else counted_from
    provisional = looked_at is not None and any(
        calendar.is_provisional_year(year) for year in range(looked_at.year, due_on.year + 1)
    )
    return replace(
        deadline,
        due_at=instant_on(due_on, policy.closes_at or LAST_SECOND),
        due_on=due_on,
        nominal_on=last,
        provisional=provisional,
    )


def roll(last: date, calendar: WorkCalendar, policy: Policy) -> date:
    """Move a last day off a holiday, and off a weekend, as the policy says."""
    if not policy.roll_forward:
        return last
    if policy.roll_weekends:
        return calendar.next_working_day(last)
    while calendar.day(last).kind is DayKind.HOLIDAY:
        last += timedelta(days=1)
    return last


def add_months(on: date, months: int) -> date:
    """Return the corresponding day months later, or the last day of a shorter month."""
    year, month = divmod(on.year * MONTHS_PER_YEAR + on.month - 1 + months, MONTHS_PER_YEAR)
    return date(year, month + 1, min(on.day, gregorian.monthrange(year, month + 1)[1]))
