"""The register of cases, a case with its tabs, and what people do with it there."""

from __future__ import annotations

import gzip
import io
import json
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from engine import commands
from engine.store import Store
from tests.reading.house import House
from tests.support.clock import HandClock
from tests.web.pages import Pages

REASON = {"reason": "等待鉴定"}


@pytest.fixture
def house(store: Store, clock: HandClock) -> House:
    return House(store, clock)


@pytest.fixture
def pages(house: House) -> Pages:
    """Return the pages of an office with every role and a rectification published."""
    return Pages(house)


def test_the_register_lists_cases_and_its_conditions_stand_in_the_address(
    pages: Pages, house: House
) -> None:
    house.rectify()
    house.rectify(unit="430623", title="另一案")
    assert "食堂安全整改" in pages.get("li", "/cases").text
    page = pages.get("li", "/cases?unit=430623&status=open,suspended&sort=title")
    assert "另一案" in page.text
    assert "食堂安全整改" not in page.text
    assert page.all("//th[@aria-sort='ascending']")
    assert "没有符合条件的内容" in pages.get("li", "/cases?light=red").text


def test_a_condition_that_is_none_is_said_and_left_out(pages: Pages, house: House) -> None:
    house.rectify()
    page = pages.get("li", "/cases?opened_since=abc&light=pink", status=422)
    assert "日期应写作2026-03-05" in page.text
    assert "食堂安全整改" in page.text


def test_the_register_goes_on_from_page_to_page_with_its_conditions(
    pages: Pages, house: House
) -> None:
    for number in range(51):
        house.rectify(title=f"第{number}案")
    page = pages.get("li", "/cases?text=案&sort=opened")
    (following,) = page.all("//a[@rel='next']/@href")
    assert "text=" in following
    assert "第50案" in pages.get("li", str(following)).text


def test_an_export_holds_what_the_address_asks_for_and_is_recorded(
    pages: Pages, house: House
) -> None:
    house.rectify()
    house.rectify(unit="430623", title="另一案")
    with pages.client("li").get("/cases/workbook?unit=430623") as response:
        sheet = load_workbook(io.BytesIO(response.data)).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "另一案" in cells
    assert "食堂安全整改" not in cells
    assert [event.type for event in house.history()][-1] == "register_exported"


def test_a_respondent_sees_their_own_cases_and_nothing_of_the_inner_file(
    pages: Pages, house: House
) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    house.rectify(unit="430623", title="另一案")
    listed = pages.get("xiao", "/cases").text
    assert "食堂安全整改" in listed
    assert "另一案" not in listed
    assert "走到哪里" not in listed
    page = pages.get("xiao", f"/cases/{case_id}")
    assert "报送整改方案" in page.text
    for inner in ("办到哪里", "关联案件", "现在不能办的事"):
        assert inner not in page.text
    assert not page.all("//*[@data-diagram]")
    pages.get("xiao", f"/cases/{case_id}/diagram.bpmn", status=403)
    pages.get("hua", f"/cases/{case_id}", status=404)


