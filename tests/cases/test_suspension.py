"""Suspending and resuming: clocks stand still and run on."""

from __future__ import annotations

from datetime import timedelta

from engine.commands import resume_case, suspend_case
from engine.model.errors import InvalidState, NotPermitted
from tests.cases.desk import Desk, local, refusal
from tests.cases.drawing import boundary, diagram, end, message, path, service, start, timer, user

CLOCKS = diagram(
    "clocks",
    start(),
    service("clock", "extend_nothing", {"term": '${deadline("10工作日")}'}),
    user("report", groups="respondent", due="${term}"),
    boundary("overdue", "report", timer("${term}", "timeDate"), interrupting=False),
    boundary("remind", "report", timer('${before(term, "3日")}', "timeDate"), interrupting=False),
    boundary("elapsed", "report", timer("P5D"), interrupting=False),
    boundary("called", "report", message("called"), interrupting=False),
    user("urge", groups="case_officer", due="P2D"),
    user("plan", groups="respondent", due="5工作日"),
    end(),
    end("e2"),
    end("e3"),
    end("e4"),
    end("e5"),
    path("start", "clock", "report", "end"),
    path("overdue", "e2"),
    path("remind", "urge", "e3"),
    path("elapsed", "e4"),
    path("called", "plan", "e5"),
    messages=("called",),
)


def clocks(desk: Desk) -> str:
    from engine.definitions import Handlers  # noqa: PLC0415 - only here

    object.__setattr__(desk.engine, "handlers", Handlers({"extend_nothing": lambda _: {}}))
    desk.deploy(CLOCKS)
    return desk.open("clocks").case_id


def dues(desk: Desk, case_id: str) -> dict[str, object]:
    return {row.node: row.due_at for row in desk.timers(case_id)}


def test_nothing_happens_while_the_clock_stands_still(desk: Desk) -> None:
    case_id = clocks(desk)
    desk.give(suspend_case, "li", case_id=case_id, reason="行政复议")
    assert all(row.paused for row in desk.timers(case_id))
    assert desk.case(case_id).suspended_at == desk.clock()
    assert desk.advance(days=60).fired == 0
    assert desk.types(case_id)[-1] == "case_suspended"


def test_deadlines_keep_what_remained_and_everything_computed_from_them_follows(
    desk: Desk,
) -> None:
    case_id = clocks(desk)
    assert desk.one(case_id, "report").due_at == local("2026-03-16T23:59:59")
    assert dues(desk, case_id) == {
        "overdue": local("2026-03-17T00:00:00"),
        "remind": local("2026-03-13T09:00:00"),
        "elapsed": local("2026-03-07T09:00:00"),
    }
    desk.clock.advance(timedelta(days=2))  # Wednesday, 8 of 10 working days remain
    desk.give(suspend_case, "li", case_id=case_id, reason="行政复议")
    desk.clock.advance(timedelta(days=30))  # Friday, April 3rd; 4th to 6th are a holiday
    desk.give(resume_case, "wang", case_id=case_id)
    assert desk.one(case_id, "report").due_at == local("2026-04-16T23:59:59")
    assert dues(desk, case_id) == {
        "overdue": local("2026-04-17T00:00:00"),
        "remind": local("2026-04-13T09:00:00"),
        "elapsed": local("2026-04-06T09:00:00"),
    }
    assert not any(row.paused for row in desk.timers(case_id))
    moved = desk.events(case_id, "timer_moved")
    assert {event["node"] for event in moved} == {"overdue", "remind", "elapsed"}
    assert all(event["before"] and event["after"] for event in moved)
    assert desk.case(case_id).suspended_at is None


def test_due_dates_of_their_own_move_too(desk: Desk) -> None:
    case_id = clocks(desk)
    desk.send("li", case_id, "called")
    desk.advance(days=12)
    plan, urge = desk.one(case_id, "plan"), desk.one(case_id, "urge")
    desk.give(suspend_case, "li", case_id=case_id, reason="行政复议")
    desk.clock.advance(timedelta(days=7))
    desk.give(resume_case, "li", case_id=case_id)
    assert urge.due_at is not None
    assert desk.one(case_id, "urge").due_at == urge.due_at + timedelta(days=7)
    assert desk.one(case_id, "plan").due_at == plan.due_at  # it had passed before
    desk.check(case_id)


def test_timers_run_on_after_the_case_was_resumed(desk: Desk) -> None:
    case_id = clocks(desk)
    desk.give(suspend_case, "li", case_id=case_id, reason="行政复议")
    desk.clock.advance(timedelta(days=30))
    desk.give(resume_case, "li", case_id=case_id)
    assert desk.sweep().fired == 0
    desk.advance(days=40)
    fired = [event["node"] for event in desk.events(case_id, "timer_fired")]
    assert fired == ["elapsed", "remind", "overdue"]


def test_suspending_twice_and_resuming_what_runs_are_refused(desk: Desk) -> None:
    case_id = clocks(desk)
    running = refusal(lambda: desk.give(resume_case, "li", case_id=case_id))
    assert isinstance(running, InvalidState)
    assert running.code == "not_suspended"
    desk.give(suspend_case, "li", case_id=case_id, reason="行政复议")
    again = refusal(lambda: desk.give(suspend_case, "li", case_id=case_id, reason="再"))
    assert again.code == "case_suspended"
    for act in (suspend_case, resume_case):
        refused = refusal(
            lambda act=act: desk.give(act, "xiao", case_id=case_id, reason="x")  # type: ignore[misc]
        )
        assert isinstance(refused, NotPermitted)


def test_suspended_twice_a_deadline_moves_twice(desk: Desk) -> None:
    case_id = clocks(desk)
    for _ in range(2):
        desk.give(suspend_case, "li", case_id=case_id, reason="行政复议")
        desk.clock.advance(timedelta(days=7))
        desk.give(resume_case, "li", case_id=case_id)
    assert desk.one(case_id, "report").due_at == local("2026-03-30T23:59:59")


TERMS = diagram(
    "terms",
    start(),
    user("report", groups="respondent", due="10工作日"),
    boundary("written", "report", timer("10工作日"), interrupting=False),
    boundary("computed", "report", timer('${"10" + "工作日"}'), interrupting=False),
    end(),
    end("e2"),
    end("e3"),
    path("start", "report", "end"),
    path("written", "e2"),
    path("computed", "e3"),
)


def test_a_timer_on_a_term_of_law_moves_as_the_due_date_of_the_same_term(desk: Desk) -> None:
    desk.deploy(TERMS)
    case_id = desk.open("terms").case_id
    desk.clock.advance(timedelta(days=2))
    desk.give(suspend_case, "li", case_id=case_id, reason="行政复议")
    desk.clock.advance(timedelta(days=30))
    desk.give(resume_case, "wang", case_id=case_id)
    assert desk.one(case_id, "report").due_at == local("2026-04-16T23:59:59")
    assert dues(desk, case_id) == {
        "written": local("2026-04-17T00:00:00"),
        "computed": local("2026-04-17T00:00:00"),
    }
