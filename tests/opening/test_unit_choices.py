"""The units to choose from: found by words, walked as a tree, and only those one may open for."""

from __future__ import annotations

import pytest

from engine.commands.open_case import expect_may_open
from engine.commands.reading.unit_choices import UnitChoice, find_unit_choices, list_unit_choices
from engine.model.case import Actor
from engine.model.errors import EngineError, NotFound
from engine.model.registers import Page
from tests.cases.desk import PEOPLE, UNITS
from tests.registers.office import Office


def found(
    office: Office, text: str, person: str = "li", process: str | None = "rectification"
) -> list[UnitChoice]:
    with office.store.read() as session:
        listed = find_unit_choices(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor(person),
            text=text,
            process=process,
        )
    return list(listed.rows)


def below(
    office: Office, unit: str | None, person: str = "li", process: str | None = "rectification"
) -> list[UnitChoice]:
    with office.store.read() as session:
        listed = list_unit_choices(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor(person),
            below=unit,
            process=process,
        )
    return list(listed.rows)


def codes(choices: list[UnitChoice]) -> list[str]:
    return [each.code for each in choices]


def test_a_unit_is_found_by_part_of_its_name_or_code_and_says_where_it_lies(
    office: Office,
) -> None:
    (school,) = found(office, "第一中")
    assert [each.name for each in school.above] == ["某省", "某市", "某甲县"]
    assert not school.has_below
    assert codes(found(office, "621")) == ["430621", "430621-1"]
    assert found(office, "没有") == []


def test_words_of_a_unit_above_narrow_the_search_but_find_nothing_alone(office: Office) -> None:
    assert codes(found(office, "甲县 中学")) == ["430621-1"]
    assert codes(found(office, "乙县 中学")) == []
    assert codes(found(office, "某市")) == ["430600"]


def test_the_tree_begins_at_the_units_one_may_open_for_and_goes_level_by_level(
    office: Office,
) -> None:
    assert codes(below(office, None)) == ["430600"]
    assert codes(below(office, "430600")) == ["430621", "430623"]
    assert [each.has_below for each in below(office, "430600")] == [True, False]
    assert codes(below(office, None, process=None)) == ["430000"]


def test_what_lies_outside_is_neither_found_nor_walked_to(office: Office) -> None:
    office.move("li", groups=("case_officer",), unit="430621")
    assert codes(below(office, None)) == ["430621"]
    assert codes(below(office, "430600")) == ["430621"]
    assert found(office, "乙县") == []
    assert below(office, None, person="xiao") == []
    assert codes(found(office, "乙县", process=None)) == ["430623"]


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_exactly_those_units_are_offered_for_which_opening_is_allowed(
    office: Office, person: str
) -> None:
    offered = set(codes(found(office, "430", person)))
    with office.store.read() as session:
        for unit in UNITS:
            try:
                expect_may_open(
                    session,
                    engine=office.engine,
                    clock=office.clock,
                    actor=Actor(person),
                    process="rectification",
                    unit=unit.code,
                )
            except EngineError:
                assert unit.code not in offered
            else:
                assert unit.code in offered


def test_an_unknown_process_and_a_stranger_are_refused(office: Office) -> None:
    with pytest.raises(NotFound):
        found(office, "县", process="nothing")
    with pytest.raises(EngineError):
        found(office, "县", person="nobody", process=None)


def test_a_long_level_comes_in_pages(office: Office) -> None:
    with office.store.read() as session:
        first = list_unit_choices(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor("li"),
            below="430600",
            page=Page(1),
        )
        rest = list_unit_choices(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor("li"),
            below="430600",
            page=Page(1, first.next),
        )
    assert codes([*first.rows, *rest.rows]) == ["430621", "430623"]
    assert rest.next is None
