"""Who opened a case that a diagram opened: whoever opened the first one."""

from __future__ import annotations

import pytest

from tests.cases.desk import Desk, refusal
from tests.cases.drawing import diagram, end, path, service, start, user

CHILD = diagram(
    "child",
    start(),
    user("approve", groups="leader,case_officer", separate_from="start"),
    end(),
    path("start", "approve", "end"),
)
PARENT = diagram(
    "parent",
    start(),
    user("decide", groups="leader", separate_from="start"),
    service("follow", "open_linked_case", process="child", title="后续"),
    end(),
    path("start", "decide", "follow", "end"),
)


@pytest.fixture
def child(desk: Desk) -> str:
    """Return a case that the step of a leader opened."""
    desk.deploy(CHILD, PARENT)
    case_id = desk.open("parent").case_id
    desk.complete("wang", desk.one(case_id, "decide").id)
    (linked,) = desk.linked(case_id)
    return linked.id


def test_whoever_opened_the_first_case_opened_the_linked_one(desk: Desk, child: str) -> None:
    assert desk.case(child).opened_by == "li"
    (event,) = desk.events(child, "case_opened")
    assert event["person"] == "wang"
    refused = refusal(lambda: desk.complete("li", desk.one(child, "approve").id))
    assert "职责分离" in refused.message


def test_one_leader_can_decide_in_both(desk: Desk, child: str) -> None:
    desk.complete("wang", desk.one(child, "approve").id)
    assert desk.case(child).status == "closed"
