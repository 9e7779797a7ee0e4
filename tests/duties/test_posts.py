"""A right reaches no further than the post that gives it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.commands import cancel_case, suspend_case
from engine.identity import Membership
from engine.model.errors import NotPermitted
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import diagram, end, path, start, user
from tests.duties.office import listed, put, today

SCHOOL = "430621-1"


def test_who_is_inspector_of_the_city_and_head_of_a_school_is_neither_elsewhere(desk: Desk) -> None:
    put(desk, "both", "430600", Membership("inspector"), Membership("respondent", unit=SCHOOL))
    desk.deploy(
        diagram(
            "visit",
            start(),
            user("look", groups="inspector"),
            user("answer", groups="respondent"),
            end(),
            path("start", "look", "answer", "end"),
        )
    )
    county = desk.open("visit", unit="430621").case_id
    school = desk.open("visit", unit=SCHOOL).case_id
    assert listed(desk, "both") == ["look", "look"]
    for case_id in (county, school):
        desk.complete("both", desk.one(case_id, "look").id)
    assert listed(desk, "both") == ["answer"]
    refused = refusal(lambda: desk.claim("both", desk.one(county, "answer").id))
    assert isinstance(refused, NotPermitted)
    assert "管辖范围" in refused.message
    desk.complete("both", desk.one(school, "answer").id)


def test_an_excluded_unit_excludes_whoever_has_any_post_in_it(desk: Desk) -> None:
    put(desk, "both", "430600", Membership("inspector"), Membership("respondent", unit=SCHOOL))
    desk.deploy(
        diagram(
            "check",
            start(),
            user("look", groups="inspector", excluded_units="${case.unit}"),
            end(),
            path("start", "look", "end"),
        )
    )
    case_id = desk.open("check", unit="430621").case_id
    assert listed(desk, "both") == []
    refused = refusal(lambda: desk.claim("both", desk.one(case_id, "look").id))
    assert isinstance(refused, NotPermitted)
    desk.complete("qian", desk.one(case_id, "look").id)


def test_work_that_names_a_person_is_reached_by_any_of_their_units(desk: Desk) -> None:
    put(desk, "both", "430623", Membership("inspector", unit="430621"))
    desk.deploy(
        diagram("named", start(), user("a", assignee="both"), end(), path("start", "a", "end"))
    )
    case_id = desk.open("named", unit=SCHOOL).case_id
    assert listed(desk, "both") == ["a"]
    desk.complete("both", desk.one(case_id, "a").id)


def test_a_command_is_for_the_units_of_the_post_that_allows_it(desk: Desk, approval: str) -> None:
    put(desk, "both", "430600", Membership("inspector"), Membership("leader", unit="430623"))
    refused = refusal(lambda: desk.give(suspend_case, "both", case_id=approval, reason="台风"))
    assert isinstance(refused, NotPermitted)
    put(desk, "both", "430623", Membership("leader", unit="430621"))
    desk.give(suspend_case, "both", case_id=approval, reason="台风")


@pytest.mark.parametrize("offset", [-1, 1])
def test_nobody_may_anything_without_a_post_in_force_today(
    desk: Desk, approval: str, offset: int
) -> None:
    day = today(desk) + timedelta(days=offset)
    put(desk, "wang", "430600", Membership("leader", day, day))
    work = desk.one(approval, "approve")
    for act in (
        lambda: desk.claim("wang", work.id),
        lambda: desk.complete("wang", work.id, {"approved": True}),
        lambda: desk.give(cancel_case, "wang", case_id=approval, reason="误立"),
        lambda: desk.open("approval", {"reason": "x"}, person="wang"),
        lambda: listed(desk, "wang"),
    ):
        refused = refusal(act)
        assert isinstance(refused, NotPermitted)
        assert "没有在任的职务" in refused.message
