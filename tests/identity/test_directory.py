"""Who somebody is on a day, who is meant, and how little that costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from engine.identity import Audience, Directory, Membership, PersonEntry, Post, upsert_people
from engine.model.errors import NotFound
from engine.store import Store
from tests.identity.conftest import PEOPLE

TODAY = date(2026, 3, 2)


def test_a_person_has_groups_and_the_units_above_them(store: Store) -> None:
    with store.read() as session:
        person = Directory().person(session, "u-school", on=TODAY)
    assert person.name == "校长"
    assert person.groups == {"督学"}
    assert person.unit_path == ("430621-1", "430621", "430600")
    assert person.is_active


@pytest.mark.parametrize(
    "on, groups",
    [
        (date(2026, 2, 28), set()),
        (date(2026, 3, 1), {"督学"}),
        (date(2026, 3, 31), {"督学"}),
        (date(2026, 4, 1), set()),
    ],
)
def test_a_membership_holds_from_its_first_to_its_last_day(
    store: Store, on: date, groups: set[str]
) -> None:
    with store.read() as session:
        assert Directory().person(session, "u-dated", on=on).groups == groups


def test_who_is_not_active_belongs_to_no_group(store: Store) -> None:
    with store.read() as session:
        person = Directory().person(session, "u-gone", on=TODAY)
    assert not person.is_active
    assert person.groups == frozenset()


def test_nobody_knows_a_stranger(store: Store) -> None:
    with store.read() as session, pytest.raises(NotFound):
        Directory().person(session, "u-stranger", on=TODAY)


def test_units_lie_within_themselves_and_those_above(store: Store) -> None:
    directory = Directory()
    with store.read() as session:
        assert directory.is_within(session, "430621-1", "430600")
        assert directory.is_within(session, "430621-1", "430621-1")
        assert not directory.is_within(session, "430621", "430621-1")
        assert not directory.is_within(session, "430624", "430621")
        assert not directory.is_within(session, None, "430600")
        assert not directory.is_within(session, "unknown", "430600")


def test_a_person_read_at_the_same_revision_costs_no_statement(store: Store) -> None:
    directory = Directory()
    statements: list[str] = []
    with store.read() as session:
        first = directory.person(session, "u-city", on=TODAY, revision=1)
        event.listen(
            session.connection, "before_cursor_execute", lambda *a: statements.append(a[2])
        )
        assert directory.person(session, "u-city", on=TODAY, revision=1) is first
        assert statements == []
        directory.person(session, "u-city", on=TODAY)
        assert len(statements) == 1


def test_a_change_is_seen_by_the_next_unit_of_work(store: Store) -> None:
    directory = Directory()
    moved = replace(PEOPLE[0], unit="430624", memberships=(Membership("承办人"),))
    with store.read() as session:
        assert directory.person(session, "u-city", on=TODAY).unit == "430600"
    with store.begin() as session:
        upsert_people(session, [moved])
        assert directory.person(session, "u-city", on=TODAY).unit == "430624"
    with store.read() as session:
        person = directory.person(session, "u-city", on=TODAY)
        assert (person.unit, person.groups) == ("430624", frozenset({"承办人"}))
        assert directory.entry(session, "u-city") == moved


def test_a_change_that_was_rolled_back_is_never_seen(store: Store) -> None:
    directory = Directory()
    with pytest.raises(ZeroDivisionError):
        change_and_fail(store, directory)
    with store.begin() as session:
        upsert_people(session, [replace(PEOPLE[1], name="改")])
    with store.read() as session:
        assert directory.person(session, "u-city", on=TODAY).name == "市级督学"


def change_and_fail(store: Store, directory: Directory) -> None:
    with store.begin() as session:
        upsert_people(session, [replace(PEOPLE[0], name="误")])
        assert directory.person(session, "u-city", on=TODAY).name == "误"
        raise ZeroDivisionError


@pytest.mark.parametrize(
    "audience, people",
    [
        (Audience(), ()),
        (Audience(people=("u-other", "u-gone", "u-stranger")), ("u-other",)),
        (Audience(groups=("督学",), unit="430600"), ("u-city", "u-dated")),
        (Audience(groups=("督学",), unit="430621"), ("u-city", "u-county", "u-dated")),
        (
            Audience(groups=("督学",), unit="430621-1"),
            ("u-city", "u-county", "u-dated", "u-school"),
        ),
        (
            Audience(groups=("督学",), unit="430621-1", excluded_units=("430621",)),
            ("u-city", "u-dated"),
        ),
        (Audience(groups=("督学",), unit="430621-1", excluded_units=("430600",)), ()),
        (Audience(people=("u-county",), excluded_units=("430621",)), ()),
        (Audience(groups=("分管领导",), people=("u-other",), unit="430624"), ("u-city", "u-other")),
        (
            Audience(groups=("督学",)),
            ("u-city", "u-county", "u-dated", "u-other", "u-school"),
        ),
        (Audience(groups=("督学",), unit="unknown"), ()),
    ],
)
def test_an_audience_is_resolved_to_active_people(
    store: Store, audience: Audience, people: tuple[str, ...]
) -> None:
    with store.read() as session:
        assert Directory().resolve(session, audience, on=TODAY) == people
    assert Audience.from_record(audience.record()) == audience


def test_an_audience_is_resolved_as_of_a_day(store: Store) -> None:
    audience = Audience(groups=("督学",), unit="430600")
    with store.read() as session:
        assert Directory().resolve(session, audience, on=date(2026, 4, 1)) == ("u-city",)


def test_a_post_elsewhere_reaches_and_is_excluded_with_its_own_unit(store: Store) -> None:
    head = PersonEntry("u-head", "校长", "430600", (Membership("校长", unit="430621-1"),))
    with store.begin() as session:
        upsert_people(session, [head])
        assert upsert_people(session, [head]).unchanged == ("u-head",)
    with store.read() as session:
        directory = Directory()
        assert directory.entry(session, "u-head") == head
        person = directory.person(session, "u-head", on=TODAY)
        assert person.posts == {Post("校长", "430621-1")}
        assert person.units == ("430600", "430621-1")
        assert person.above == {"430600", "430621", "430621-1"}

        def found(unit: str, *excluded: str) -> tuple[str, ...]:
            audience = Audience(groups=("校长",), unit=unit, excluded_units=excluded)
            return directory.resolve(session, audience, on=TODAY)

        assert found("430621-1") == ("u-head",)
        assert found("430621") == ()
        assert found("430621-1", "430621") == ()


def test_a_post_in_the_own_unit_follows_the_person(store: Store) -> None:
    said = replace(PEOPLE[1], memberships=(Membership("督学", unit=PEOPLE[1].unit),))
    with store.begin() as session:
        assert upsert_people(session, [said]).unchanged == (said.id,)
        upsert_people(session, [replace(PEOPLE[1], unit="430624")])
        person = Directory().person(session, said.id, on=TODAY)
    assert person.posts == {Post("督学", "430624")}


def test_memory_of_people_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.identity.directory._MOST", 2)
    directory = Directory()
    with store.read() as session:
        for entry in (*PEOPLE, *PEOPLE):
            person: PersonEntry = directory.entry(session, entry.id)
            assert directory.person(session, entry.id, on=TODAY).name == person.name
