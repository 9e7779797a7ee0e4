"""What steps say of due dates that move, of cases that stand still, of work that changes hands."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from engine.commands import assign, delegate, move_timer, resume_case, suspend_case
from engine.definitions import Handlers
from engine.model.message_words import words_of
from engine.store.rows import OutboxRow
from tests.cases.desk import Desk
from tests.cases.drawing import boundary, diagram, end, path, service, start, timer, user

CASE = diagram(
    "case",
    start(),
    '<parallelGateway id="split"/>',
    '<parallelGateway id="join"/>',
    service("clock", "extend_nothing", {"term": '${deadline("10工作日")}'}),
    user("report", groups="respondent", due="${term}"),
    boundary("near", "report", timer('${before(term, "3工作日")}', "timeDate"), interrupting=False),
    user("check", groups="case_officer", due="20工作日"),
    end(),
    end("e"),
    path("start", "clock", "split", "report", "join", "end"),
    path("split", "check", "join"),
    path("near", "e"),
)


def opened(desk: Desk) -> str:
    object.__setattr__(desk.engine, "handlers", Handlers({"extend_nothing": lambda _: {}}))
    desk.deploy(CASE)
    case_id = desk.open("case").case_id
    desk.clock.advance(timedelta(hours=1))
    return case_id


def said(desk: Desk, case_id: str, kind: str) -> list[OutboxRow]:
    return [each for each in desk.outbox(case_id) if each.kind == kind]


def told(messages: list[OutboxRow]) -> list[tuple[list[str], list[str]]]:
    found = [cast("dict[str, list[str]]", each.audience) for each in messages]
    return sorted((each.get("people", []), each.get("groups", [])) for each in found)


def words(desk: Desk, message: OutboxRow) -> tuple[str, str]:
    kind = desk.engine.message_kinds.kind(message.kind)
    found = words_of(kind, message.kind, message.body, case="食堂留样", reference="整1号")
    return found.zh, found.en


def test_a_suspension_is_told_to_whoever_may_do_the_work_and_to_the_opener(desk: Desk) -> None:
    case_id = opened(desk)
    desk.give(suspend_case, "wang", case_id=case_id, reason="等待鉴定")
    messages = said(desk, case_id, "case_suspended")
    assert told(messages) == [(["li"], ["respondent", "case_officer"])]
    zh, en = words(desk, messages[0])
    assert zh == "案件“食堂留样”（整1号）已中止，各项期限停止计算，恢复前不必办理。理由：等待鉴定。"
    assert "“等待鉴定”" in en


def test_who_holds_work_is_named_and_who_suspends_is_not_told(desk: Desk) -> None:
    case_id = opened(desk)
    desk.claim("chen", desk.one(case_id, "check").id)
    desk.give(suspend_case, "li", case_id=case_id, reason="等待鉴定")
    assert told(said(desk, case_id, "case_suspended")) == [(["chen"], ["respondent"])]


def test_resuming_is_told_once_and_not_once_more_for_each_due_date_that_moves(desk: Desk) -> None:
    case_id = opened(desk)
    before = {row.node: row.due_at for row in desk.work(case_id)}
    desk.give(suspend_case, "li", case_id=case_id, reason="等待鉴定")
    desk.advance(days=14)
    desk.give(resume_case, "wang", case_id=case_id)
    assert all(row.due_at != before[row.node] for row in desk.work(case_id))
    assert len(said(desk, case_id, "case_resumed")) == 1
    assert said(desk, case_id, "deadline_changed") == []


def test_an_extension_is_told_to_whoever_does_the_work_with_the_day_and_the_reason(
    desk: Desk,
) -> None:
    case_id = opened(desk)
    desk.extend(
        "chen", work_id=desk.one(case_id, "report").id, term="3工作日", reason="天气",
        approver="wang",
    )  # fmt: skip
    messages = said(desk, case_id, "deadline_changed")
    assert told(messages) == [([], ["respondent"]), (["li"], [])]
    assert words(desk, messages[0])[0] == (
        "“report”的期限改为2026年3月19日（星期四）（原为2026年3月16日）（整1号）。理由：天气。"
    )
    assert words(desk, messages[0])[1] == (
        "“report” is due on 19 March 2026 now, instead of 16 March 2026. Case: 整1号 “食堂留样”. "
        "The reason: “天气”"
    )


def test_work_with_a_term_of_its_own_that_is_extended_is_told_as_well(desk: Desk) -> None:
    case_id = opened(desk)
    desk.extend("wang", work_id=desk.one(case_id, "check").id, term="2工作日", reason="天气")
    assert told(said(desk, case_id, "deadline_changed")) == [([], ["case_officer"]), (["li"], [])]


def test_a_timer_that_is_moved_is_told(desk: Desk) -> None:
    case_id = opened(desk)
    (row,) = desk.timers(case_id)
    due_at = row.due_at + timedelta(days=1)
    desk.give(move_timer, "wang", case_id=case_id, aid=row.aid, due_at=due_at, reason="领导批示")
    (message,) = said(desk, case_id, "timer_moved")
    assert told([message]) == [(["li"], ["respondent", "case_officer"])]
    assert words(desk, message)[0].endswith("理由：领导批示。")


def test_whoever_held_work_that_is_given_to_another_is_told(desk: Desk) -> None:
    case_id = opened(desk)
    work = desk.one(case_id, "check").id
    desk.claim("chen", work)
    desk.give(assign, "wang", work_id=work, person="li")
    messages = said(desk, case_id, "task_reassigned")
    assert told(messages) == [(["chen"], [])]
    assert words(desk, messages[0])[0] == "待办“check”已交由li某办理，您不必再办（整1号）。"


def test_who_passes_on_their_own_work_knows_it(desk: Desk) -> None:
    case_id = opened(desk)
    work = desk.one(case_id, "check").id
    desk.claim("chen", work)
    desk.give(delegate, "chen", work_id=work, person="li")
    assert said(desk, case_id, "task_reassigned") == []
