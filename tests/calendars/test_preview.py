"""What an upload of the calendar would change is exactly what applying it then changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.commands import (
    import_calendar,
    preview_calendar,
    preview_recomputation,
    recompute_provisional,
)
from engine.commands.reading.calendar_previews import CalendarPreview
from engine.commands.recompute import open_cases
from engine.model.calendar import DayKind, Override
from engine.model.case import Actor
from engine.model.errors import InvalidArgument, NotPermitted
from engine.store import Store
from tests.cases.desk import Desk, local
from tests.cases.test_recompute import LONG
from tests.support.clock import START, HandClock

FIRST = date(2027, 1, 4)
HOLIDAY = (Override(date(2027, 1, 13), working=False, name="假日"),)
Due = dict[tuple[str, str], str]


def furnished(desk: Desk) -> Desk:
    """Deadlines of a year for which nothing is published."""
    desk.clock.move_to(local("2027-01-04T09:00:00"))
    desk.deploy(LONG)
    for _ in range(2):
        desk.open("long")
        desk.advance(days=1)
    return desk


@pytest.fixture
def desk(database_url: str, clock: HandClock) -> Iterator[Desk]:
    store = Store(database_url)
    try:
        yield furnished(Desk(store, clock))
    finally:
        store.close()


def preview(desk: Desk, rows: Iterable[Override], person: str = "wang") -> CalendarPreview:
    return desk.read(
        lambda session: preview_calendar(
            session, engine=desk.engine, clock=desk.clock, actor=Actor(person), rows=tuple(rows)
        )
    )


def recomputation(desk: Desk) -> CalendarPreview:
    return desk.read(
        lambda session: preview_recomputation(
            session, engine=desk.engine, clock=desk.clock, actor=Actor("wang")
        )
    )


def cases(desk: Desk) -> list[str]:
    return list(desk.read(open_cases))


def due(desk: Desk) -> Due:
    return {
        (case_id, row.id): str(row.due_at) for case_id in cases(desk) for row in desk.work(case_id)
    }


def promised(found: CalendarPreview, before: Due) -> Due:
    """What is due when, as the preview says."""
    moves = {(each.case_id, each.work_id): str(each.after) for each in found.deadlines}
    return {place: moves.get(place, at) for place, at in before.items()}


def test_days_years_and_deadlines_are_shown_as_they_are_and_as_they_would_be(desk: Desk) -> None:
    before = due(desk)
    found = preview(desk, HOLIDAY)
    ((day,), (year,)) = (found.days, found.years)
    assert (day.was.kind, day.now.kind, day.now.name) == (
        DayKind.WORKING,
        DayKind.HOLIDAY,
        "假日",
    )
    assert (year.year, year.was_provisional, year.is_provisional) == (2027, True, False)
    assert found.cases == found.looked_at == 2
    assert found.is_complete
    assert found.moved == found.settled == len(found.deadlines) > 0
    assert all(each.after == each.before + timedelta(days=1) for each in found.deadlines)
    assert all("推后1天" in each.why for each in found.deadlines)
    assert due(desk) == before  # nothing was written
    assert recomputation(desk).deadlines == ()


def test_a_deadline_that_becomes_overdue_or_no_longer_is_says_so(desk: Desk) -> None:
    last = max(each.before for each in preview(desk, HOLIDAY).deadlines)
    desk.clock.move_to(last + timedelta(hours=2))
    later = preview(desk, HOLIDAY)
    assert later.no_longer_overdue == sum(
        each.was_overdue and not each.is_overdue for each in later.deadlines
    )
    assert later.no_longer_overdue > 0
    desk.clock.move_to(last - timedelta(hours=2))
    worked = (Override(date(2027, 1, 9), working=True, name="调休"),)
    assert preview(desk, worked).becomes_overdue > 0


def test_after_the_import_the_recomputation_shows_what_is_left_to_do(desk: Desk) -> None:
    found = preview(desk, HOLIDAY)
    desk.give(import_calendar, "wang", rows=HOLIDAY)
    assert recomputation(desk).deadlines == found.deadlines
    recompute_provisional(desk.store, engine=desk.engine, clock=desk.clock)
    assert recomputation(desk).deadlines == ()


def test_only_who_may_import_may_try_and_what_changes_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        preview(desk, HOLIDAY, person="li")
    with pytest.raises(InvalidArgument) as refused:
        preview(desk, ())
    assert refused.value.code == "calendar_unchanged"


@settings(max_examples=10, deadline=None)
@given(
    days=st.dictionaries(st.integers(0, 45), st.booleans(), min_size=1, max_size=12),
    hours=st.integers(0, 800),
)
def test_what_is_promised_is_what_applying_does(days: dict[int, bool], hours: int) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        desk = furnished(Desk(Store.memory(), HandClock(traveller, START)))
        desk.advance(hours=hours)
        rows = [Override(FIRST + timedelta(days=day), working=on) for day, on in days.items()]
        before, found = due(desk), preview(desk, rows)
        desk.give(import_calendar, "wang", rows=rows)
        changed = recompute_provisional(desk.store, engine=desk.engine, clock=desk.clock)
        assert due(desk) == promised(found, before)
        assert found.cases == changed.changed
        for case_id in cases(desk):
            desk.check(case_id)
        desk.store.close()
