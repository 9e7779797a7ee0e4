"""Extending deadlines: by a command, by a service task, within cap and count."""

from __future__ import annotations

import pytest

from engine.commands import change_setting, extend_deadline
from engine.model.errors import InvalidArgument, InvalidState, NotFound, NotPermitted
from tests.cases.desk import Desk, local, refusal
from tests.cases.drawing import boundary, diagram, end, path, service, start, timer, user

CLOCKED = diagram(
    "clocked",
    start(),
    user("receipt", groups="respondent"),
    user("report", groups="respondent", due="${term}"),
    boundary("overdue", "report", timer("${term}", "timeDate"), interrupting=False),
    user("urge", groups="case_officer", due="3工作日"),
    user("plain", groups="case_officer", due="P3D"),
    end(),
    end("urged"),
    path("start", "receipt", "clock", "report", "end"),
    path("overdue", "urge", "plain", "urged"),
    '<manualTask id="clock"><extensionElements><camunda:inputOutput>'
    '<camunda:outputParameter name="term">${deadline("30日")}</camunda:outputParameter>'
    "</camunda:inputOutput></extensionElements></manualTask>",
)
BY_TASK = diagram(
    "by_task",
    start(),
    user("ask", "days:string", groups="respondent"),
    service("extend", "extend_deadline", variable="term", term="${days}"),
    user("report", groups="respondent", due="${term}"),
    end(),
    path("start", "clock", "ask", "extend", "report", "end"),
    '<manualTask id="clock"><extensionElements><camunda:inputOutput>'
    '<camunda:outputParameter name="term">${deadline("10工作日")}</camunda:outputParameter>'
    "</camunda:inputOutput></extensionElements></manualTask>",
)


@pytest.fixture
def clocked(desk: Desk) -> str:
    desk.deploy(CLOCKED)
    case_id = desk.open("clocked").case_id
    desk.complete("xiao", desk.one(case_id, "receipt").id)
    return case_id


def test_a_deadline_is_recorded_when_it_is_set(desk: Desk, clocked: str) -> None:
    (event,) = desk.events(clocked, "deadline_set")
    data = event["data"]
    assert data["variable"] == "term"  # type: ignore[index]
    assert data["deadline"]["term"] == "P30D"  # type: ignore[index]
    assert desk.one(clocked, "report").due_at == local("2026-04-01T23:59:59")


def test_everything_computed_from_a_deadline_follows_it(desk: Desk, clocked: str) -> None:
    work = desk.one(clocked, "report")
    done = desk.extend("wang", work_id=work.id, term="10日", reason="台风停工")
    # April 11th is a Saturday: the last day moves to Monday the 13th.
    assert done.due_at == "2026-04-13T15:59:59Z"
    assert desk.one(clocked, "report").due_at == local("2026-04-13T23:59:59")
    (row,) = desk.timers(clocked)
    assert row.due_at == local("2026-04-14T00:00:00")
    (event,) = desk.events(clocked, "deadline_extended")
    assert event["before"] == {"due_at": {"@": "t", "v": "2026-04-01T15:59:59+00:00"}}
    assert event["data"]["reason"] == "台风停工"  # type: ignore[index]
    assert event["data"]["approver"] == "wang"  # type: ignore[index]
    assert {"deadline_changed", "timer_moved"} <= set(desk.types(clocked))


def test_a_variable_may_be_named_instead(desk: Desk, clocked: str) -> None:
    done = desk.extend("zhao", case_id=clocked, variable="term", term="5日", reason="台风")
    assert done.due_at == "2026-04-07T15:59:59Z"  # the 6th is a holiday
    unknown = refusal(
        lambda: desk.extend("zhao", case_id=clocked, variable="no", term="5日", reason="台风")
    )
    assert isinstance(unknown, NotFound)
    nothing = refusal(lambda: desk.extend("zhao", term="5日", reason="台风"))
    assert isinstance(nothing, InvalidArgument)


