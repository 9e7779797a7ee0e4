"""The scope rule says the same for one piece of work and for a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from engine.identity import (
    CaseScope,
    Directory,
    Membership,
    Person,
    PersonEntry,
    UnitTree,
    WorkScope,
    may_act_in,
    may_see,
    may_take,
    upsert_people,
    upsert_units,
)
from engine.model.registers import Page
from engine.model.search_results import Counted
from engine.store import StepBatch, Store, work_conditions
from engine.store.rows import WorkRow
from engine.store.tables import case_file, open_work
from engine.store.work_conditions import Wanted
from engine.store.work_lists import list_and_count_work, list_work
from tests.identity.conftest import UNITS
from tests.store.samples import DAY, NOW, case, open_case, prepare, work

TODAY = date(2026, 3, 2)
CODES = [unit.code for unit in UNITS]


def lay_out(store: Store, rows: Sequence[WorkRow]) -> None:
    batch = StepBatch()
    for row in rows:
        batch.add_work(row)
    with store.begin() as session:
        batch.flush(session)


GROUPS = ("督学", "分管领导", "被督导单位")
POSTS = st.lists(
    st.builds(
        Membership,
        st.sampled_from(GROUPS),
        st.sampled_from([date.min, TODAY, TODAY + timedelta(days=1)]),
        st.none() | st.sampled_from([TODAY - timedelta(days=1), TODAY]),
        st.none() | st.sampled_from(CODES),
    ),
    max_size=4,
)
OFFERED = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.none() | st.sampled_from(CODES),
            "excluded_units": st.lists(st.sampled_from(CODES), max_size=2).map(tuple),
            "groups": st.lists(st.sampled_from(GROUPS), max_size=2, unique=True).map(tuple),
            "users": st.sampled_from([(), (), ("p",), ("q",)]),
            "assignee": st.sampled_from([None, None, "p", "q"]),
        }
    ),
    min_size=1,
    max_size=8,
)


def may_do(person: Person, units: UnitTree, row: WorkRow) -> bool:
    """The rule of the commands, as they ask it."""
    scope: dict[str, Any] = {"unit": row.unit, "excluded_units": row.excluded_units}
    if row.assignee is not None:
        return row.assignee == person.id and may_act_in(person, units=units, **scope)
    return may_take(person, units=units, groups=row.groups, users=row.users, **scope)


WAYS: dict[str, dict[str, Any]] = {
    "from the candidates": {},
    "from the units": {"_FEW": -1, "_SOME": -1},
    "along the due dates": {"_FEW": -1, "_SOME": -1, "_MANY": {"sqlite": -1}},
}
"""From where a list begins, and how much may then count as few."""


@pytest.mark.parametrize("way", WAYS)
@given(OFFERED, st.sampled_from(CODES), POSTS, st.booleans())
def test_a_list_shows_exactly_what_the_rule_allows(
    way: str, offered: list[dict[str, Any]], home: str, posts: list[Membership], is_active: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, most in WAYS[way].items():
            patch.setattr(work_conditions, name, most)
        expect_the_rule(offered, home, posts, is_active=is_active)


def expect_the_rule(
    offered: list[dict[str, Any]], home: str, posts: list[Membership], *, is_active: bool
) -> None:
    store = Store.memory()
    prepare(store, "c1")
    directory = Directory()
    rows = [work(aid=aid, **cells) for aid, cells in enumerate(offered, start=1)]
    lay_out(store, rows)
    once = {(each.group, each.from_on, each.unit or home): each for each in posts}
    with store.begin() as session:
        upsert_units(session, UNITS)
        entry = PersonEntry("p", "某人", home, tuple(once.values()), is_active)
        upsert_people(session, [entry])
    with store.read() as session:
        person = directory.person(session, "p", on=TODAY)
        units = directory.units(session)
        condition = WorkScope(person).allows(
            unit=open_work.c.unit, excluded_units=open_work.c.excluded_units
        )
        in_scope = {row[0] for row in session.execute(select(open_work.c.id).where(condition))}
        wanted = Wanted(person.id, person.groups, WorkScope(person))
        page, _ = list_work(session, wanted, Page(500))
        listed = {row.work.id for row in page}
        assert list_and_count_work(session, wanted, Page(500))[2] == Counted.of(len(listed))
    store.close()
    assert listed == {row.id for row in rows if may_do(person, units, row)}
    assert in_scope == {
        row.id
        for row in rows
        if may_act_in(person, units=units, unit=row.unit, excluded_units=row.excluded_units)
    }


CASES = st.lists(st.none() | st.sampled_from(CODES), min_size=1, max_size=6)
SEEN = st.lists(st.sampled_from(CODES), max_size=2).map(tuple)


@given(CASES, SEEN, SEEN)
def test_a_register_shows_exactly_the_cases_that_the_rule_allows(
    of_units: list[str | None], below: tuple[str, ...], own: tuple[str, ...]
) -> None:
    store = Store.memory()
    prepare(store)
    with store.begin() as session:
        upsert_units(session, UNITS)
    for number, unit in enumerate(of_units):
        with store.begin() as session:
            open_case(session, case(f"c{number}", unit=unit))
    scope = CaseScope(below, own)
    with store.read() as session:
        units = Directory().units(session)
        query = select(case_file.c.id).where(scope.covers(case_file.c.unit))
        shown = {row[0] for row in session.execute(query)}
    store.close()
    assert shown == {
        f"c{number}"
        for number, unit in enumerate(of_units)
        if may_see(scope, units=units, unit=unit)
    }


BOTH = PersonEntry(
    "u-both", "督学兼校长", "430600", (Membership("督学"), Membership("校长", unit="430621-1"))
)


def test_a_right_reaches_no_further_than_the_post_that_gives_it(store: Store) -> None:
    prepare(store, "c1")
    lay_out(
        store,
        [
            work(aid=1, groups=("督学",), unit="430621-1"),
            work(aid=2, groups=("校长",), unit="430621-1"),
            work(aid=3, groups=("校长",), unit="430621"),
            work(aid=4, groups=("校长",), unit=None),
            work(aid=5, groups=(), users=("u-both",), unit="430624"),
            work(aid=6, groups=("督学",), unit="430624", excluded_units=("430621-1",)),
        ],
    )
    with store.begin() as session:
        upsert_people(session, [BOTH])
    assert sorted(wanted(store, "u-both")) == [1, 2, 4, 5]
    with store.begin() as session:
        at_school = replace(BOTH, unit="430621-1", memberships=(Membership("督学", unit="430621"),))
        upsert_people(session, [at_school])
    assert sorted(wanted(store, "u-both")) == [1]


@pytest.fixture
def busy_store(store: Store) -> Store:
    """Return the directory with work of two cases, one of them suspended."""
    prepare(store, "c1")
    with store.begin() as session:
        open_case(session, case("c2", status="suspended"))
    lay_out(
        store,
        [
            work(aid=1, groups=("督学",), unit="430621", due_at=None),
            work(aid=2, groups=("督学",), unit="430621", due_at=NOW + 2 * DAY),
            work(aid=3, groups=("分管领导",), unit="430621", due_at=NOW + DAY),
            work(aid=4, groups=(), users=("u-county",), unit="430621", due_at=NOW + 3 * DAY),
            work(aid=5, groups=("督学",), unit="430621", assignee="u-city", due_at=NOW),
            work(aid=6, groups=("督学",), unit="430624", due_at=NOW),
            work(aid=7, groups=("督学",), unit="430621", excluded_units=("430600",), due_at=NOW),
            work("c2", aid=1, groups=("督学",), unit="430621", due_at=NOW),
        ],
    )
    return store


def wanted(store: Store, person_id: str, **filters: object) -> list[int]:
    with store.read() as session:
        person = Directory().person(session, person_id, on=TODAY)
        asked = Wanted(person.id, person.groups, WorkScope(person), **filters)  # type: ignore[arg-type]
        listed, after = list_work(session, asked)
        assert after is None
        assert list_and_count_work(session, asked, Page())[2] == Counted.of(len(listed))
        paged, after = list_work(session, asked, Page(2))
        while after is not None:
            more, after = list_work(session, asked, Page(2, after=after))
            paged += more
        assert paged == listed
    return [row.work.aid for row in listed]


@pytest.fixture(params=["little work", "much work in few units", "much work everywhere"])
def any_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the list come in by its candidates, by its units, along the due dates."""
    answers = {"little work": [True], "much work in few units": [False, True]}
    given = answers.get(request.param, [False, False])
    again = cycle(given)
    monkeypatch.setattr("engine.store.work_conditions._are_few", lambda *_: next(again))


