"""The page of open work: take it, fill it in, send it, hand it on, and what comes of being late."""

from __future__ import annotations

import io

import pytest

from tests.cases.desk import Desk
from tests.cases.drawing import diagram, end, path, start, user
from tests.user_tasks.diagrams import APPROVAL
from tests.web.pages import Pages

REPORTING = diagram(
    "reporting",
    start(),
    user("draft", "text:text!", "evidence:file", "items:list", "items.title:string!",
         "items.due:date", "items.owner:unit", groups="case_officer", due="5工作日"),
    user("check", groups="case_officer"),
    end(),
    path("start", "draft", "check", "end"),
)  # fmt: skip


@pytest.fixture
def approve(pages: Pages) -> str:
    """Return the path of work that waits for a leader."""
    pages.desk.deploy(APPROVAL)
    case_id = pages.desk.open("approval", {"reason": "留样不全"}).case_id
    pages.desk.complete("li", pages.desk.one(case_id, "draft").id, {"text": "限期整改"})
    return f"/work/{pages.desk.one(case_id, 'approve').id}"


@pytest.fixture
def draft(pages: Pages) -> str:
    """Return the path of work that any official may do."""
    pages.desk.deploy(REPORTING)
    case_id = pages.desk.open("reporting").case_id
    return f"/work/{pages.desk.one(case_id, 'draft').id}"


def case_of(path_: str) -> str:
    return path_.removeprefix("/work/").rpartition(".")[0]


def test_the_page_says_what_is_asked_until_when_and_what_follows(
    pages: Pages, approve: str
) -> None:
    text = pages.get("wang", approve).text
    assert "某校食堂安全整改" in text
    assert "某甲县" in text
    assert "为什么是这一天" in text
    assert "视办理情况为：“respond”、“draft”。" in text


def test_work_that_is_offered_is_filled_in_and_sent_without_taking_it_first(
    pages: Pages, approve: str
) -> None:
    done = pages.send("wang", approve, {"form.approved": "true", "form.opinion": "同意"})
    assert done.location == "/desk"
    assert "“approve”已提交。" in pages.get("wang", "/desk").text
    variables = pages.desk.variables(case_of(approve))
    assert (variables["approved"], variables["opinion"]) == (True, "同意")


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    pages: Pages, approve: str
) -> None:
    page = pages.send("wang", approve, {"form.opinion": "再想想"}, status=422)
    assert page.all("//fieldset[@id='field-form.approved'][@aria-invalid='true']")
    assert "请填写“approved”。" in page.text
    assert page.all("//input[@name='form.opinion'][@value='再想想']")
    assert pages.desk.one(case_of(approve), "approve")


def test_a_form_that_is_sent_twice_is_done_once_and_answered_the_same(
    pages: Pages, approve: str
) -> None:
    form = {**pages.get("wang", approve).form_values(approve), "form.approved": "true"}
    answers = [pages.client("wang").post(approve, data=form) for _ in range(2)]
    assert [(each.status_code, each.location) for each in answers] == [(303, "/desk")] * 2
    assert pages.desk.types(case_of(approve)).count("task_completed") == 2  # with that of the draft


def test_who_comes_too_late_learns_who_was_faster_and_keeps_what_they_typed(
    pages: Pages, approve: str
) -> None:
    form = {**pages.get("zhao", approve).form_values(approve), "form.approved": "true"}
    form["form.opinion"] = "照此办理"
    pages.send("wang", approve, {"form.approved": "true"})
    late = pages.client("zhao").post(approve, data=form)
    assert late.status_code == 409
    assert "已由wang某于" in late.text
    assert "照此办理" in late.text
    assert "已由wang某于" in pages.get("zhao", approve).text


