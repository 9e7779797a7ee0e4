"""Messages from outside, correlated by case."""

from __future__ import annotations

from engine.commands import suspend_case
from engine.model.case import SYSTEM
from engine.model.errors import InvalidArgument, InvalidState, NotPermitted
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import boundary, catch, diagram, end, message, path, start, user

OBJECTION = diagram(
    "objection",
    start(),
    user("report", groups="respondent"),
    boundary("objected", "report", message("objection"), interrupting=False),
    user("answer", groups="case_officer"),
    catch("published", message("published"), senders="leader, director"),
    end(),
    end("answered"),
    path("start", "report", "published", "end"),
    path("objected", "answer", "answered"),
    messages=("objection", "published"),
)


def test_a_message_reaches_the_case_it_is_for(desk: Desk) -> None:
    desk.deploy(OBJECTION)
    first, second = desk.open("objection").case_id, desk.open("objection").case_id
    sent = desk.send("li", first, "objection", payload={"理由": "测量有误"})
    assert sent.taken
    assert desk.nodes(first) == ["answer", "report"]
    assert desk.nodes(second) == ["report"]
    assert desk.variables(first)["理由"] == "测量有误"
    (event,) = desk.events(first, "message_received")
    assert event["data"]["payload"] == {"理由": "测量有误"}  # type: ignore[index]


def test_a_wait_that_goes_on_takes_the_next_message_too(desk: Desk) -> None:
    desk.deploy(OBJECTION)
    case_id = desk.open("objection").case_id
    for _ in range(3):
        desk.send("li", case_id, "objection")
    assert desk.nodes(case_id) == ["answer"] * 3 + ["report"]


def test_a_message_nobody_waits_for_is_refused(desk: Desk) -> None:
    desk.deploy(OBJECTION)
    case_id = desk.open("objection").case_id
    refused = refusal(lambda: desk.send("li", case_id, "nothing"))
    assert isinstance(refused, InvalidState)
    assert refused.code == "message_not_expected"


def test_the_diagram_may_say_who_sends(desk: Desk) -> None:
    desk.deploy(OBJECTION)
    case_id = desk.open("objection").case_id
    desk.complete("xiao", desk.one(case_id, "report").id)
    assert isinstance(refusal(lambda: desk.send("li", case_id, "published")), NotPermitted)
    assert desk.send("wang", case_id, "published").status == "closed"


def test_the_system_may_send_and_others_need_permission(desk: Desk) -> None:
    desk.deploy(OBJECTION)
    case_id = desk.open("objection").case_id
    assert isinstance(refusal(lambda: desk.send("hua", case_id, "objection")), NotPermitted)
    assert desk.send(SYSTEM.person, case_id, "objection").taken


def test_what_a_message_carries_is_checked(desk: Desk) -> None:
    desk.deploy(OBJECTION)
    case_id = desk.open("objection").case_id
    refused = refusal(lambda: desk.send("li", case_id, "objection", payload={"a b": 1}))
    assert isinstance(refused, InvalidArgument)


def test_a_suspended_case_takes_no_message(desk: Desk) -> None:
    desk.deploy(OBJECTION)
    case_id = desk.open("objection").case_id
    desk.give(suspend_case, "li", case_id=case_id, reason="等待")
    assert refusal(lambda: desk.send("li", case_id, "objection")).code == "case_suspended"
