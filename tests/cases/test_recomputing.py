"""Deadlines are computed again in portions, each case once, whatever breaks off in between."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from engine.commands import import_calendar
from engine.commands.recomputing import Progress, ask_recomputation, carry_on, read_recomputation
from engine.model.calendar import Override
from engine.model.case import Actor
from engine.model.errors import NotPermitted
from engine.store.tables import case_file
from tests.cases.desk import Desk, local
from tests.cases.test_recompute import LONG


@pytest.fixture
def moved(desk: Desk) -> Desk:
    """Return a desk with five cases whose deadlines are to be computed again."""
    desk.clock.move_to(local("2027-01-04T09:00:00"))  # nothing is published for 2027
    desk.deploy(LONG)
    for _ in range(5):
        desk.open("long")
    desk.advance(days=1)
    rows = [Override(date(2027, 1, 13), working=False, name="假日")]
    desk.give(import_calendar, "wang", rows=rows)
    return desk


def progress(desk: Desk) -> Progress:
    with desk.store.read() as session:
        found = read_recomputation(
            session, engine=desk.engine, clock=desk.clock, actor=Actor("wang")
        )
    assert found is not None
    return found


def portion(desk: Desk, most: int) -> int:
    return carry_on(desk.store, engine=desk.engine, clock=desk.clock, most=most)


def test_it_is_done_in_portions_and_says_how_far_it_is(moved: Desk) -> None:
    assert moved.give(ask_recomputation, "wang").total == 5
    assert (progress(moved).done, progress(moved).percent) == (0, 0)
    assert portion(moved, 2) == 2
    half = progress(moved)
    assert (half.done, half.changed, half.is_running, half.percent) == (2, 2, True, 40)
    assert portion(moved, 2) == 2
    assert portion(moved, 2) == 1
    whole = progress(moved)
    assert (whole.done, whole.changed, whole.skipped) == (5, 5, 0)
    assert (whole.is_running, whole.percent) == (False, 100)
    assert portion(moved, 2) == 0


def test_each_case_is_computed_once_and_says_who_asked_for_it(moved: Desk) -> None:
    moved.give(ask_recomputation, "wang")
    while portion(moved, 2):
        pass
    with moved.store.read() as session:
        cases = [str(row[0]) for row in session.execute(case_file.select())]
    for each in cases:
        events = [one for one in moved.history(each) if one.type == "deadline_changed"]
        assert {one.person for one in events} == {"wang"}
        moved.check(each)
    before = {each: len(moved.history(each)) for each in cases}
    moved.give(ask_recomputation, "wang")
    while portion(moved, 2):
        pass
    assert {each: len(moved.history(each)) for each in cases} == before
    assert progress(moved).changed == 0


def test_what_stands_still_says_so_and_goes_on_where_it_stopped(moved: Desk) -> None:
    moved.give(ask_recomputation, "wang")
    portion(moved, 2)
    assert not progress(moved).stands_still
    moved.clock.advance(timedelta(minutes=2))
    assert progress(moved).stands_still
    portion(moved, 50)
    assert (progress(moved).done, progress(moved).stands_still) == (5, False)


def test_asking_again_begins_anew_and_ends_what_was_not_done(moved: Desk) -> None:
    moved.give(ask_recomputation, "wang")
    portion(moved, 2)
    moved.clock.advance(timedelta(seconds=1))
    moved.give(ask_recomputation, "guan")
    assert (progress(moved).done, progress(moved).asked_by.id) == (0, "guan")
    assert portion(moved, 50) == 5
    assert progress(moved).changed == 3
    assert portion(moved, 50) == 0


def test_only_who_may_import_a_calendar_asks_for_it(moved: Desk) -> None:
    with pytest.raises(NotPermitted):
        moved.give(ask_recomputation, "li")


def test_of_two_workers_at_one_case_the_second_leaves_everything_as_it_was(moved: Desk) -> None:
    moved.give(ask_recomputation, "wang")
    others = [5]

    def late() -> datetime:
        while others:
            portion(moved, others.pop())
        return moved.clock()

    assert carry_on(moved.store, engine=moved.engine, clock=late, most=5) == 0
    assert (progress(moved).done, progress(moved).changed) == (5, 5)
