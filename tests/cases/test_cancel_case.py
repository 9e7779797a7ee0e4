"""Cancelling a case."""

from __future__ import annotations

from engine.commands import cancel_case, suspend_case
from engine.model.errors import InvalidState, NotFound, NotPermitted
from tests.cases.desk import Desk, refusal
from tests.user_tasks.diagrams import APPROVAL


def test_everything_that_waits_is_canceled(desk: Desk) -> None:
    desk.deploy(APPROVAL)
    case_id = desk.open("approval").case_id
    desk.complete("li", desk.one(case_id, "draft").id, {"text": "限期整改"})
    done = desk.give(cancel_case, "li", case_id=case_id, reason="重复立案")
    assert done.status == "canceled"
    case = desk.case(case_id)
    assert (case.ended_at, case.end_code, case.due_at) == (desk.clock(), "canceled", None)
    assert {"timer_canceled", "task_canceled", "case_canceled"} <= set(desk.types(case_id))
    (event,) = desk.events(case_id, "case_canceled")
    assert event["data"] == {"reason": "重复立案"}
    desk.advance(days=30)
    assert desk.types(case_id)[-1] == "case_canceled"


def test_candidates_are_told(desk: Desk) -> None:
    desk.deploy(APPROVAL)
    case_id = desk.open("approval").case_id
    desk.give(cancel_case, "li", case_id=case_id, reason="重复立案")
    told = {row.kind: row.audience for row in desk.outbox(case_id)}
    assert told["task_canceled"] == told["case_canceled"] == {"people": ["li"]}


def test_a_reason_and_a_permission_are_needed(desk: Desk) -> None:
    desk.deploy(APPROVAL)
    case_id = desk.open("approval").case_id
    no_reason = refusal(lambda: desk.give(cancel_case, "li", case_id=case_id, reason=" "))
    assert no_reason.code == "reason_required"
    for person in ("xiao", "hua", "qian", "nobody"):
        refused = refusal(
            lambda person=person: desk.give(cancel_case, person, case_id=case_id, reason="x")  # type: ignore[misc]
        )
        assert isinstance(refused, NotPermitted)
    assert desk.case(case_id).status == "open"


def test_an_ended_case_is_not_canceled(desk: Desk) -> None:
    desk.deploy(APPROVAL)
    case_id = desk.open("approval").case_id
    desk.give(cancel_case, "li", case_id=case_id, reason="重复立案")
    refused = refusal(lambda: desk.give(cancel_case, "li", case_id=case_id, reason="再来"))
    assert isinstance(refused, InvalidState)
    assert refused.code == "case_canceled"
    missing = refusal(lambda: desk.give(cancel_case, "li", case_id="no", reason="x"))
    assert isinstance(missing, NotFound)


def test_a_suspended_case_may_be_canceled(desk: Desk) -> None:
    desk.deploy(APPROVAL)
    case_id = desk.open("approval").case_id
    desk.give(suspend_case, "li", case_id=case_id, reason="等待")
    assert desk.give(cancel_case, "li", case_id=case_id, reason="撤销").status == "canceled"
