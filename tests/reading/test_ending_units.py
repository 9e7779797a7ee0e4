"""A unit that was dissolved or merged: when it may end, and what may no longer hang on it."""

from __future__ import annotations

from datetime import date

import pytest

from engine.commands.directory import (
    add_unit,
    change_unit,
    end_unit,
    grant_post,
    import_units,
    restore_unit,
)
from engine.commands.reading.directory import list_units, read_unit
from engine.identity import Membership, Unit
from engine.model.errors import InvalidState
from tests.cases.desk import refusal
from tests.cases.drawing import diagram, end, path, start, user
from tests.reading.house import House

NEW = Unit("430621-8", "某甲县第八中学", "430621", "school")
OPENED = diagram(
    "opened", start(), user("a", groups="case_officer"), end(), path("start", "a", "end")
)


@pytest.fixture
def school(house: House) -> str:
    """Return the code of a unit on which nothing hangs."""
    house.give(add_unit, "guan", unit=NEW)
    return NEW.code


def end_it(house: House, code: str, **more: object) -> None:
    house.give(end_unit, "guan", code=code, reason="并入第一中学", **more)


def test_an_ended_unit_keeps_its_name_and_says_what_took_its_place(
    house: House, school: str
) -> None:
    end_it(house, school, successor="430621-1")
    view = house.ask(read_unit, "li", code=school)
    assert (view.name, view.ended_on) == (NEW.name, date(2026, 3, 2))
    assert view.successor is not None
    assert view.successor.id == "430621-1"
    everybody = {each.code for each in house.ask(list_units, "li").rows}
    offered = {each.code for each in house.ask(list_units, "li", goes_on=True).rows}
    assert everybody - offered == {school}
    assert refusal(lambda: end_it(house, school)).code == "unit_ended"


def test_what_hangs_on_a_unit_is_named_and_nothing_happens(house: House, school: str) -> None:
    house.deploy(OPENED)
    house.open("opened", unit=school, title="第八中学案")
    house.give(grant_post, "guan", person="xiao", post=Membership("respondent", unit=school))
    house.give(add_unit, "guan", unit=Unit("430621-81", "分校", school))
    refused = refusal(lambda: end_it(house, school))
    assert isinstance(refused, InvalidState)
    assert refused.code == "unit_in_use"
    said = [each.zh for each in refused.errors]
    assert said == [
        "在办案件：未编号 第八中学案",
        "在职或有职务的人员：xiao某（xiao）",
        "下级单位：分校（430621-81）",
    ]
    assert [each.path for each in refused.errors] == ["cases", "people", "units"]
    assert house.ask(read_unit, "li", code=school).ended_on is None


def test_nothing_new_hangs_on_an_ended_unit(house: House, school: str) -> None:
    house.deploy(OPENED)
    end_it(house, school)
    below = Unit("430621-82", "又一分校", school)
    post = Membership("respondent", unit=school)
    for act in (
        lambda: house.open("opened", unit=school),
        lambda: house.give(add_unit, "guan", unit=below),
        lambda: house.give(change_unit, "guan", code="430621-1", changes={"parent": school}),
        lambda: house.give(grant_post, "guan", person="xiao", post=post),
    ):
        assert refusal(act).code == "unit_ended"
    # A list says nothing of how units ended, and does not bring one back.
    house.give(import_units, "guan", units=(Unit(school, "第八中学", "430621", "school"),))
    view = house.ask(read_unit, "li", code=school)
    assert (view.name, view.ended_on is None) == ("第八中学", False)


@pytest.mark.parametrize(
    "more", [{"on": date(2026, 3, 3)}, {"successor": NEW.code}, {"successor": "nowhere"}]
)
def test_a_unit_ends_neither_in_the_future_nor_into_itself(
    house: House, school: str, more: dict[str, object]
) -> None:
    assert refusal(lambda: end_it(house, school, **more)).code == "invalid_directory"


def test_only_who_keeps_the_unit_ends_it_and_says_why(house: House, school: str) -> None:
    assert (
        refusal(lambda: house.give(end_unit, "li", code=school, reason="合并")).code
        == "not_permitted"
    )
    assert (
        refusal(lambda: house.give(end_unit, "guan", code=school, reason=" ")).code
        == "reason_required"
    )
    assert house.ask(read_unit, "li", code=school).ended_on is None


def restore(house: House, code: str, who: str = "guan", reason: str = "文件看错了") -> None:
    house.give(restore_unit, who, code=code, reason=reason)


def test_an_end_that_was_a_mistake_is_undone_and_everything_may_hang_on_the_unit_again(
    house: House, school: str
) -> None:
    before = house.ask(read_unit, "li", code=school)
    end_it(house, school, successor="430621-1")
    restore(house, school)
    assert house.ask(read_unit, "li", code=school) == before
    assert school in {each.code for each in house.ask(list_units, "li", goes_on=True).rows}
    house.deploy(OPENED)
    house.open("opened", unit=school, title="第八中学案")
    house.give(add_unit, "guan", unit=Unit("430621-81", "分校", school))
    ended, restored = (
        next(each for each in reversed(house.history()) if each.type == kind)
        for kind in ("unit_ended", "unit_restored")
    )
    assert (restored.person, restored.members()["data"]) == ("guan", {"reason": "文件看错了"})
    assert restored.members()["before"] == ended.members()["after"]
    assert restored.members()["after"] == ended.members()["before"]


def test_a_restored_unit_can_end_again(house: House, school: str) -> None:
    end_it(house, school, successor="430621-1")
    restore(house, school)
    end_it(house, school, on=date(2026, 2, 1))
    view = house.ask(read_unit, "li", code=school)
    assert (view.ended_on, view.successor) == (date(2026, 2, 1), None)


def test_a_unit_is_not_restored_below_one_that_has_ended(house: House, school: str) -> None:
    house.give(add_unit, "guan", unit=Unit("430621-81", "分校", school))
    end_it(house, "430621-81")
    end_it(house, school)
    refused = refusal(lambda: restore(house, "430621-81"))
    assert isinstance(refused, InvalidState)
    assert refused.code == "upper_unit_ended"
    assert "先恢复上级单位" in refused.message
    restore(house, school)
    restore(house, "430621-81")
    assert house.ask(read_unit, "li", code="430621-81").ended_on is None


def test_only_a_keeper_restores_with_a_reason_what_has_ended(house: House, school: str) -> None:
    assert refusal(lambda: restore(house, school)).code == "unit_goes_on"
    end_it(house, school)
    assert refusal(lambda: restore(house, school, "li")).code == "not_permitted"
    assert refusal(lambda: restore(house, school, reason=" ")).code == "reason_required"
    stale = {"code": school, "reason": "误", "expected": "other"}
    assert refusal(lambda: house.give(restore_unit, "guan", **stale)).code == "precondition_failed"
    assert house.ask(read_unit, "li", code=school).ended_on is not None