def test_a_case_shows_where_it_stands_on_its_drawing_and_in_words(
    pages: Pages, house: House
) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    page = pages.get("li", f"/cases/{case_id}")
    (marks,) = page.all("//script[@id='case-marks']/text()")
    said = {each["element"]: each for each in json.loads(str(marks))}
    assert said["draft_notice"]["state"] == "done"
    assert said["submit_plan"]["text"].startswith("待")
    assert said["submit_plan"]["text"] in page.text
    drawing = pages.client("li").get(f"/cases/{case_id}/diagram.bpmn")
    assert drawing.mimetype == "application/xml"
    assert b"draft_notice" in drawing.data
    path, unchanged = f"/cases/{case_id}/diagram.bpmn", {"If-None-Match": drawing.headers["ETag"]}
    assert pages.client("li").get(path, headers=unchanged).status_code == 304
    small = pages.client("li").get(path, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(small.data) == drawing.data
    assert ("li", "case") in house.reads(case_id)
    assert ("li", "diagram") in house.reads(case_id)


def test_what_is_overdue_is_marked_late(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    house.clock.advance(timedelta(days=60))
    page = pages.get("li", f"/cases/{case_id}")
    (marks,) = page.all("//script[@id='case-marks']/text()")
    assert "late" in {each["state"] for each in json.loads(str(marks))}
    assert "已超期" in page.text


def test_problem_items_stand_with_their_evidence(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    with commands.receive(io.BytesIO(b"%PDF-1.7"), limit=1_000) as upload:
        house.give(
            commands.attach,
            "xiao",
            case_id=case_id,
            name="整改照片.pdf",
            upload=upload,
            work_id=house.work_of(case_id, "submit_plan", 1),
        )
    for person in ("li", "xiao"):
        rows = pages.get(person, f"/cases/{case_id}/items").all("//tbody/tr")
        assert "整改照片.pdf" in rows[0].text_content()
        assert "整改照片.pdf" not in rows[1].text_content()


def test_the_register_of_items_leads_to_the_item_in_its_case(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    page = pages.get("li", "/items?kind=教学管理")
    (link,) = page.all("//a[@data-row]/@href")
    assert str(link).startswith(f"/cases/{case_id}/items#item-")
    assert "台账缺失" in page.text
    assert "食堂留样不全" not in page.text
    with pages.client("li").get("/items/workbook?kind=教学管理") as exported:
        assert exported.status_code == 200


def test_why_a_deadline_falls_on_its_day_is_told_day_by_day(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    page = pages.get("xiao", f"/cases/{case_id}/deadlines")
    assert "之次日起算" in page.text
    assert page.all("//td[contains(., '不计入')]|//td//small")


def test_a_case_is_suspended_and_resumed_with_a_reason(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    path = f"/cases/{case_id}"
    refused = pages.send("li", f"{path}/suspension", {"reason": " "}, status=422)
    assert "请写明理由" in refused.text
    assert pages.send("li", f"{path}/suspension", REASON).location == path
    page = pages.get("li", path)
    assert "案件已中止，期限停止计算。" in page.text
    assert "恢复后顺延" in page.text
    assert "不能办理" in page.text  # why extending is not offered
    pages.send("li", f"{path}/resumption", {"reason": "鉴定完成"})
    assert house.case(case_id).status == "open"


def test_a_case_is_cancelled_only_after_what_follows_was_said(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    path = f"/cases/{case_id}"
    assert "以后不能恢复" in pages.get("li", f"{path}/cancellation").text
    pages.send("li", f"{path}/cancellation", {"reason": "重复立案"})
    page = pages.get("li", path)
    assert "已撤销" in page.text
    assert not page.all("//details[contains(@class, 'deeds')]")
    pages.get("li", f"{path}/cancellation", status=403)


def test_a_deed_on_a_stale_page_is_not_done_and_says_what_happened_meanwhile(
    pages: Pages, house: House
) -> None:
    case_id = house.rectify()
    path = f"/cases/{case_id}/cancellation"
    form = {**pages.get("li", path).form_values(path), "reason": "重复立案"}
    house.clock.advance(timedelta(minutes=1))
    house.give(commands.suspend_case, "wang", case_id=case_id, reason="等待鉴定")
    response = pages.client("li").post(path, data=form)
    assert response.status_code == 412
    assert "您打开这一页之后" in response.text
    assert "等待鉴定" in response.text
    assert "重复立案" in response.text  # nothing typed is lost
    assert house.case(case_id).status == "suspended"
    assert f'value="{house.case(case_id).version}"' in response.text  # to be sent once more


def test_a_form_sent_twice_is_done_once(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    path = f"/cases/{case_id}/suspension"
    form = {**pages.get("li", path).form_values(path), **REASON}
    for _ in range(2):
        assert pages.client("li").post(path, data=form).status_code == 303
    assert house.types(case_id).count("case_suspended") == 1


def test_a_deadline_is_extended_by_who_may_with_who_approved_it(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    path = f"/cases/{case_id}/extension"
    page = pages.get("li", path)
    people = {str(each) for each in page.all("//select[@name='approver']/option/@value")}
    assert "wang" in people
    assert people.isdisjoint({"li", "xiao", "chen"})
    form = {"work": house.work_of(case_id, "submit_plan", 1), "count": "2", "unit": "个工作日"}
    wrong = pages.send("li", path, {**form, "count": "两", "approver": "wang"}, status=422)
    assert "请填写大于零的整数" in wrong.text
    assert "请写明理由" in wrong.text
    nobody = pages.send("li", path, {**form, **REASON, "approver": ""}, status=403)
    assert "没有保存任何改动" in nobody.text
    pages.send("li", path, {**form, **REASON, "approver": "wang"})
    (event,) = house.events(case_id, "deadline_extended")
    assert "wang" in json.dumps(event, default=str)


def test_a_message_the_case_waits_for_is_sent_from_its_page(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    path = f"/cases/{case_id}/messages/objection_filed"
    assert "提出异议" in pages.get("li", f"/cases/{case_id}").text
    wrong = pages.send("li", path, {}, status=422)
    assert "请写明内容" in wrong.text
    pages.send("li", path, {"words": "留样记录完整。"})
    assert "review_objection" in house.nodes(case_id)
    assert house.variables(case_id)["objection"] == "留样记录完整。"


def test_the_last_step_is_taken_back_by_who_did_it(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    pages.get("wang", f"/cases/{case_id}/withdrawal", status=403)
    pages.send("li", f"/cases/{case_id}/withdrawal", {})
    assert house.nodes(case_id) == ["draft_notice"]


def test_a_timer_is_moved_to_another_local_time(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    path = f"/cases/{case_id}/timer"
    page = pages.get("wang", path)
    (aid, *_) = [each for each in page.all("//select[@name='aid']/option/@value") if each]
    empty = pages.send("wang", path, {"aid": aid, "at": ""}, status=422)
    assert "请填写日期和时间" in empty.text
    pages.send("wang", path, {"aid": aid, "at": "2027-01-05T09:30", **REASON})
    moved = next(row for row in house.timers(case_id) if row.aid == int(str(aid)))
    assert moved.due_at.isoformat() == "2027-01-05T01:30:00+00:00"


def test_who_may_not_act_is_shown_no_button_and_refused_without_one(
    pages: Pages, house: House
) -> None:
    case_id = house.rectify()
    page = pages.get("in_auditor", f"/cases/{case_id}")
    assert not page.all("//details[contains(@class, 'deeds')]")
    assert "现在不能办的事" not in page.text, "it is no work of theirs"
    pages.get("in_auditor", f"/cases/{case_id}/suspension", status=403)
    pages.get("out_case_officer", f"/cases/{case_id}/suspension", status=404)
    path = f"/cases/{case_id}/suspension"
    form = {**pages.get("li", path).form_values(path), **REASON}
    mine = pages.get("in_auditor", f"/cases/{case_id}").form_values("/sign-out")
    sent = pages.client("in_auditor").post(path, data={**form, **mine})
    assert sent.status_code == 403
    assert house.case(case_id).status == "open"


def test_linked_cases_are_named_or_counted(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.link(case_id, unit="430623", title="另立一案")
    assert "另立一案" in pages.get("li", f"/cases/{case_id}").text
    house.move("chen", groups=["case_officer"], unit="430621")
    page = pages.get("chen", f"/cases/{case_id}")
    assert "另有 1 个关联案件不在您的范围内" in page.text


def test_a_case_speaks_english_too(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    page = pages.get("li", f"/cases/{case_id}", language="en")
    assert "Where it stands" in page.text
    assert "Suspend the case" in page.text


def test_who_would_never_do_the_work_reads_no_reasons(pages: Pages, house: House) -> None:
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    work = house.one(case_id, "approve_notice").id
    page = pages.get("in_auditor", f"/cases/{case_id}")
    assert "候选" not in page.text
    assert "待分管领导" in page.text
    assert "由分管领导" in pages.get("in_auditor", f"/work/{work}").text


def test_who_opened_a_case_reads_in_english_why_they_may_not_sign(
    pages: Pages, house: House
) -> None:
    house.move("li", groups=["case_officer", "leader"])
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    assert "职责分离：li某已办理过" in pages.get("li", f"/cases/{case_id}").text
    english = pages.get("li", f"/cases/{case_id}", language="en").text
    assert "Separation of duties: li某 did “" in english
    assert "职责分离" not in english
