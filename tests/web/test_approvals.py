"""Approvals one after another: what is proposed, what follows, deciding, and the next one."""

from __future__ import annotations

import pytest

from tests.cases.drawing import diagram, end, flow, gateway, path, start, user
from tests.user_tasks.diagrams import APPROVAL
from tests.web.pages import Pages

WORDING = diagram(
    "wording",
    start(),
    user("draft", "text:text!", groups="case_officer"),
    user("agree", "approved:boolean!", "opinion:text", groups="leader",
         separate_from="draft", batch="yes"),
    gateway("agreed", default="back"),
    end(),
    path("start", "draft", "agree", "agreed"),
    flow("agreed", "end", "${approved}", name="同意"),
    flow("agreed", "draft", name="back"),
)  # fmt: skip


@pytest.fixture
def waiting(pages: Pages) -> list[str]:
    """Return the work of two approvals that wait for a leader."""
    pages.desk.deploy(APPROVAL)
    return [propose(pages, title) for title in ("食堂留样", "校车年检")]


def propose(pages: Pages, title: str) -> str:
    case_id = pages.desk.open("approval", {"reason": "留样不全"}, title=title).case_id
    pages.desk.complete("li", pages.desk.one(case_id, "draft").id, {"text": "限期十日整改"})
    return pages.desk.one(case_id, "approve").id


def test_the_most_urgent_approval_comes_first_with_what_is_proposed_and_by_whom(
    pages: Pages, waiting: list[str]
) -> None:
    first = pages.get("wang", "/approvals", status=303)
    assert first.location == f"/approvals/{waiting[0]}"
    shown = pages.get("wang", first.location).text
    assert "食堂留样" in shown
    assert "限期十日整改" in shown
    assert "报请人li某" in shown.replace(" ", "")
    assert "还有 1 件" in shown


def test_it_is_said_what_follows_from_each_answer(pages: Pages, waiting: list[str]) -> None:
    shown = pages.get("wang", f"/approvals/{waiting[0]}").text
    assert "接着是“respond”。" in shown
    assert "退回“draft”。" in shown


def test_after_a_decision_the_next_comes_at_once_and_then_none(
    pages: Pages, waiting: list[str]
) -> None:
    address = f"/approvals/{waiting[0]}"
    done = pages.send("wang", address, {}, button="form.approved=true")
    case_id = waiting[0].rpartition(".")[0]
    assert done.location == f"/approvals/{waiting[1]}?decided={case_id}"
    shown = pages.get("wang", done.location)
    assert "食堂留样：“approve”已办，决定是“approved”。" in shown.text
    assert shown.all(f"//a[@href='/cases/{case_id}']")
    assert pages.desk.nodes(case_id) == ["respond"]
    last = pages.send(
        "wang", f"/approvals/{waiting[1]}", {"form.opinion": "太短"}, button="form.approved=false"
    )
    assert last.location.startswith("/approvals?decided=")
    assert "没有等您审批的事" in pages.get("wang", last.location).text


def test_who_does_not_agree_says_why(pages: Pages, waiting: list[str]) -> None:
    address = f"/approvals/{waiting[0]}"
    page = pages.send("wang", address, {}, button="form.approved=false", status=422)
    assert "请写明意见" in page.text
    assert pages.desk.one(waiting[0].rpartition(".")[0], "approve")


def test_enter_in_a_field_decides_nothing(pages: Pages, waiting: list[str]) -> None:
    address = f"/approvals/{waiting[0]}"
    page = pages.send("wang", address, {"form.opinion": "同意"}, status=422)
    assert "请选择同意或者不同意" in page.text
    assert page.all("//input[@name='form.opinion'][@value='同意']")


def test_one_is_left_for_later_and_the_next_is_shown(pages: Pages, waiting: list[str]) -> None:
    page = pages.get("wang", f"/approvals/{waiting[0]}")
    assert page.all(f"//a[@href='/approvals/{waiting[1]}'][contains(., '先不办')]")
    back = pages.get("wang", f"/approvals/{waiting[1]}")
    assert back.all(f"//a[@href='/approvals/{waiting[0]}'][contains(., '先不办')]")


def test_who_is_too_late_learns_who_decided(pages: Pages, waiting: list[str]) -> None:
    address = f"/approvals/{waiting[0]}"
    pages.desk.complete("wang", waiting[0], {"approved": True})
    assert pages.get("zhao", address, status=303).location == f"/work/{waiting[0]}"


def test_what_a_duty_forbids_is_not_among_them(pages: Pages, waiting: list[str]) -> None:
    assert "没有等您审批的事" in pages.get("li", "/approvals").text
    assert waiting


def test_work_that_decides_nothing_is_no_approval(pages: Pages) -> None:
    pages.desk.deploy(APPROVAL)
    case_id = pages.desk.open("approval", {"reason": "留样不全"}).case_id
    draft = pages.desk.one(case_id, "draft").id
    assert pages.get("li", f"/approvals/{draft}", status=303).location == f"/work/{draft}"


def test_several_are_agreed_to_at_once_only_where_the_diagram_lets_that_be(
    pages: Pages, waiting: list[str]
) -> None:
    pages.desk.deploy(WORDING)
    cases = [pages.desk.open("wording", {}, title=each).case_id for each in ("一", "二")]
    for each in cases:
        pages.desk.complete("li", pages.desk.one(each, "draft").id, {"text": "拟"})
    page = pages.get("wang", "/approvals/several")
    ids = page.all("//input[@name='work_id']/@value")
    assert sorted(ids) == sorted(pages.desk.one(each, "agree").id for each in cases)
    done = pages.send("wang", "/approvals/several", {"work_id": ids})
    assert done.location == "/approvals"
    assert [pages.desk.case(each).status for each in cases] == ["closed", "closed"]
    assert "已同意 2 件" in pages.get("wang", f"/approvals/{waiting[0]}").text


def test_nothing_ticked_is_said(pages: Pages, waiting: list[str]) -> None:
    assert waiting
    pages.desk.deploy(WORDING)
    case_id = pages.desk.open("wording").case_id
    pages.desk.complete("li", pages.desk.one(case_id, "draft").id, {"text": "拟"})
    page = pages.send("wang", "/approvals/several", {}, status=422)
    assert "请先勾选" in page.text


def test_the_page_speaks_english(pages: Pages, waiting: list[str]) -> None:
    shown = pages.get("wang", f"/approvals/{waiting[0]}", language="en").text
    assert "Your decision" in shown
