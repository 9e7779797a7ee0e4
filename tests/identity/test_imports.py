"""A list of units or people can be imported again and again; a bad one changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.identity import (
    Directory,
    Membership,
    PersonEntry,
    Unit,
    UnitTree,
    upsert_people,
    upsert_units,
)
from engine.identity import tables as named
from engine.model.errors import InvalidArgument
from engine.store import Session, Store
from engine.store import tables as schema
from engine.store.reads import read_revision
from tests.identity.conftest import PEOPLE, UNITS


def test_an_import_reports_what_it_added_changed_and_left(store: Store) -> None:
    renamed = replace(UNITS[1], name="某某县教育体育局")
    new = Unit("430621-2", "某某县第二中学", "430621", "school")
    with store.begin() as session:
        report = upsert_units(session, [new, renamed, UNITS[0]])
    assert (report.added, report.changed, report.unchanged) == (
        ("430621-2",),
        ("430621",),
        ("430600",),
    )
    with store.read() as session:
        tree = Directory().units(session)
        assert tree.unit("430621").name == "某某县教育体育局"
        assert tree.path("430621-2") == ("430621-2", "430621", "430600")
        assert len(tree) == 5


def test_an_import_that_changes_nothing_disturbs_nobody(store: Store) -> None:
    with store.begin() as session:
        before = read_revision(session)
        assert upsert_units(session, UNITS).unchanged == tuple(unit.code for unit in UNITS)
        assert upsert_people(session, PEOPLE).unchanged == tuple(each.id for each in PEOPLE)
        assert read_revision(session) == before


def test_a_whole_list_may_come_in_any_order(store: Store) -> None:
    new = [Unit("c", "丙", "b"), Unit("b", "乙", "a"), Unit("a", "甲")]
    with store.begin() as session:
        upsert_units(session, new)
        assert Directory().units(session).path("c") == ("c", "b", "a")


def test_a_unit_moved_takes_those_below_with_it(store: Store) -> None:
    with store.begin() as session:
        upsert_units(session, [replace(UNITS[1], parent="430624")])
    with store.read() as session:
        tree = Directory().units(session)
        rows = session.execute(
            select(schema.unit_ancestor.c.ancestor).where(schema.unit_ancestor.c.unit == "430621-1")
        )
        stored = {str(row[0]) for row in rows}
    assert tree.path("430621-1") == ("430621-1", "430621", "430624", "430600")
    assert stored == set(tree.path("430621-1"))


Import = Callable[[Session], object]
BAD: dict[str, tuple[Import, str]] = {
    "a parent that does not exist": (
        lambda s: upsert_units(s, [Unit("x", "甲", "nowhere")]),
        "unknown_unit",
    ),
    "a circle": (
        lambda s: upsert_units(s, [Unit("x", "甲", "y"), Unit("y", "乙", "x")]),
        "unit_circle",
    ),
    "a circle through what is there": (
        lambda s: upsert_units(s, [replace(UNITS[0], parent="430621-1")]),
        "unit_circle",
    ),
    "a code given twice": (lambda s: upsert_units(s, [UNITS[0], UNITS[0]]), "invalid_directory"),
    "no name": (lambda s: upsert_units(s, [Unit("x", " ")]), "invalid_directory"),
    "no unit of a post": (
        lambda s: upsert_people(
            s, [PersonEntry("p", "甲", "430600", (Membership("督学", unit="nowhere"),))]
        ),
        "unknown_unit",
    ),
    "no id": (lambda s: upsert_people(s, [PersonEntry("", "甲", "430600")]), "invalid_directory"),
    "a unit that does not exist": (
        lambda s: upsert_people(s, [PersonEntry("p", "甲", "nowhere")]),
        "unknown_unit",
    ),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_list_changes_nothing_and_says_what_is_wrong(store: Store, bad: str) -> None:
    run, code = BAD[bad]
    with store.begin() as session:
        before = read_revision(session)
        with pytest.raises(InvalidArgument) as raised:
            run(session)
        assert read_revision(session) == before
        assert dict(Directory().units(session).units) == {unit.code: unit for unit in UNITS}
    assert raised.value.code == code
    assert raised.value.errors


def test_memberships_are_replaced_as_a_whole(store: Store) -> None:
    held = (Membership("乙"), Membership("甲"))
    with store.begin() as session:
        report = upsert_people(
            session, [replace(PEOPLE[1], memberships=(held[1], held[0], held[1]))]
        )
        assert report.changed == ("u-county",)
        assert set(Directory().entry(session, "u-county").memberships) == set(held)


def test_a_tree_of_units_answers_from_memory() -> None:
    tree = UnitTree(UNITS)
    assert "430621" in tree
    assert "unknown" not in tree
    assert tree.path("unknown") == ()
    assert tree.is_within("430621-1", "430600")


def test_identity_names_the_columns_that_the_schema_has() -> None:
    for name in ("unit", "unit_ancestor", "person", "membership", "revision"):
        light, real = getattr(named, name), getattr(schema, name)
        assert light.name == real.name
        assert [column.name for column in light.columns] == [column.name for column in real.columns]
        for one, other in zip(light.columns, real.columns, strict=True):
            assert type(one.type) is type(other.type)