def test_work_that_somebody_took_meanwhile_says_so_and_keeps_what_was_typed(
    pages: Pages, approve: str
) -> None:
    form = {**pages.get("zhao", approve).form_values(approve), "form.approved": "true"}
    form["form.opinion"] = "照此办理"
    pages.send("wang", f"{approve}/claim", {}, shown_at=approve)
    late = pages.client("zhao").post(approve, data=form)
    assert late.status_code == 403
    assert "wang某" in late.text
    assert "照此办理" in late.text


def test_work_of_no_concern_does_not_exist(pages: Pages, approve: str) -> None:
    pages.get("hua", approve, status=404)
    token = pages.get("hua", "/desk").all("//input[@name='_csrf']/@value")[0]
    for deed in ("claim", "unclaim", "files"):
        answer = pages.client("hua").post(f"{approve}/{deed}", data={"_csrf": token})
        assert answer.status_code == 404, deed


def test_work_is_taken_and_given_back(pages: Pages, approve: str) -> None:
    assert pages.send("wang", f"{approve}/claim", {}, shown_at=approve).location == approve
    assert "现在由您办理" in pages.get("wang", approve).text
    assert pages.send("wang", f"{approve}/unclaim", {}, shown_at=approve).location == "/desk"
    assert pages.desk.one(case_of(approve), "approve").assignee is None


@pytest.mark.parametrize("word", ["assign", "delegate"])
def test_work_is_handed_to_somebody_who_may_have_it(pages: Pages, approve: str, word: str) -> None:
    page = pages.get("wang", f"{approve}/{word}")
    assert page.all("//option[@value='zhao']")
    assert not page.all("//option[@value='li']")  # who opened the case may not approve
    pages.send("wang", f"{approve}/{word}", {"person": "zhao", "reason": "出差"})
    work = pages.desk.one(case_of(approve), "approve")
    assert work.assignee == "zhao"
    assert work.owner == ("wang" if word == "delegate" else None)


def test_a_deadline_is_extended_with_a_reason(pages: Pages, approve: str) -> None:
    before = pages.desk.one(case_of(approve), "approve").due_at
    form = {"quantity": "２", "unit": "个工作日", "reason": "材料待补"}
    pages.send("wang", f"{approve}/extend", form)
    after = pages.desk.one(case_of(approve), "approve").due_at
    assert before is not None
    assert after is not None
    assert after > before


def test_a_term_that_is_none_is_refused_beside_its_field(pages: Pages, approve: str) -> None:
    form = {"quantity": "几", "reason": "材料待补"}
    page = pages.send("wang", f"{approve}/extend", form, status=422)
    assert page.all("//input[@id='field-quantity'][@aria-invalid='true'][@value='几']")


def test_several_are_taken_and_each_that_was_not_is_named(pages: Pages, approve: str) -> None:
    second = pages.desk.open("approval", {}, title="另一案").case_id
    pages.desk.complete("li", pages.desk.one(second, "draft").id, {"text": "整改"})
    other = pages.desk.one(second, "approve").id
    pages.desk.claim("zhao", other)
    form = {**pages.get("wang", approve).form_values(f"{approve}/claim")}
    form["work_id"] = [approve.removeprefix("/work/"), other]
    page = pages.client("wang").post("/work/claims", data=form)
    assert page.status_code == 409
    assert page.text.count("没有签收：") == 1
    assert pages.desk.one(case_of(approve), "approve").assignee == "wang"


def test_more_than_can_be_taken_at_once_are_not_taken_in_part(pages: Pages, approve: str) -> None:
    form = {**pages.get("wang", approve).form_values(f"{approve}/claim")}
    form["work_id"] = [approve.removeprefix("/work/"), *(f"w{number}" for number in range(100))]
    assert pages.client("wang").post("/work/claims", data=form).status_code == 303
    assert "没有签收" in pages.get("wang", "/desk").text
    assert pages.desk.one(case_of(approve), "approve").assignee is None


