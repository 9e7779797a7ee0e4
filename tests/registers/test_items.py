from __future__ import annotations

from datetime import timedelta

from engine import commands
from tests.cases.desk import refusal
from tests.registers.office import Office


def test_an_item_goes_through_every_state_of_the_procedure(office: Office) -> None:
    case_id = office.rectify()
    assert office.states(case_id) == ["draft", "draft"]
    office.complete("li", office.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    assert office.states(case_id) == ["draft", "draft"]
    office.complete("wang", office.one(case_id, "approve_notice").id, {"approved": True})
    assert office.states(case_id) == ["issued", "issued"]
    office.complete("li", office.one(case_id, "deliver_notice").id, {"delivery_mode": "直接"})
    office.complete("xiao", office.one(case_id, "sign_receipt").id, {"receipt": "签收"})
    assert office.states(case_id) == ["delivered", "delivered"]
    office.complete("xiao", office.work_of(case_id, "submit_plan", 1), {"plan": "换人"})
    assert office.states(case_id) == ["plan_submitted", "delivered"]
    office.complete("li", office.work_of(case_id, "review_plan", 1), {"accepted": False})
    assert office.states(case_id) == ["plan_returned", "delivered"]
    office.complete("xiao", office.work_of(case_id, "submit_plan", 1), {"plan": "逐日留样"})
    office.complete("li", office.work_of(case_id, "review_plan", 1), {"accepted": True})
    assert office.states(case_id) == ["in_progress", "delivered"]
    form = {"report": "已经整改", "evidence": office.evidence(case_id)}
    office.complete("xiao", office.work_of(case_id, "submit_report", 1), form)
    assert office.states(case_id) == ["report_submitted", "delivered"]
    office.verify(case_id, 1, "qian", passed=False)
    assert office.states(case_id) == ["verifying", "delivered"]
    office.verify(case_id, 1, "sun")
    assert office.states(case_id) == ["returned", "delivered"]
    assert office.items(case_id)[0].round == 2
    office.complete("xiao", office.work_of(case_id, "submit_report", 1), {"report": "再次整改"})
    office.verify(case_id, 1, "qian")
    office.verify(case_id, 1, "sun")
    assert office.states(case_id) == ["verified", "delivered"]
    office.complete("li", office.work_of(case_id, "close_item", 1), {})
    assert office.states(case_id) == ["closed", "delivered"]


def test_a_row_says_what_the_register_needs(office: Office) -> None:
    case_id = office.rectify()
    office.deliver(case_id)
    office.report(case_id, 1)
    office.verify(case_id, 1, "qian")
    office.clock.advance(timedelta(hours=2))
    office.verify(case_id, 1, "sun")
    first, second = office.items(case_id)
    assert (first.title, first.kind, first.severity) == ("食堂留样不全", "安全隐患", "较大")
    assert (second.title, second.kind, second.severity) == ("台账缺失", "教学管理", "一般")
    assert (first.demand, first.source, first.owner) == ("留样48小时", "督导意见书", "430621")
    assert (second.demand, second.person) == (None, "肖某")
    assert (first.measures, first.progress, first.evidence) == ("逐日留样", "已经整改", 1)
    assert (first.verified_at, first.verified_by) == (office.clock(), ("qian", "sun"))
    assert (second.verified_at, second.verified_by) == (None, ())
    scope = first.scope or 0
    due = office.variables(case_id, scope)["item_due"]
    assert isinstance(due, dict)
    assert first.due_at == due["due"]
    office.clock.advance(timedelta(hours=2))
    verified_at = first.verified_at
    office.complete("li", office.work_of(case_id, "close_item", 1), {})
    closed = office.items(case_id)[0]
    assert (closed.verified_at, closed.verified_by) == (verified_at, ("qian", "sun"))
    assert closed.ended_at == office.clock()
    assert closed.opened_at == office.case(case_id).opened_at


def test_withdrawing_gives_back_the_items_as_they_were(office: Office) -> None:
    case_id = office.rectify()
    office.deliver(case_id)
    office.report(case_id, 1)
    before = office.items(case_id)
    work = office.work_of(case_id, "verify_item", 1)
    office.complete("qian", work, {"passed": True, "on_site": True})
    assert office.items(case_id) != before
    office.withdraw("qian", work)
    assert office.items(case_id) == before


def test_an_item_struck_off_by_a_closing_sheet_stays_so(office: Office) -> None:
    case_id = office.rectify()
    office.deliver(case_id)
    office.finish(case_id, 2)
    office.report(case_id, 1)
    office.verify(case_id, 1, "qian")
    office.verify(case_id, 1, "sun")
    work = office.work_of(case_id, "close_item", 1)
    office.complete("li", work, {})
    refused = refusal(lambda: office.withdraw("li", work))
    assert refused.code == "not_withdrawable"
    assert office.states(case_id) == ["closed", "closed"]


def test_items_that_came_back_are_a_second_batch(office: Office) -> None:
    case_id = office.rectify()
    office.deliver(case_id)
    office.finish(case_id, 1)
    office.finish(case_id, 2)
    office.clock.advance(timedelta(days=200))
    office.sweep()
    before = office.items(case_id)
    work = office.one(case_id, "look_back").id
    office.complete("sun", work, {"relapse": True, "relapsed": [{"title": "台账缺失"}]})
    rows = office.items(case_id)
    assert [(row.batch, row.number, row.status) for row in rows] == [
        (1, 1, "closed"),
        (1, 2, "closed"),
        (2, 1, "draft"),
    ]
    assert rows[2].title == "台账缺失"
    office.withdraw("sun", work)
    assert office.items(case_id) == before
    office.complete("sun", work, {"relapse": True, "relapsed": [{"title": "台账缺失"}]})
    office.deliver(case_id)
    office.finish(case_id, 1)
    assert office.states(case_id) == ["closed", "closed", "closed"]


def test_an_extension_moves_the_due_date_of_its_item_and_is_counted(office: Office) -> None:
    case_id = office.rectify()
    office.deliver(case_id)
    before = office.items(case_id)
    work = office.work_of(case_id, "request_extension", 1)
    office.complete("xiao", work, {"extension_term": "5日", "extension_reason": "采购设备"})
    work = office.work_of(case_id, "decide_extension", 1)
    office.complete("wang", work, {"granted": True, "granted_term": "5日"})
    first, second = office.items(case_id)
    assert first.extensions == 1
    assert (first.due_at or office.clock()) > (before[0].due_at or office.clock())
    assert second == before[1]


def test_due_dates_follow_a_suspension_when_the_case_is_resumed(office: Office) -> None:
    case_id = office.rectify()
    office.deliver(case_id)
    before = [row.due_at for row in office.items(case_id)]
    office.give(commands.suspend_case, "wang", case_id=case_id, reason="等待核实")
    assert [row.due_at for row in office.items(case_id)] == before
    office.clock.advance(timedelta(days=10))
    office.give(commands.resume_case, "wang", case_id=case_id)
    assert all(
        row.due_at and old and row.due_at > old
        for row, old in zip(office.items(case_id), before, strict=True)
    )


def test_canceling_a_case_cancels_the_items_that_are_left(office: Office) -> None:
    drafted = office.rectify()
    office.give(commands.cancel_case, "wang", case_id=drafted, reason="立案有误")
    assert office.states(drafted) == ["canceled", "canceled"]
    running = office.rectify()
    office.deliver(running)
    office.finish(running, 1)
    office.give(commands.cancel_case, "wang", case_id=running, reason="单位撤销")
    assert office.states(running) == ["closed", "canceled"]


def test_an_escalation_is_named(office: Office) -> None:
    case_id = office.rectify([{"title": "校车超员", "kind": "安全隐患", "severity": "重大"}])
    office.deliver(case_id)
    work = office.work_of(case_id, "propose_escalation", 1)
    form = {"proposed": True, "escalation_form": "约谈", "facts": "重大安全隐患"}
    office.complete("li", work, form)
    assert office.items(case_id)[0].escalation is None
    form = {"approved": True, "escalation_form": "通报"}
    office.complete("wang", office.work_of(case_id, "approve_escalation", 1), form)
    assert office.items(case_id)[0].escalation == "通报"
