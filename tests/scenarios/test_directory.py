"""The demo directory, and units that a scenario names beyond it."""

from __future__ import annotations

from dudao.directory.units import PEOPLE, UNITS, with_unknown


def test_every_unit_has_its_parent_before_it() -> None:
    seen: set[str] = set()
    for unit in with_unknown(["450102", "430621-x", "elsewhere"]):
        assert unit.parent is None or unit.parent in seen, unit
        assert unit.code not in seen
        seen.add(unit.code)


def test_an_unknown_county_gets_its_city_and_province() -> None:
    parents = {unit.code: unit.parent for unit in with_unknown(["430725"])}
    assert parents["430725"] == "430700"
    assert parents["430700"] == "430000"


def test_a_code_that_is_no_administrative_code_belongs_to_what_it_begins_with() -> None:
    parents = {unit.code: unit.parent for unit in with_unknown(["430621-03", "school-x"])}
    assert parents["430621-03"] == "430621"
    assert parents["school-x"] == "430600"


def test_known_units_are_left_alone() -> None:
    assert with_unknown(["430621"]) == UNITS


def test_everybody_works_in_a_known_unit_and_has_a_role() -> None:
    codes = {unit.code for unit in UNITS}
    assert [person.id for person in PEOPLE if person.unit not in codes or not person.groups] == []
    assert len({person.id for person in PEOPLE}) == len(PEOPLE)