@pytest.mark.usefixtures("any_way")
def test_people_see_their_own_work_and_what_they_may_take_soonest_due_first(
    busy_store: Store,
) -> None:
    assert wanted(busy_store, "u-city") == [5, 6, 3, 2, 1]
    assert wanted(busy_store, "u-county") == [2, 4, 1]
    assert wanted(busy_store, "u-school") == []
    assert wanted(busy_store, "u-other") == [6]
    assert wanted(busy_store, "u-gone") == []


def test_lists_can_be_narrowed(busy_store: Store) -> None:
    assert wanted(busy_store, "u-city", is_mine=True) == [5]
    assert wanted(busy_store, "u-city", is_mine=False) == [6, 3, 2, 1]
    assert wanted(busy_store, "u-city", due_before=NOW + DAY) == [5, 6]
    assert wanted(busy_store, "u-city", case_id="c9") == []
    assert wanted(busy_store, "u-city", keys=("rectification",), case_id="c1") == [5, 6, 3, 2, 1]
    assert wanted(busy_store, "u-city", keys=("other",)) == []


def test_work_in_a_list_says_which_case_it_belongs_to(busy_store: Store) -> None:
    with busy_store.read() as session:
        city = Directory().person(session, "u-city", on=TODAY)
        ((row,), _) = list_work(session, Wanted(city.id, (), WorkScope(city), is_mine=True))
    assert (row.reference, row.title) == (case("c1").reference, case("c1").title)
    assert row.work == work(aid=5, groups=("督学",), unit="430621", assignee="u-city", due_at=NOW)
