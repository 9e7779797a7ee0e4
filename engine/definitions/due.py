"""Due dates and timers: ISO 8601, a term of law, or FEEL giving a value of either kind.

A date is a whole day: work is due until its end, and a timer on it fires at 24:00.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import cast

from engine.definitions.deadline_context import deadline_in
from engine.feel import YearsMonthsDuration
from engine.model.calendar import SHANGHAI, WorkCalendar
from engine.model.deadline_values import RESOLUTION, instant_on
from engine.model.deadlines import Deadline, Term, compute_deadline, deadline_record, parse_term
from engine.model.durations import Elapsed, parse_elapsed
from engine.model.errors import EngineError, InvalidArgument
from engine.model.surroundings import ActivityFailed, Due
from engine.model.time_texts import is_time_expression
from engine.model.values import Value

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ELAPSED = re.compile(r"P(?!\d+WD$).*", re.IGNORECASE)


def due_of(
    text: str,
    *,
    since: datetime,
    calendar: Callable[[], WorkCalendar],
    evaluate: Callable[[str], Value],
) -> Due | None:
    """Return when a text of a diagram is due, counted from `since`; None when it gives nothing.

    Raises ActivityFailed for what is no such text or value.
    """
    if not text.strip():
        return None
    value = evaluate(text) if is_time_expression(text) else text.strip()
    try:
        return _due(value, since, calendar)
    except (EngineError, ValueError, OverflowError) as cause:
        zh = str(cause) if isinstance(cause, EngineError) else f"“{text[:60]}”不是期限或时间。"
        en = cause.en if isinstance(cause, EngineError) else f"'{text[:60]}' is no time or term."
        raise ActivityFailed("timer", zh, en) from cause


def _due(value: Value, since: datetime, calendar: Callable[[], WorkCalendar]) -> Due | None:
    if value is None:
        return None
    if isinstance(value, str):
        return _due_of_text(value, since, calendar)
    if isinstance(value, Mapping):
        deadline = deadline_in(value)
        return of_deadline(_given(deadline))
    return _due_of_moment(value, since)


def _due_of_moment(value: Value, since: datetime) -> Due:
    match value:
        case datetime():
            return Due(value if value.tzinfo else value.replace(tzinfo=SHANGHAI))
        case date():
            return _day(value)
        case timedelta() if value >= timedelta():
            return Due(since + value)
        case YearsMonthsDuration() if value.total >= 0:
            return Due(Elapsed(value.total).after(since))
    raise ValueError(value)


def _given(deadline: Deadline | None) -> Deadline:
    if deadline is None:
        raise ValueError
    return deadline


def _due_of_text(text: str, since: datetime, calendar: Callable[[], WorkCalendar]) -> Due:
    if _DAY.match(text):
        if len(text) == len("2026-09-01"):
            return _day(date.fromisoformat(text))
        instant = datetime.fromisoformat(text)
        return Due(instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI))
    if _ELAPSED.fullmatch(text):
        return Due(parse_elapsed(text).after(since))
    return of_deadline(compute_deadline(parse_term(text), since, calendar=calendar()))


def legal_term(text: str) -> Term | None:
    """Return the term of law that a written-out text is, or None for any other text."""
    if _ELAPSED.fullmatch(text.strip()) or _DAY.match(text.strip()):
        return None
    try:
        return parse_term(text)
    except InvalidArgument:
        return None


def _day(on: date) -> Due:
    end = instant_on(on)
    return Due(end, expires_at=end + RESOLUTION)


def of_deadline(deadline: Deadline) -> Due:
    """Return a deadline as a due instant with its record."""
    record = cast("Mapping[str, Value]", deadline_record(deadline))
    return Due(deadline.due_at, record, deadline.expires_at)
