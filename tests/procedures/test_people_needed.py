"""How few people can carry each shipped procedure through, counted by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dudao.composition import case_types
from engine.diagram.people_needed import PeopleNeeded, people_needed
from tests.procedures.shipped import KEYS, procedure


def needed(key: str) -> PeopleNeeded:
    known = case_types().settings
    values: Mapping[str, object] = {name: known.value(name) for name in known.known}
    (found,) = people_needed(procedure(key).diagram, settings=values)
    return found


# Each group that alone may perform something needs one person when nobody is in two groups; what
# comes on top is reasoned below. With several groups each, only the rules count.
BY_HAND = {
    # Leader, director, case officer, respondent: one each. Two verify an item (the setting
    # rectification.verifiers), from inspectors and case officers, apart from each other: the case
    # officer and an inspector, who also looks back. With several groups: who opens, who approves
    # the notice and who reviews an objection to it are three people.
    "rectification": (
        5,
        {"leader": 1, "director": 1, "case_officer": 1, "respondent": 1, "inspector": 1},
        3,
    ),
    # Case officer, leader (or director: every task of a leader names both), respondent. Who
    # approves and signs is not who opened and drafted. Who hosts follows from the level's table.
    "interview": (3, {"leader": 1, "case_officer": 1, "respondent": 1}, 2),
    # Who redacts, secrecy, editor, section head, a leader: none may take another's step, which
    # makes five whatever their groups. An objection is verified by another case officer (or an
    # inspector) than who redacted, and decided by another leader than who signed: seven.
    "announcement": (
        7,
        {"case_officer": 2, "secrecy_officer": 1, "editor": 1, "section_head": 1, "leader": 2},
        5,
    ),
    # Case officer, leader, director, respondent, member unit, appeal officer: six. A review is
    # handled by a case officer or inspector, and decided by a leader or director, who had no part
    # in the case: two more. With several groups: who investigates, who decides to start and
    # approves, who handles the review, who decides it, who decides the appeal.
    "accountability": (
        8,
        {
            "case_officer": 2,
            "leader": 2,
            "director": 1,
            "respondent": 1,
            "member_unit": 1,
            "appeal_officer": 1,
        },
        5,
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_the_fewest_people_are_those_counted_by_hand(key: str) -> None:
    least, groups, several = BY_HAND[key]
    found = needed(key)
    assert found.one_group is not None
    assert found.several is not None
    assert (found.one_group.people, found.several.people) == (least, several)
    assert dict(found.one_group.by_group) == groups
    assert found.one_group.is_exact
    assert found.several.is_exact


def test_the_fact_names_the_rules_behind_the_number() -> None:
    found = needed("announcement")
    (leaders,) = [each for each in found.reasons if each.group == "leader"]
    assert set(leaders.activities) == {"third_proof", "decide_objection"}
    assert ("decide_objection", "third_proof") in leaders.rules
    said = found.zh({"leader": "分管领导"})
    assert said.startswith("至少需要7人：")
    assert "分管领导2" in said
    assert "“三审三校并签发”“审定异议答复”须由不同的人办理" in said


def test_what_is_only_known_when_a_case_runs_is_said() -> None:
    found = needed("interview")
    assert found.uncounted == ("confirm_minutes",)
    assert "hold_meeting" in found.unknown
    assert "每多一个实例多1人" in found.zh({})
    assert "不能静态判断" in found.zh({})