def test_the_next_work_is_shown_to_who_wants_to_go_on(pages: Pages, draft: str) -> None:
    first = pages.send("li", draft, {"form.text": "一"}, button="_then=next")
    assert first.location == f"/work/{pages.desk.one(case_of(draft), 'check').id}"
    assert "这是下一件" in pages.get("li", first.location).text
    last = pages.send("li", first.location, {}, button="_then=next")
    assert last.location == "/desk"


def test_rows_are_added_without_scripts_and_come_with_units_by_name(
    pages: Pages, desk: Desk, draft: str
) -> None:
    typed = {"form.text": "一", "_paste.items": "食堂\t2026年3月5日\t某乙县\n校车\t\t430621"}
    page = pages.send("li", draft, typed, button="_rows=paste:items", status=200)
    assert page.all("//input[@name='form.items.0.owner'][@value='某乙县（430623）']")
    form = {**page.form_values(draft), "form.items.1.owner": "某甲县（430621）"}
    assert pages.client("li").post(draft, data=form).status_code == 303
    rows = desk.variables(case_of(draft))["items"]
    assert [(row["title"], row["owner"]) for row in rows] == [  # type: ignore[union-attr,index,call-overload]
        ("食堂", "430623"),
        ("校车", "430621"),
    ]


def test_an_error_in_a_row_stands_beside_its_cell(pages: Pages, draft: str) -> None:
    form = {"form.text": "一", "form.items.0.due": "2026-03-05", "form.items.0.owner": "没有此单位"}
    page = pages.send("li", draft, form, status=422)
    assert page.all("//input[@name='form.items.0.title'][@aria-invalid='true']")
    assert page.all("//input[@name='form.items.0.owner'][@value='没有此单位']")


def test_a_file_comes_with_the_form_where_no_script_sends_it(pages: Pages, draft: str) -> None:
    file = (io.BytesIO("整改情况\n".encode()), "佐证.txt")
    pages.send("li", draft, {"form.text": "一", "_file.evidence": file})
    assert pages.desk.variables(case_of(draft))["evidence"] is not None


def test_a_file_that_is_refused_stops_the_form_and_says_why(pages: Pages, draft: str) -> None:
    file = (io.BytesIO(b"MZ\x00\x00"), "程序.exe")
    page = pages.send("li", draft, {"form.text": "一", "_file.evidence": file}, status=422)
    assert page.all("//p[@id='error-form.evidence']")
    assert pages.desk.one(case_of(draft), "draft")


def test_a_file_sent_by_itself_is_answered_with_its_field(pages: Pages, draft: str) -> None:
    form = pages.get("li", draft).form_values(draft)
    file = (io.BytesIO("整改情况\n".encode()), "佐证.txt")
    sent = {"_csrf": form["_csrf"], "field": "evidence", "file": file}
    answer = pages.client("li").post(f"{draft}/files", data=sent)
    assert answer.status_code == 200
    assert "佐证.txt</option>" in answer.text
    refused = {**sent, "file": (io.BytesIO(b"MZ\x00\x00"), "程序.exe")}
    assert pages.client("li").post(f"{draft}/files", data=refused).status_code == 422


def test_units_are_suggested_by_part_of_their_name(pages: Pages) -> None:
    found = pages.client("li").get(
        "/pick/units?form.items.0.owner=甲县", headers={"HX-Request": "true"}
    )
    assert "某甲县（430621）" in found.text
    assert "某乙县" not in found.text
    assert "某甲县第一中学（430621-1）" in pages.get("li", "/pick/units?within=430621").text


def test_people_are_suggested_in_ones_scope_only(pages: Pages) -> None:
    headers = {"HX-Request": "true"}
    assert "li某（li）" in pages.client("wang").get("/pick/people?person=li", headers=headers).text
    assert "li某" not in pages.client("xiao").get("/pick/people?person=li", headers=headers).text


def test_the_page_speaks_english_to_who_chose_it(pages: Pages, approve: str) -> None:
    assert "Send and go to the next" in pages.get("wang", approve, language="en").text
