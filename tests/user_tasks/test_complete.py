"""Completing user tasks."""

from __future__ import annotations

from tests.cases.desk import Desk
from tests.user_tasks.diagrams import APPROVAL


def test_completing_a_task_leads_to_the_next_one(desk: Desk) -> None:
    desk.deploy(APPROVAL)
    opened = desk.open("approval", {"reason": "留样不全"})
    draft = desk.one(opened.case_id, "draft")
    assert draft.assignee == "li"
    done = desk.complete("li", draft.id, {"text": "限期整改"})
    assert (done.status, done.version) == ("open", opened.version + 1)
    assert desk.nodes(opened.case_id) == ["approve"]
