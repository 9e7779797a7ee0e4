"""To whom an activity may be offered, as its diagram says."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.definitions.offers import offers_in
from engine.definitions.published import walk
from engine.diagram.reader import read_diagram
from tests.cases.drawing import diagram, end, path, start, user

SHIPPED = Path(__file__).parents[2] / "bpmn"
NODES = ("named", "grouped", "reckoned", "assigned")


@pytest.fixture(scope="module")
def reached() -> dict[str, dict[str, bool]]:
    source = diagram(
        "p",
        start(),
        user("named", users="li, wang"),
        user("grouped", groups="leader, inspector"),
        user("reckoned", groups="${level_rule.approver}"),
        user("assigned", assignee="li"),
        end(),
        path("start", *NODES, "end"),
    )
    offers = {each.node: each for each in offers_in(source)}
    people = {"li": (), "zhao": ("leader",), "sun": ("respondent",)}
    return {
        person: {node: offers[node].reaches(person, groups) for node in NODES if node in offers}
        for person, groups in people.items()
    }


def test_work_is_offered_by_name_and_by_group(reached: dict[str, dict[str, bool]]) -> None:
    assert reached["li"] == {"named": True, "grouped": False, "reckoned": True}
    assert reached["zhao"] == {"named": False, "grouped": True, "reckoned": True}


def test_what_an_expression_yields_may_be_anybody(reached: dict[str, dict[str, bool]]) -> None:
    assert reached["sun"] == {"named": False, "grouped": False, "reckoned": True}


def test_what_has_an_assignee_alone_is_offered_to_nobody(
    reached: dict[str, dict[str, bool]],
) -> None:
    assert "assigned" not in reached["li"]


@pytest.mark.parametrize("file", sorted(SHIPPED.rglob("*.bpmn")), ids=lambda each: each.stem)
def test_the_shipped_diagrams_offer_what_they_are_read_to_offer(file: Path) -> None:
    source = file.read_bytes()
    offers = {each.node: (each.groups, each.users) for each in offers_in(source)}
    assert offers == {
        node.id: (words(node.candidate_groups), words(node.candidate_users))
        for process in read_diagram(source).processes
        for node in walk(process.scope)
        if node.candidate_groups or node.candidate_users
    }


def words(listed: str) -> frozenset[str]:
    return frozenset(each.strip() for each in listed.split(",") if each.strip())
