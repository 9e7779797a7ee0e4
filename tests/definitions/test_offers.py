"""To whom an activity may be offered, as its diagram says."""

from __future__ import annotations

import pytest

from engine.definitions.offers import offers_of
from engine.diagram.reader import read_diagram
from tests.cases.drawing import diagram, end, path, start, user

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
    process = read_diagram(source).process("p")
    assert process is not None
    offers = {each.node: each for each in offers_of(process.scope.nodes.values())}
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
