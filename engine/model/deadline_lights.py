"""Lights and remaining time: computed from a due instant and the present, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum

from engine.model.calendar import SHANGHAI, WorkCalendar
from engine.model.deadline_arithmetic import day_before
from engine.model.deadline_terms import Term, Unit
from engine.model.deadline_values import RESOLUTION, aware, is_overdue, local_day

NEAR = Term(3, Unit.DAYS)
"""Yellow from three natural days before the due day, as Xi'an's supervision system does."""

HOUR = timedelta(hours=1)


class Light(Enum):
    """Show at a glance how a clock stands."""

    GREEN = "green"
    """In time, or finished."""
    YELLOW = "yellow"
    """The due day is near."""
    RED = "red"
    """The deadline has passed."""
    GREY = "grey"
    """The clock is suspended."""

    @property
    def zh(self) -> str:
        """Return the colour in Chinese."""
        return _LIGHT_ZH[self]


_LIGHT_ZH = {Light.GREEN: "绿", Light.YELLOW: "黄", Light.RED: "红", Light.GREY: "灰"}


def light(
    due_at: datetime,
    now: datetime,
    *,
    calendar: WorkCalendar,
    near: Term = NEAR,
    suspended: bool = False,
    done: bool = False,
) -> Light:
    """Find the colour of a clock.

    Finished work is green whenever it was finished (its lateness is in the history); a suspended
    clock is grey even when it had passed; yellow starts with the day ``near`` before the due day.
    """
    if done:
        return Light.GREEN
    if suspended:
        return Light.GREY
    due, present = aware(due_at, "到期时间"), aware(now, "当前时间")
    if is_overdue(due, present):
        return Light.RED
    return Light.YELLOW if _is_near(due, present, near, calendar) else Light.GREEN


def _is_near(due: datetime, now: datetime, near: Term, calendar: WorkCalendar) -> bool:
    if near.unit is Unit.HOURS:
        return due - now <= timedelta(hours=near.quantity)
    return local_day(now) >= day_before(local_day(due), near, calendar)


@dataclass(frozen=True, slots=True)
class Remaining:
    """Hold what is left until a due day, or how far it lies back (``is_overdue``)."""

    days: int
    """Natural days between today and the due day, never negative."""
    working_days: int
    """Working days among them: the later of the two days counts, the earlier does not."""
    is_overdue: bool
    apart: timedelta
    """The exact time between now and the due instant, never negative."""

    @property
    def zh(self) -> str:
        """Say it in Chinese: 还剩3个工作日（5天）, 今日到期, 已逾期2天."""
        if self.is_overdue:
            return f"已逾期{self._span_zh()}"
        if not self.days:
            return "今日到期"
        return f"还剩{self.working_days}个工作日（{self.days}天）"

    def _span_zh(self) -> str:
        if self.days:
            return f"{self.days}天"
        return f"{self.apart // HOUR}小时" if self.apart >= HOUR else "不足1小时"


def remaining(due_at: datetime, now: datetime, calendar: WorkCalendar) -> Remaining:
    """Measure the time left until a due instant, or gone by since."""
    due, present = aware(due_at, "到期时间"), aware(now, "当前时间")
    due_on, today = local_day(due), local_day(present)
    first, last = min(due_on, today), max(due_on, today)
    return Remaining(
        days=(last - first).days,
        working_days=calendar.working_days_between(first, last),
        is_overdue=is_overdue(due, present),
        apart=abs(due - present),
    )


@dataclass(frozen=True, slots=True)
class Bounds:
    """The instants between the colours at one moment, for comparing many due instants at once.

    Overdue is what was due before ``red``; near is what is due before ``green`` and is not overdue.
    """

    red: datetime
    green: datetime

    def light(self, due_at: datetime | None) -> Light:
        """Return the colour of a running clock; without a due instant it is in time."""
        if due_at is None:
            return Light.GREEN
        if due_at < self.red:
            return Light.RED
        return Light.YELLOW if due_at < self.green else Light.GREEN


def light_bounds(now: datetime, *, calendar: WorkCalendar, near: Term = NEAR) -> Bounds:
    """Compute the instants at which `light` changes its answer, as seen from now."""
    present = aware(now, "当前时间")
    # A due instant is overdue once its whole second has passed.
    red = present - RESOLUTION + timedelta.resolution
    if near.unit is Unit.HOURS:
        return Bounds(red, present + timedelta(hours=near.quantity) + timedelta.resolution)
    today = local_day(present)
    first_green = today + timedelta(days=1)
    while day_before(first_green, near, calendar) <= today:
        first_green += timedelta(days=1)
    return Bounds(red, datetime.combine(first_green, time(), SHANGHAI).astimezone(UTC))
