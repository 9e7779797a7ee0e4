"""Who opens a case is told of cases in hand that it may repeat, as far as they may see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine import commands
from engine.commands.reading.recent_units import list_recent_units
from engine.commands.reading.similar_cases import SimilarCase, find_similar_cases
from engine.model.case import Actor
from engine.model.similarity import are_alike, likeness
from tests.registers.office import Office

TITLE, GROUNDS = "食堂安全整改", "督导意见书"


def similar(
    office: Office,
    title: str,
    grounds: str | None = None,
    *,
    person: str = "li",
    unit: str = "430621",
) -> tuple[SimilarCase, ...]:
    with office.store.read() as session:
        return find_similar_cases(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor(person),
            process="rectification",
            unit=unit,
            title=title,
            grounds=grounds,
        )


def test_a_case_of_nearly_the_same_title_is_named(office: Office) -> None:
    case_id = office.rectify(title=TITLE)
    office.rectify(title="校车超员问题")
    (found,) = similar(office, "食堂安全限期整改")
    assert (found.id, found.same_title, found.same_grounds) == (case_id, True, False)


def test_a_case_of_the_same_grounds_is_named_whatever_its_title(office: Office) -> None:
    case_id = office.rectify(title="校车超员问题")
    (found,) = similar(office, TITLE, f" {GROUNDS}\n")
    assert (found.id, found.same_title, found.same_grounds) == (case_id, False, True)
    assert similar(office, TITLE, "责任督学发现") == ()


def test_cases_of_other_units_old_ones_and_those_over_are_not_named(office: Office) -> None:
    office.rectify(title=TITLE, unit="430623")
    over = office.rectify(title=TITLE)
    office.give(commands.cancel_case, "wang", case_id=over, reason="立错了")
    old = office.rectify(title=TITLE)
    assert [each.id for each in similar(office, TITLE)] == [old]
    office.clock.advance(timedelta(days=90))
    assert [each.id for each in similar(office, TITLE)] == [old]
    office.clock.advance(timedelta(days=1))
    assert similar(office, TITLE) == ()


def test_who_does_not_see_a_case_is_not_told_of_it(office: Office) -> None:
    office.rectify(title=TITLE)
    assert similar(office, TITLE, GROUNDS, person="hua") == ()
    seen = similar(office, TITLE, GROUNDS, person="xiao")
    assert not any(each.same_grounds for each in seen), "grounds are of the inner file"


def test_the_units_of_the_cases_one_opened_last_are_offered_again(office: Office) -> None:
    for unit in ("430621", "430623", "430621-1", "430623"):
        office.rectify(unit=unit)
        office.clock.advance(timedelta(minutes=1))
    with office.store.read() as session:
        recent = list_recent_units(
            session, engine=office.engine, clock=office.clock, actor=Actor("li")
        )
        others = list_recent_units(
            session, engine=office.engine, clock=office.clock, actor=Actor("chen")
        )
    assert [each.id for each in recent] == ["430623", "430621-1", "430621"]
    assert recent[0].name == "某乙县"
    assert others == ()


def test_units_out_of_reach_by_now_are_not_offered_again(office: Office) -> None:
    office.rectify(unit="430621")
    office.rectify(unit="430623")
    office.move("li", groups=("case_officer",), unit="430621")
    with office.store.read() as session:
        recent = list_recent_units(
            session, engine=office.engine, clock=office.clock, actor=Actor("li")
        )
    assert [each.id for each in recent] == ["430621"]


@pytest.mark.parametrize(
    "one, other, alike",
    [
        ("食堂安全整改", "食堂安全限期整改", True),
        ("某校食堂留样不规范", "某校食堂留样不规范（复查）", True),
        ("食堂安全整改", "校车安全整改", False),
        ("食堂", "食堂", True),
        ("", "", False),
    ],
)
def test_titles_are_alike_when_most_pairs_of_characters_are(
    one: str, other: str, alike: bool
) -> None:
    assert are_alike(one, other) is alike


@given(some.text(max_size=20), some.text(max_size=20))
def test_likeness_is_the_same_both_ways_and_between_none_and_one(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) in (0, 1)
