"""Notification rules in the office: sentences, a look ahead, a reason, and versions to compare."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dudao.composition import case_types
from dudao.groups import GROUPS
from tests.cases.drawing import diagram, end, path, start, user
from tests.web.pages import Pages, Shown

HOME = "/settings/notifications"
NEAR = f"{HOME}/rules/all.near_due"


@pytest.fixture(autouse=True)
def _furnished(pages: Pages) -> None:
    types = case_types()
    engine = replace(
        pages.desk.engine,
        groups=GROUPS,
        message_kinds=types.message_kinds,
        own_reminders=(),
    )
    pages.desk.engine = engine
    pages.__post_init__()
    pages.desk.deploy(
        diagram(
            "plain",
            start(),
            user("report", groups="respondent", due="10工作日"),
            end(),
            path("start", "report", "end"),
        )
    )


def test_rules_are_plain_sentences_with_why_some_cannot_be_silenced(pages: Pages) -> None:
    page = pages.get("li", HOME)
    assert "到期前3个工作日，告知承担人；邮件" in page.text
    assert "逾期5个工作日起，每5个工作日，告知分管领导；邮件、短信" in page.text
    assert "《教育督导条例》第二十五条" in page.text
    assert "加一条规则" not in page.text
    pages.get("li", f"{HOME}/add", status=403)
    pages.get("xiao", HOME, status=403)
    english = pages.get("wang", HOME, language="en").text
    assert "3 working days before it is due: tell who holds the work; mail" in english


def test_a_change_is_looked_at_before_a_reason_puts_it_in_force(pages: Pages) -> None:
    pages.desk.open("plain", title="食堂留样")
    looked = pages.send("wang", NEAR, {"days": "5", "step": "look"}, status=200)
    assert "还没有生效" in looked.text
    assert "食堂留样" in looked.text
    assert "到期前3个工作日" in pages.get("wang", HOME).text
    without = pages.send("wang", NEAR, {"days": "5", "step": "apply"}, status=422)
    assert "请写明为什么修改" in without.text
    assert without.all("//input[@name='days']/@value") == ["5"]
    pages.send("wang", NEAR, {"days": "5", "step": "apply", "reason": "早些提醒"})
    page = pages.get("wang", HOME).text
    assert "到期前5个工作日" in page
    assert "早些提醒" in page
    compared = pages.get("li", f"{HOME}/versions/1").text
    assert "到期前3个工作日" in compared
    assert "到期前5个工作日" in compared


def test_what_the_law_wants_told_cannot_be_removed_and_the_page_says_why(pages: Pages) -> None:
    assigned = f"{HOME}/rules/all.task_assigned"
    page = pages.client("wang").post(
        assigned,
        data={**pages.get("wang", assigned).form_values(assigned), "to": [], "step": "look"},
    )
    assert page.status_code == 422
    assert "必须通过至少一个渠道告知当事人" in page.text
    gone = pages.get("wang", f"{HOME}/removal/all.overdue_mark", status=422)
    assert "必须通过至少一个渠道告知当事人" in gone.text


def test_a_rule_is_added_for_one_activity_and_removed_again(pages: Pages) -> None:
    add = f"{HOME}/add"
    form = {"place": "plain/report", "event": "due", "days": "", "to": "opener", "step": "apply"}
    pages.send("guan", add, {**form, "reason": "试行"})
    page = pages.get("guan", HOME)
    (row,) = page.all("//tr[td[.='report']]")
    assert "到期当日，告知承办人（立案人）" in row.text_content()
    pages.send("guan", f"{HOME}/removal/own.1", {"reason": "不需要"})
    assert not pages.get("guan", HOME).all("//tr[td[.='report']]")
    pages.get("guan", f"{HOME}/rules/own.1", status=404)


def test_what_is_wrong_stands_beside_its_field(pages: Pages) -> None:
    page = pages.send("guan", NEAR, {"days": "三", "step": "look"}, status=422)
    assert "请填写整数" in page.text
    page = pages.send("guan", NEAR, {"days": "0", "step": "look"}, status=422)
    assert "应为1至60个工作日" in page.text


def test_who_comes_second_is_told(pages: Pages) -> None:
    shown = pages.get("wang", NEAR).form_values(NEAR)
    pages.send("guan", NEAR, {"days": "4", "step": "apply", "reason": "先改"})
    data = {**shown, "days": "6", "step": "apply", "reason": "后改"}
    response = pages.client("wang").post(NEAR, data=data)
    assert response.status_code in (409, 412)


def test_one_person_is_named_with_the_picker_and_another_after_a_look(pages: Pages) -> None:
    page = pages.get("wang", NEAR)
    assert page.all("//input[@name='person'][@hx-get='/pick/people']")
    looked = pages.send("wang", NEAR, {"person": "li某（li）", "step": "look"}, status=200)
    assert ticked(looked) == ["told", "person:li"]
    assert looked.all("//input[@name='person']/@value") == [""]
    assert "承担人、li某" in looked.text
    form = {**looked.form_values(NEAR), "to": ticked(looked), "person": "chen某", "step": "apply"}
    done = pages.client("wang").post(NEAR, data={**form, "reason": "试行"})
    assert done.status_code == 303
    assert "到期前3个工作日，告知承担人、li某、chen某；邮件" in pages.get("wang", HOME).text
    assert ticked(pages.get("wang", NEAR)) == ["told", "person:li", "person:chen"]


def test_a_name_that_means_nobody_is_said_beside_it_and_nothing_typed_is_lost(
    pages: Pages,
) -> None:
    typed = {"person": "无此人", "days": "4", "step": "look"}
    page = pages.send("wang", NEAR, typed, status=422)
    assert "没有找到这个人，或者有几人同名" in page.text
    assert page.all("//input[@name='person']/@value") == ["无此人"]
    assert page.all("//input[@name='days']/@value") == ["4"]
    assert "还没有生效" not in page.text


def test_notes_of_shipped_rules_are_english_where_the_page_is(pages: Pages) -> None:
    assert "其他各种消息" in pages.get("wang", HOME).text
    english = pages.get("wang", HOME, language="en").text
    assert "Any other message" in english
    assert "其他各种消息" not in english
    any_other = f"{HOME}/rules/all.any"
    page = pages.get("wang", any_other, language="en")
    assert page.all("//input[@name='note']/@value") == ["其他各种消息"]
    assert "Any other message" in page.text
    pages.send("wang", any_other, {"note": "我们写的", "step": "apply", "reason": "试"})
    assert "我们写的" in pages.get("wang", HOME, language="en").text


def ticked(page: Shown) -> list[str]:
    return [str(each) for each in page.all("//input[@name='to'][@checked]/@value")]
