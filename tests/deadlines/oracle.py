"""The dumbest possible deadline arithmetic: one day at a time, straight from the library.

Nothing here is shared with the code under test, not even the notion of a calendar.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import chinese_calendar
from hypothesis import strategies as st

BEIJING = timezone(timedelta(hours=8))
PUBLISHED = range(2004, 2027)


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a local time as an instant in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=BEIJING).astimezone(UTC)


def instants(last_year: int) -> st.SearchStrategy[datetime]:
    """Generate instants from 2016 on, to the microsecond."""
    first = datetime(2016, 1, 1, tzinfo=UTC)
    span = datetime(last_year, 6, 30, tzinfo=UTC) - first
    return st.timedeltas(timedelta(0), span).map(lambda passed: first + passed)


def is_worked(on: date) -> bool:
    if on.year not in PUBLISHED:
        return on.isoweekday() <= 5
    return bool(chinese_calendar.is_workday(on))


def next_worked(on: date) -> date:
    while not is_worked(on):
        on += timedelta(days=1)
    return on


def after_working_days(start: date, count: int) -> date:
    on, counted = start, 0
    while counted < count:
        on += timedelta(days=1)
        if is_worked(on):
            counted += 1
    return on


def after_days(start: date, count: int) -> date:
    on = start
    for _ in range(count):
        on += timedelta(days=1)
    return on


def after_months(start: date, count: int) -> date:
    year, month = start.year, start.month
    for _ in range(count):
        month += 1
        if month > 12:
            year, month = year + 1, 1
    day = start.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def worked_between(after: date, until: date) -> int:
    on, counted = after, 0
    while on < until:
        on += timedelta(days=1)
        counted += is_worked(on)
    return counted
