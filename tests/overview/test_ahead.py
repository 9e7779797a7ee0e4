"""What the worker counted ahead is what everybody with those posts is shown, and never too old."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from engine import commands
from engine.commands.reading.overview.ahead import WIDEST, count_ahead
from engine.commands.reading.overview.figures import read_kept_overview
from engine.commands.reading.overview.kept import Kept
from engine.identity import Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.model.case import Actor
from engine.model.errors import NotPermitted
from engine.model.overview import Overview, OverviewFilter
from engine.model.written import read_back, written
from engine.store.tables import overview_kept
from tests.overview.test_figures import CASES, ITEMS, WORKS
from tests.overview.world import NOW, World

OPEN = {"unit": "430621", "key": "rectification", "status": "open", "due_at": NOW}


def ahead(world: World) -> int:
    office = world.office
    return count_ahead(office.store, engine=office.engine, clock=office.clock)


def elsewhere(world: World) -> None:
    """Look as another process would, that has counted nothing yet."""
    world.office.engine = replace(world.office.engine, overviews=Kept())


def kept(world: World, person: str, wanted: OverviewFilter | None = None) -> Overview | None:
    office = world.office
    with office.store.read() as session:
        return read_kept_overview(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor(person),
            wanted=wanted or OverviewFilter(),
        )


def test_what_was_counted_ahead_is_what_would_be_counted(world: World) -> None:
    world.lay_out([OPEN, {**OPEN, "unit": "430623"}])
    assert kept(world, "wang") is None
    assert ahead(world) > 0
    elsewhere(world)
    found = kept(world, "wang")
    elsewhere(world)
    assert found is not None
    world.count_every_time()
    assert replace(found, as_of=NOW) == replace(world.overview("wang", found.wanted), as_of=NOW)


def test_another_question_is_counted_when_it_is_asked(world: World) -> None:
    world.lay_out([OPEN])
    ahead(world)
    assert kept(world, "wang", OverviewFilter(unit="430621")) is None


def test_it_is_counted_again_before_it_is_too_old_to_be_shown(world: World) -> None:
    world.lay_out([OPEN])
    first = ahead(world)
    assert first > 0
    assert ahead(world) == 0
    world.office.clock.move_to(NOW + timedelta(seconds=30))
    assert ahead(world) == first
    world.office.clock.move_to(NOW + timedelta(seconds=89))
    elsewhere(world)
    assert kept(world, "wang") is not None
    world.office.clock.move_to(NOW + timedelta(seconds=90))
    assert kept(world, "wang") is None


def test_what_is_configured_anew_ends_it_at_once(world: World) -> None:
    world.lay_out([OPEN])
    ahead(world)
    elsewhere(world)
    world.office.give(commands.change_setting, "wang", key="light.near", value="5日")
    assert kept(world, "wang") is None


def test_nothing_is_counted_ahead_where_every_visit_is_to_count(world: World) -> None:
    world.count_every_time()
    assert ahead(world) == 0


def test_only_who_may_see_an_overview_is_given_what_was_kept(world: World) -> None:
    ahead(world)
    with pytest.raises(NotPermitted):
        kept(world, "xiao")


def test_no_more_than_the_widest_scopes_are_counted(world: World) -> None:
    with world.office.store.begin() as session:
        upsert_units(session, [Unit(f"43070{n}", f"某{n}县", "430600") for n in range(9)])
        upsert_people(
            session,
            [PersonEntry(f"l{n}", "甲", f"43070{n}", (Membership("leader"),)) for n in range(9)],
        )
    assert ahead(world) == WIDEST
    with world.office.store.read() as session:
        rows = session.execute(select(func.count()).select_from(overview_kept)).one()[0]
    assert rows == WIDEST
    elsewhere(world)
    assert kept(world, "wang") is not None


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases=CASES, items=ITEMS, works=WORKS, unit=st.sampled_from([None, "430621"]))
def test_an_overview_is_read_back_as_it_was_written(
    world: World,
    cases: list[dict[str, object]],
    items: list[dict[str, object]],
    works: list[dict[str, object]],
    unit: str | None,
) -> None:
    world.lay_out(cases, items, works)
    elsewhere(world)
    overview = world.overview("wang", OverviewFilter(unit=unit))
    assert read_back(Overview, written(overview)) == overview


@pytest.mark.parametrize("text", ["[]", "{}", '{"as_of": 1}', "not JSON"])
def test_what_is_no_overview_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_back(Overview, text)
