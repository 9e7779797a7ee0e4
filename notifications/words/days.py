"""Due dates in words: the day with its weekday, and how many working days are left."""

from __future__ import annotations

from datetime import date, datetime

from engine.model.calendar import SHANGHAI, WorkCalendar
from engine.model.calendar_days import zh_date, zh_weekday
from engine.model.deadline_story import en_day
from engine.model.deadlines import Deadline, Unit, local_day, remaining
from notifications.channel import Language
from notifications.words.letter import DueWords

_WEEKDAYS_EN = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_HOUR = 3600


def due_words(
    due_at: datetime,
    *,
    now: datetime,
    calendar: WorkCalendar,
    deadline: Deadline | None,
    is_stopped: bool,
    language: Language,
) -> DueWords:
    """Write a due date; a period in hours, or one that ends with business, has a time of day.

    《民法典》第二百零三条第二款：the last day is in time until 24:00, or until business stops.
    """
    on, left = local_day(due_at), remaining(due_at, now, calendar)
    day, short_day, weekday = _day(on, language)
    return DueWords(
        day=day,
        short_day=short_day,
        weekday=weekday,
        time=f"{due_at.astimezone(SHANGHAI):%H:%M}" if _has_time(deadline) else "",
        is_overdue=left.is_overdue,
        is_stopped=is_stopped,
        working_days=left.working_days,
        days=left.days,
        hours=int(left.apart.total_seconds()) // _HOUR,
    )


def _has_time(deadline: Deadline | None) -> bool:
    if deadline is None:
        return False
    return deadline.unit is Unit.HOURS or deadline.policy.closes_at is not None


def _day(on: date, language: Language) -> tuple[str, str, str]:
    if language == "zh":
        return zh_date(on), zh_date(on, year=False), zh_weekday(on)
    full = en_day(on)
    return full, full.removesuffix(f" {on.year}"), _WEEKDAYS_EN[on.weekday()]
