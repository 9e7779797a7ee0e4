"""What one message says: of what, until when and why, what otherwise, and who says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from engine import commands
from engine.store.rows import OutboxRow
from notifications.words.writing import link_of
from tests.notifications.words.conftest import BASE, Scribe


def delivered(scribe: Scribe) -> tuple[str, OutboxRow]:
    """A rectification whose plans are asked for, and the message that asks for the second."""
    case_id = scribe.rectify()
    scribe.deliver(case_id)
    return case_id, scribe.about(case_id, "报送整改方案")


def test_a_task_is_told_with_case_date_reason_and_consequence(scribe: Scribe) -> None:
    _, message = delivered(scribe)
    said = scribe.write(message)
    assert said.subject == "新待办：报送整改方案（第2项），还有10个工作日｜岳教督整〔2026〕1号"
    for each in (
        "xiao某，您好：",
        "案件：岳教督整〔2026〕1号“食堂安全整改”（责令限期整改）",
        "期限：2026年3月16日（星期一），还有10个工作日",
        "自2026年3月2日之次日起算10个工作日（《民法典》第二百零一条第一款",
        "逾期不办：",
        "岳阳市人民政府教育督导委员会办公室",
        f"{BASE}/m/{message.id}",
        "这类消息依法必须告知，不能关闭。",
        "《教育督导条例》第二十一条",
    ):
        assert each in said.text, each


def test_the_same_is_said_in_english(scribe: Scribe) -> None:
    _, message = delivered(scribe)
    said = scribe.write(message, language="en")
    for each in (
        "must be done by Monday, 16 March 2026: 10 working days left",
        "10 working days are counted from the day after 2 March 2026 (Civil Code, art. 201 I).",
        "Otherwise: ",
        "cannot be turned off",
    ):
        assert each in said.text, each
    assert "请" not in said.text + said.html


def test_the_days_left_are_said_in_words(scribe: Scribe) -> None:
    _, message = delivered(scribe)
    for days, words in (
        (11, "还有1个工作日"),
        (14, "今天到期"),
        (15, "已逾期1个工作日"),
        (22, "已逾期6个工作日"),
    ):
        then = replace(message)
        scribe.clock.move_to(message.created_at + timedelta(days=days))
        assert words in scribe.write(then).text, days
    scribe.clock.move_to(message.created_at + timedelta(days=12))
    assert "还有1个工作日" in scribe.write(message).text  # on a Saturday, for Monday


def test_a_period_that_stands_still_has_no_days_left(scribe: Scribe) -> None:
    case_id, message = delivered(scribe)
    scribe.give(commands.suspend_case, "wang", case_id=case_id, reason="等待鉴定")
    said = scribe.write(message)
    assert "期限已中止，恢复后重新计算" in said.text
    assert "个工作日｜" not in said.subject


def test_of_work_that_was_done_meanwhile_nothing_is_asked(scribe: Scribe) -> None:
    case_id, message = delivered(scribe)
    scribe.complete("xiao", scribe.work_of(case_id, "submit_plan", 2), {"plan": "逐日留样"})
    said = scribe.write(message)
    assert "现在不必办理" in said.text
    assert "期限" not in said.text


def test_what_a_diagram_wrote_is_told_in_full(scribe: Scribe) -> None:
    case_id, _ = delivered(scribe)
    (told,) = scribe.messages(case_id, "clock_started")
    said = scribe.write(told)
    assert "整改期限自次日起算。" in said.text
    assert "整改期限自次日起算。" in said.html
    assert "整改期限自次日起算。" in said.short


def test_a_substitute_is_told_for_whom(scribe: Scribe) -> None:
    _, message = delivered(scribe)
    said = scribe.write(message, to="hua", absent="xiao")
    assert "xiao某不在岗，您是代理人，请代为办理。" in said.text
    assert f"{BASE}/m/{message.id}" in said.text  # which leads on in the place of who is absent
    bare = scribe.write(message, to="hua", absent="xiao", detail="case")
    assert "代理人" in bare.text
    assert "xiao" not in bare.text


def test_a_kind_without_duty_says_how_to_change_it(scribe: Scribe) -> None:
    case_id, message = delivered(scribe)
    reminder = replace(message, kind="reminder")
    assert "可以在“消息设置”中更改" in scribe.write(reminder).text
    assert case_id not in scribe.write(reminder, detail="bare").text


def test_what_people_wrote_is_escaped_in_html(scribe: Scribe) -> None:
    case_id = scribe.rectify(title="<script>alert(1)</script>")
    said = scribe.write(scribe.messages(case_id)[0], to="li")
    assert "<script>alert(1)</script>" in said.text
    assert "<script" not in said.html
    assert "&lt;script&gt;" in said.html


def test_line_breaks_of_people_do_not_come_into_subjects(scribe: Scribe) -> None:
    case_id = scribe.rectify()
    (message,) = scribe.messages(case_id)
    scribe.name_case(case_id, "食堂\r\nBcc: all@example.org")
    said = scribe.write(replace(message, kind="notice", body={"text": "一\r\n二"}), to="li")
    assert "\n" not in said.subject + said.short
    assert "\r" not in said.subject + said.short + said.text


def test_without_an_address_of_the_office_there_is_no_link(scribe: Scribe) -> None:
    _, message = delivered(scribe)
    assert link_of(message, "") is None
    said = scribe.write(message, base_url="")
    assert "href" not in said.html
    assert "打开办理" not in said.text


def test_a_message_of_no_case_is_told(scribe: Scribe) -> None:
    body = {"proposal": "p1", "title": "流程改版", "person": "李某", "reason": ""}
    message = OutboxRow("m1", None, scribe.clock(), "proposal_awaiting", {}, body)
    said = scribe.write(message)
    assert "李某提交了流程发布申请“流程改版”" in said.text
    assert f"{BASE}/m/m1" in said.text
