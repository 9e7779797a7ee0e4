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
from engine.commands.reading.calendar_previews import CalendarPreview, count_calendar
from engine.commands.reading.deadline_moves import Moves
from engine.commands.recompute import open_cases, redo
from engine.commands.turn import Turn
from engine.model.calendar import DayKind, Override
from engine.model.case import SYSTEM, Actor
from engine.model.errors import InvalidArgument, NotPermitted
from engine.model.portions import Portion
from engine.model.written import read_back, written
from engine.store import Store
from tests.cases.desk import Desk, local
from tests.cases.drawing import diagram, end, path, start, user
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


def in_portions(desk: Desk, rows: Iterable[Override], most: int) -> list[CalendarPreview]:
    """Each portion as its page shows it; what is counted so far travels as text in between."""
    found: list[CalendarPreview] = []
    so_far: Moves | None = None
    while not found or so_far is not None:
        with desk.store.read() as session:
            counted = count_calendar(
                session,
                engine=desk.engine,
                clock=desk.clock,
                actor=Actor("wang"),
                rows=tuple(rows),
                so_far=so_far,
                portion=Portion(timedelta(seconds=1), most),
            )
        found.append(counted.preview)
        so_far = None if counted.so_far is None else read_back(Moves, written(counted.so_far))
    return found


def looked_through(desk: Desk, rows: Iterable[Override]) -> list[tuple[str, str, str, str]]:
    """What moves when every deadline of every case is computed again, without any short cut."""
    found = []
    with desk.store.read() as session:
        for case_id in open_cases(session):
            turn = Turn(session, engine=desk.engine, clock=desk.clock, actor=SYSTEM)
            turn.office.assume(turn.office.calendar.with_overrides(tuple(rows)))
            step = turn.look_for(case_id)
            assert step is not None
            for each in redo(step):
                pair = str(each.before.due_at), str(each.after.due_at)
                found.append((case_id, each.name, *pair))
    return sorted(found)


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


@settings(max_examples=10, deadline=None)
@given(
    days=st.dictionaries(st.integers(0, 45), st.booleans(), min_size=1, max_size=12),
    settled=st.integers(0, 3),
    most=st.integers(1, 4),
)
def test_in_portions_it_is_what_looking_through_every_case_finds(
    days: dict[int, bool], settled: int, most: int
) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        desk = Desk(Store.memory(), HandClock(traveller, START))
        desk.deploy(LONG)
        for _ in range(settled):
            desk.open("long")  # of a year whose calendar is published
        furnished(desk)
        rows = [Override(FIRST + timedelta(days=day), working=on) for day, on in days.items()]
        whole, portions = preview(desk, rows), in_portions(desk, rows, most)
        assert portions[-1] == whole
        assert [each.looked_at for each in portions[:-1]] == [
            most * number for number in range(1, len(portions))
        ]
        assert not any(each.is_complete for each in portions[:-1])
        assert whole.looked_at == whole.total == settled + 2
        assert looked_through(desk, rows) == sorted(
            (each.case_id, each.name, str(each.before), str(each.after)) for each in whole.deadlines
        )
        desk.store.close()


def test_a_count_begins_anew_when_another_calendar_has_come(desk: Desk) -> None:
    def count(so_far: Moves | None) -> Moves | None:
        return desk.read(
            lambda session: count_calendar(
                session,
                engine=desk.engine,
                clock=desk.clock,
                actor=Actor("wang"),
                rows=HOLIDAY,
                so_far=so_far,
                portion=Portion(timedelta(seconds=1), 1),
            )
        ).so_far

    first = count(None)
    assert first is not None
    second = count(first)
    assert second is not None
    assert (first.looked_at, second.looked_at, second.total) == (1, 2, 2)
    desk.give(import_calendar, "wang", rows=[Override(date(2027, 1, 20), working=False)])
    anew = count(second)
    assert anew is not None
    assert anew.looked_at == 1


def test_a_deadline_that_stands_with_open_work_alone_is_found(desk: Desk) -> None:
    plain = diagram(
        "plain",
        start(),
        user("answer", groups="respondent", due="15工作日"),
        end(),
        path("start", "answer", "end"),
    )
    desk.deploy(plain)
    case_id = desk.open("plain").case_id
    moves = [each for each in preview(desk, HOLIDAY).deadlines if each.case_id == case_id]
    assert [(each.name, each.work_id is None) for each in moves] == [("answer", False)]
