"""What has to be said of open work and when, worked out once more from the rules in plain words.

Three working days before the last day, on that day (or the working day before a day off), then on
the first working day after it and every second one; who opened the case on the third; the leader
on the fifth and every fifth. In the morning at half past eight, and only while the work is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from engine.model.calendar import SHANGHAI
from tests.notifications.year.world import LEADER, OPENER, Lived, is_working

MORNING = time(8, 30)
Said = tuple[str, str, str, date]
"""Person, case, family, day."""


def expected(lived: Iterable[Lived], until: datetime) -> Counter[Said]:
    """Return who is reminded of which case on which day; of one thing once a day."""
    said = {each for work in lived for each in _of(work, until)}
    return Counter(said)


def _of(work: Lived, until: datetime) -> Iterator[Said]:
    last = _last_day(work.due_at)
    over = (work.ended_at or until).astimezone(SHANGHAI).date()
    for day, family, people in _marks(work, last, over):
        at = datetime.combine(day, MORNING, SHANGHAI).astimezone(UTC)
        if work.created_at <= at < (work.ended_at or until):
            yield from ((each, work.case_id, family, day) for each in people)


def _marks(work: Lived, last: date, until: date) -> Iterator[tuple[date, str, tuple[str, ...]]]:
    yield _before(last, 3), "reminder", work.people
    yield (last if is_working(last) else _before(last, 1)), "due", work.people
    day, passed = last, 0
    while day < until:
        day += timedelta(days=1)
        passed += is_working(day)
        if not is_working(day):
            continue
        if passed % 2 == 1:
            yield day, "overdue", work.people
        if passed == 3:
            yield day, "overdue", (OPENER,)
        if passed % 5 == 0:
            yield day, "overdue", (LEADER,)


def _last_day(due_at: datetime) -> date:
    """Return the last day in time: a due instant at midnight belongs to the day before."""
    local = due_at.astimezone(SHANGHAI)
    return local.date() - timedelta(days=1) if local.time() == time() else local.date()


def _before(day: date, count: int) -> date:
    while count:
        day -= timedelta(days=1)
        count -= is_working(day)
    return day
