"""All at once: by case, the most urgent first, and the counts are right."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from engine.store.rows import OutboxRow
from tests.notifications.words.conftest import BASE, Scribe


def two_cases(scribe: Scribe) -> tuple[str, str, list[OutboxRow]]:
    """Two cases, the second of which is due earlier, and what was said of them to the unit."""
    later, earlier = scribe.rectify(title="后到期"), scribe.rectify(title="先到期")
    scribe.deliver(earlier)
    scribe.clock.advance(timedelta(days=4))
    scribe.deliver(later)
    asked = [
        each
        for case_id in (later, earlier)
        for each in scribe.messages(case_id)
        if "报送整改方案" in str(each.body)
    ]
    return earlier, later, asked


def test_the_case_that_is_most_urgent_comes_first(scribe: Scribe) -> None:
    _, _, asked = two_cases(scribe)
    text = scribe.sum_up(asked).text
    assert text.index("先到期") < text.index("后到期")
    assert text.count("“先到期”") == 1  # both items stand under one heading


def test_messages_work_and_cases_are_counted_each_for_itself(scribe: Scribe) -> None:
    earlier, _, asked = two_cases(scribe)
    again = [replace(each, id=f"{each.id}+", kind="reminder") for each in asked[:2]]
    told = scribe.messages(earlier, "clock_started")
    scribe.clock.advance(timedelta(days=11))  # the first case is overdue, the second near
    said = scribe.sum_up([*asked, *again, *told])
    assert "共7条消息，涉及2个案件：2件待办已经逾期，2件三个工作日内到期。" in said.text, said.text
    assert said.subject == "今日7条消息，2件逾期，2件即将到期"
    english = scribe.sum_up([*asked, *again, *told], language="en")
    assert "7 messages about 2 cases: 2 tasks overdue, 2 tasks due within three working days." in (
        english.text
    )


def test_every_message_is_a_line_with_its_link(scribe: Scribe) -> None:
    _, _, asked = two_cases(scribe)
    said = scribe.sum_up(asked)
    assert said.text.count("\n· ") == len(asked)
    for each in asked:
        assert f"{BASE}/m/{each.id}" in said.text


def test_a_message_of_no_case_stands_among_the_others(scribe: Scribe) -> None:
    _, _, asked = two_cases(scribe)
    body = {"proposal": "p1", "title": "流程改版", "person": "李某", "reason": ""}
    other = OutboxRow("m1", None, scribe.clock(), "proposal_awaiting", {}, body)
    said = scribe.sum_up([other, *asked])
    assert "涉及2个案件" in said.text
    assert said.text.index("先到期") < said.text.index("其他消息") < said.text.index("流程改版")


def test_where_nothing_may_be_said_only_the_number_is(scribe: Scribe) -> None:
    _, _, asked = two_cases(scribe)
    said = scribe.sum_up(asked, detail="bare")
    assert said.short == "督导系统有4条消息等您查看，请登录。"
    assert "案件" not in said.text
