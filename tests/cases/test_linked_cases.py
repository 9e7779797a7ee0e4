"""Cases opened by other cases."""

from __future__ import annotations

from engine.commands import cancel_case
from tests.cases.desk import Desk
from tests.cases.drawing import (
    boundary,
    catch,
    diagram,
    end,
    extended,
    message,
    path,
    props,
    service,
    start,
    subprocess,
    timer,
    user,
)

PARENT = diagram(
    "rectify",
    start(),
    user("report", groups="respondent"),
    boundary("late", "report", timer("P10D"), interrupting=False),
    service(
        "escalate",
        "open_linked_case",
        {"linked": "${linked_reference}"},
        process="interview",
        title='${"约谈：" + case.title}',
        cause="逾期",
    ),
    catch("interviewed", message("case_closed")),
    user("note", groups="case_officer"),
    end(),
    end("noted"),
    path("start", "report", "end"),
    path("late", "escalate", "interviewed", "note", "noted"),
    messages=("case_closed",),
)
CHILD = diagram(
    "interview",
    start(),
    user("talk", "result:string", groups="leader"),
    end(),
    path("start", "talk", "end"),
    properties=extended(props(reference_series="某教督约")),
)
INSTANT = diagram("interview", start(), end("done"), path("start", "done"))


def test_a_case_opens_another_and_hears_when_it_ends(desk: Desk) -> None:
    desk.deploy(CHILD, PARENT)
    parent = desk.open("rectify").case_id
    desk.advance(days=10)
    (child,) = desk.linked(parent)
    assert (child.key, child.unit, child.title) == ("interview", "430621", "约谈：某校食堂安全整改")
    assert child.reference == "某教督约〔2026〕1号"
    assert desk.variables(parent)["linked"] == "某教督约〔2026〕1号"
    assert desk.variables(child.id)["cause"] == "逾期"
    (opened,) = desk.events(child.id, "case_opened")
    assert opened["data"]["parent"] == parent  # type: ignore[index]
    assert len(desk.events(parent, "linked_case_opened")) == 1
    desk.complete("wang", desk.one(child.id, "talk").id, {"result": "限期改正"})
    desk.check(parent)
    assert desk.nodes(parent) == ["note", "report"]
    (heard,) = desk.events(parent, "message_received")
    payload = {
        "process": "interview",
        "reference": child.reference,
        "result": "限期改正",
        "linked_case": child.id,
    }
    assert heard["data"]["payload"] == payload  # type: ignore[index]
    (ended,) = desk.events(parent, "linked_case_ended")
    assert ended["data"] == {**payload, "status": "closed"}


def test_a_linked_case_that_ends_at_once_is_heard_of_too(desk: Desk) -> None:
    desk.deploy(INSTANT, PARENT)
    parent = desk.open("rectify").case_id
    desk.advance(days=10)
    (child,) = desk.linked(parent)
    assert child.status == "closed"
    desk.check(parent)
    desk.check(child.id)
    assert desk.nodes(parent) == ["note", "report"]


def test_a_canceled_linked_case_is_heard_of(desk: Desk) -> None:
    desk.deploy(CHILD, PARENT)
    parent = desk.open("rectify").case_id
    desk.advance(days=10)
    (child,) = desk.linked(parent)
    desk.give(cancel_case, "li", case_id=child.id, reason="不必约谈")
    desk.check(parent)
    assert desk.variables(parent)["result"] == "canceled"


def test_the_end_of_a_linked_case_does_not_disturb_an_ended_one(desk: Desk) -> None:
    desk.deploy(CHILD, PARENT)
    parent = desk.open("rectify").case_id
    desk.advance(days=10)
    (child,) = desk.linked(parent)
    desk.give(cancel_case, "li", case_id=parent, reason="撤销")
    desk.complete("wang", desk.one(child.id, "talk").id, {"result": "x"})
    desk.check(parent)
    assert desk.types(parent)[-1] == "linked_case_ended"
    assert desk.case(parent).status == "canceled"


def test_what_cannot_be_opened_is_an_incident(desk: Desk) -> None:
    desk.deploy(PARENT)
    parent = desk.open("rectify").case_id
    desk.advance(days=10)
    (incident,) = desk.incidents(parent)
    assert "interview" in incident.zh
    assert desk.linked(parent) == []


MANY = diagram(
    "rectify",
    start(),
    subprocess(
        "items",
        '<startEvent id="begin"/>',
        service("escalate", "open_linked_case", process="interview", cause="${loop.index}"),
        catch("interviewed", message("case_closed"), correlation="${linked_case}"),
        user("note", groups="case_officer"),
        end("noted"),
        path("begin", "escalate", "interviewed", "note", "noted"),
        loop="<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
        "</multiInstanceLoopCharacteristics>",
    ),
    end(),
    path("start", "items", "end"),
    messages=("case_closed",),
)


def test_each_wait_hears_of_the_linked_case_it_opened(desk: Desk) -> None:
    desk.deploy(CHILD, MANY)
    parent = desk.open("rectify").case_id
    children = sorted(desk.linked(parent), key=lambda case: str(desk.variables(case.id)["cause"]))
    noted: list[int] = []
    for number in (2, 3, 1):
        child = children[number - 1]
        desk.complete("wang", desk.one(child.id, "talk").id, {"result": "限期改正"})
        desk.check(parent)
        noted.append(number)
        assert sorted(work.item or work.part or 0 for work in desk.work(parent)) == sorted(noted)
