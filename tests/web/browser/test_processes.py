"""A new version of a procedure: faulty, put right, published by a second person."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.web.browser.visitor import Office, expect_accessible

_BPMN = Path(__file__).resolve().parents[3] / "bpmn" / "rectification"
_SHIPPED = (_BPMN / "rectification.bpmn").read_bytes()
_RENAMED = _SHIPPED.replace('name="起草整改通知书"'.encode(), 'name="拟写整改通知书"'.encode())
_FAULTY = _RENAMED.replace(
    b'id="approve_notice" name="\xe5\xae\xa1\xe6\x89\xb9\xe6\x95\xb4\xe6\x94\xb9\xe9\x80\x9a\xe7\x9f\xa5'
    b'\xe4\xb9\xa6" camunda:candidateGroups="leader"',
    'id="approve_notice" name="审批整改通知书" camunda:candidateGroups="nobody_known"'.encode(),
)
_NOTE = "“起草”改称“拟写”，与公文用语一致"


def test_a_faulty_diagram_is_shown_at_its_element_put_right_and_published_by_another(
    own_office: Office,
) -> None:
    li = own_office.sign_in("li")
    li.goto("/processes")
    expect(li.locator("main")).to_contain_text("责令限期整改")
    expect_accessible(li)
    _propose(li, _FAULTY)
    expect(li.locator(".note.is-done")).to_contain_text("不能发布")
    li.wait_for_selector("[data-drawn=true]")
    mark = li.locator(".diagram-mark.is-wrong")
    expect(mark).to_have_text("错误 1")
    entry = li.locator(".findings > li.is-late")
    expect(entry).to_contain_text("审批整改通知书")
    entry.locator("[data-shows]").click()
    expect(li.locator(".djs-element.is-shown")).to_have_attribute(
        "data-element-id", "approve_notice"
    )
    li.locator("[data-element-id=approve_notice] .djs-hit").first.click()
    expect(entry).to_be_focused()
    expect(li.locator("#deed-publish")).to_contain_text("不在可以执行这一操作的候选组内")
    expect_accessible(li)

    _propose(li, _RENAMED)
    expect(li.locator(".note.is-done")).to_contain_text("等待另一人发布")
    expect(li.locator(".change-list")).to_contain_text("“起草整改通知书”改称“拟写整改通知书”")
    expect(li.locator("#deed-publish .btn")).to_have_count(0)
    expect_accessible(li)
    address = li.url

    wang = own_office.sign_in("wang", phone=True)
    wang.goto("/processes")
    wang.get_by_role("link", name=_NOTE).click()
    wang.wait_for_url(address)
    wang.locator("#deed-publish > .btn").click()
    dialog = wang.locator("#dialog-publish")
    expect(dialog).to_contain_text("已立的案件一直走立案时的版本")
    expect_accessible(wang)
    dialog.locator("button[type=submit]").click()
    expect(wang.locator(".note.is-done").first).to_contain_text("已发布：责令限期整改第 2 版")

    li.goto("/processes")
    row = li.get_by_role("row", name="责令限期整改")
    expect(row).to_contain_text("第 2 版")
    expect(row).to_contain_text("王某")
    row.get_by_role("link", name="责令限期整改").first.click()
    li.wait_for_selector("[data-drawn=true]")
    expect(li.locator(".procedure-steps")).to_contain_text("拟写整改通知书")
    li.locator("[data-element-id=draft_notice] .djs-hit").first.click()
    opened = li.locator(".procedure-steps details[open]")
    expect(opened).to_contain_text("立案人")
    expect(opened).to_contain_text("通知书正文")
    expect_accessible(li)


def test_whoever_proposed_may_not_publish_and_reads_why(office: Office) -> None:
    wang = office.sign_in("wang")
    _propose(wang, _RENAMED)
    expect(wang.locator("#deed-publish")).to_contain_text("提交人不能发布自己的申请")
    wang.goto(f"{wang.url}/publish")
    expect(wang.locator("main")).to_contain_text("提交人不能发布自己的申请")
    expect(wang.locator("main button[type=submit]")).to_have_count(0)


@pytest.mark.parametrize("phone", [False, True])
def test_what_cannot_be_drawn_says_so_and_keeps_its_list(office: Office, phone: bool) -> None:
    li = office.sign_in("li", phone=phone)
    _propose(li, _SHIPPED[:-60_000])
    li.wait_for_selector("[data-drawn=failed]")
    expect(li.locator(".diagram")).to_contain_text("画不出来")
    expect(li.locator(".findings > li")).not_to_have_count(0)
    expect_accessible(li)


def _propose(page: Page, data: bytes) -> None:
    page.goto("/processes/proposals/new")
    file: FilePayload = {"name": "整改.bpmn", "mimeType": "application/xml", "buffer": data}
    page.set_input_files("[name=files]", file)
    expect(page.locator("[data-chosen] li")).to_contain_text("整改.bpmn")
    page.fill("[name=note]", _NOTE)
    page.click("main .btn-primary")
    page.wait_for_url("**/processes/proposals/*-*")