def test_cap_and_count_hold(desk: Desk, clocked: str) -> None:
    work = desk.one(clocked, "report")
    above = refusal(lambda: desk.extend("wang", work_id=work.id, term="16日", reason="台风"))
    assert above.code == "extension_above_cap"
    desk.extend("wang", work_id=work.id, term="1日", reason="台风")
    again = refusal(lambda: desk.extend("wang", work_id=work.id, term="1日", reason="台风"))
    assert again.code == "extension_count"
    desk.give(change_setting, "wang", key="deadline.extension_times", value=2)
    desk.extend("wang", work_id=work.id, term="1日", reason="台风")


def test_officer_and_approver_are_checked(desk: Desk, clocked: str) -> None:
    work = desk.one(clocked, "report")

    def extend(person: str, **more: object) -> object:
        return desk.extend(person, work_id=work.id, term="1日", reason="台风", **more)

    for person, approver in (("li", None), ("xiao", "wang"), ("li", "chen"), ("li", "nobody")):
        more = {} if approver is None else {"approver": approver}
        refused = refusal(lambda person=person, more=more: extend(person, **more))  # type: ignore[misc]
        assert isinstance(refused, NotPermitted)
    extend("li", approver="wang")
    assert desk.events(clocked, "deadline_extended")[0]["data"]["approver"] == "wang"  # type: ignore[index]


def test_work_with_a_term_of_its_own_is_extended(desk: Desk, clocked: str) -> None:
    desk.advance(days=32)
    urge = desk.one(clocked, "urge")
    assert urge.due_at == local("2026-04-09T23:59:59")
    desk.extend("wang", work_id=urge.id, term="1工作日", reason="台风")
    assert desk.one(clocked, "urge").due_at == local("2026-04-10T23:59:59")
    desk.complete("li", urge.id)
    plain = desk.one(clocked, "plain")
    refused = refusal(lambda: desk.extend("wang", work_id=plain.id, term="1日", reason="台风"))
    assert isinstance(refused, InvalidState)
    assert refused.code == "no_deadline"


@pytest.mark.parametrize("term", ["", "五", "PT", "-3日", "3 天 4 小时"])
def test_a_term_that_is_none_is_refused(desk: Desk, clocked: str, term: str) -> None:
    work = desk.one(clocked, "report")
    refused = refusal(lambda: desk.extend("wang", work_id=work.id, term=term, reason="台风"))
    assert refused.code == "invalid_term"


def test_a_service_task_extends_within_the_cap(desk: Desk) -> None:
    desk.deploy(BY_TASK)
    case_id = desk.open("by_task").case_id
    desk.complete("xiao", desk.one(case_id, "ask").id, {"days": "5工作日"})
    assert desk.one(case_id, "report").due_at == local("2026-03-23T23:59:59")
    assert len(desk.events(case_id, "deadline_extended")) == 1
    above = desk.open("by_task").case_id
    desk.complete("xiao", desk.one(above, "ask").id, {"days": "6工作日"})
    (incident,) = desk.incidents(above)
    assert "二分之一" in incident.zh


def test_the_command_is_idempotent(desk: Desk, clocked: str) -> None:
    work = desk.one(clocked, "report")
    arguments = {"work_id": work.id, "term": "1日", "reason": "台风", "idempotency_key": "k"}
    first = desk.give(extend_deadline, "wang", **arguments)
    assert desk.give(extend_deadline, "wang", **arguments) == first


WRITTEN = diagram(
    "written",
    start(),
    user("report", groups="respondent", due="30日"),
    boundary("overdue", "report", timer("30日"), interrupting=False),
    boundary("remind", "report", timer("P5D"), interrupting=False),
    end(),
    end("e2"),
    end("e3"),
    path("start", "report", "end"),
    path("overdue", "e2"),
    path("remind", "e3"),
)


def test_a_timer_that_runs_out_with_the_due_date_follows_it(desk: Desk) -> None:
    desk.deploy(WRITTEN)
    case_id = desk.open("written").case_id
    before = {row.node: row.due_at for row in desk.timers(case_id)}
    desk.extend("wang", work_id=desk.one(case_id, "report").id, term="10日", reason="台风停工")
    after = {row.node: row.due_at for row in desk.timers(case_id)}
    assert before["overdue"] == local("2026-04-02T00:00:00")
    assert after == {"overdue": local("2026-04-14T00:00:00"), "remind": before["remind"]}
