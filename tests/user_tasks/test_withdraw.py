"""Withdrawing a completion as long as nobody has acted on it."""

from __future__ import annotations

from engine.model.errors import InvalidState, NotPermitted
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import (
    boundary,
    diagram,
    end,
    message,
    path,
    service,
    start,
    timer,
    user,
)


def test_a_withdrawn_task_is_open_again_and_all_is_as_before(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    timers = [(row.aid, row.node, row.due_at) for row in desk.timers(approval)]
    variables = desk.variables(approval)
    desk.complete("wang", work.id, {"approved": True})
    assert desk.nodes(approval) == ["respond"]
    held = desk.withdraw("wang", work.id)
    assert held.work_id == work.id
    assert desk.one(approval, "approve") == work
    assert [(row.aid, row.node, row.due_at) for row in desk.timers(approval)] == timers
    assert desk.variables(approval) == variables
    assert desk.case(approval).due_at == work.due_at
    (event,) = desk.events(approval, "task_withdrawn")
    assert (event["person"], event["node"]) == ("wang", "approve")
    desk.complete("zhao", work.id, {"approved": True})


def test_numbers_of_activities_are_not_used_again(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.complete("wang", work.id, {"approved": True})
    taken_back = desk.one(approval, "respond").aid
    desk.withdraw("wang", work.id)
    desk.complete("wang", work.id, {"approved": True})
    assert desk.one(approval, "respond").aid > taken_back


def test_who_was_told_is_told_again(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.complete("wang", work.id, {"approved": True})
    desk.withdraw("wang", work.id)
    (notice,) = [row for row in desk.outbox(approval) if row.kind == "task_withdrawn"]
    assert notice.audience == {"groups": ["respondent"], "unit": "430621"}


def test_only_who_completed_it_withdraws(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.complete("wang", work.id, {"approved": True})
    assert isinstance(refusal(lambda: desk.withdraw("zhao", work.id)), NotPermitted)


def test_nothing_is_withdrawn_after_a_claim(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    desk.complete("wang", work.id, {"approved": True})
    desk.claim("xiao", desk.one(approval, "respond").id)
    refused = refusal(lambda: desk.withdraw("wang", work.id))
    assert isinstance(refused, InvalidState)
    assert refused.code == "not_withdrawable"


def test_nothing_is_withdrawn_twice_or_before_it_was_done(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    assert isinstance(refusal(lambda: desk.withdraw("wang", work.id)), InvalidState)
    desk.complete("wang", work.id, {"approved": True})
    desk.withdraw("wang", work.id)
    assert isinstance(refusal(lambda: desk.withdraw("wang", work.id)), InvalidState)


def test_only_the_last_step_is_withdrawn(desk: Desk, approval: str) -> None:
    first = desk.one(approval, "approve")
    draft = first.aid - 1
    desk.complete("wang", first.id, {"approved": False})
    refused = refusal(lambda: desk.withdraw("li", f"{approval}.{draft}"))
    assert isinstance(refused, InvalidState)


def test_a_timer_that_fired_since_stands_in_the_way(desk: Desk) -> None:
    desk.deploy(
        diagram(
            "timed",
            start(),
            user("a", groups="leader"),
            user("b", groups="respondent"),
            boundary("late", "b", timer("P1D"), interrupting=False),
            user("c", groups="leader"),
            end(),
            end("end2"),
            path("start", "a", "b", "end"),
            path("late", "c", "end2"),
        )
    )
    case_id = desk.open("timed").case_id
    work = desk.one(case_id, "a")
    desk.complete("wang", work.id)
    desk.advance(days=2)
    assert isinstance(refusal(lambda: desk.withdraw("wang", work.id)), InvalidState)


IRREVOCABLE = diagram(
    "irrevocable",
    start(),
    user("a", groups="leader"),
    service("number", "allocate_number", series="某教督整"),
    user("b", groups="leader", withdraw="no"),
    user("c", groups="leader"),
    boundary("called", "c", message("recall")),
    user("d", groups="leader"),
    end(),
    end("end2"),
    path("start", "a", "number", "b", "c", "d", "end"),
    path("called", "end2"),
    messages=("recall",),
)


def test_what_cannot_be_undone_is_not_withdrawn(desk: Desk) -> None:
    desk.deploy(IRREVOCABLE)
    case_id = desk.open("irrevocable").case_id
    numbered = desk.one(case_id, "a")
    desk.complete("wang", numbered.id)
    assert isinstance(refusal(lambda: desk.withdraw("wang", numbered.id)), InvalidState)
    forbidden = desk.one(case_id, "b")
    desk.complete("wang", forbidden.id)
    assert isinstance(refusal(lambda: desk.withdraw("wang", forbidden.id)), InvalidState)
    waiting = desk.one(case_id, "c")
    desk.complete("wang", waiting.id)
    assert desk.waits(case_id) == []
    desk.withdraw("wang", waiting.id)
    assert [row.message for row in desk.waits(case_id)] == ["recall"]
    desk.send("li", case_id, "recall")
    assert desk.case(case_id).status == "closed"


def test_the_end_of_a_case_is_not_withdrawn(desk: Desk) -> None:
    desk.deploy(
        diagram("short", start(), user("a", groups="leader"), end(), path("start", "a", "end"))
    )
    case_id = desk.open("short").case_id
    work = desk.one(case_id, "a")
    desk.complete("wang", work.id)
    assert isinstance(refusal(lambda: desk.withdraw("wang", work.id)), InvalidState)
