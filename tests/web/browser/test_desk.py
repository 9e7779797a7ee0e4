"""The desk in a browser: it changes by itself, and its keys can be learnt and turned off."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.web.browser.steps import do_work
from tests.web.browser.visitor import Office, expect_accessible

_LIVE = 120_000
"""Milliseconds within which a desk that is looked at has asked again, on a busy machine as well."""

_CLOSE_AND_GO = """() => {
  // Before anything is painted the focus stays where the dialog was.
  document.querySelector("dialog[open]").close();
  const press = (key) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  press("g");
  press("c");
}"""


def test_a_desk_shows_new_work_without_being_loaded_again(office: Office) -> None:
    wang = office.sign_in("wang")
    wang.evaluate("window.isSameLoad = true")
    before = wang.title()
    approvals = wang.locator("#desk-work").get_by_role("link", name=re.compile("^审批升级处理"))
    count = approvals.count()
    li = office.sign_in("li")
    proposed = {"建议升级处理": "是", "建议方式": "约谈", "事实与理由": "经督办仍未报告。"}
    do_work(li, "提出升级建议", proposed, case="燃气间未通风")
    expect(approvals).to_have_count(count + 1, timeout=_LIVE)
    expect(wang).not_to_have_title(before)
    assert wang.evaluate("window.isSameLoad"), "it was not loaded again"
    expect_accessible(wang)


def test_keys_are_told_of_and_can_be_turned_off(office: Office) -> None:
    page = office.sign_in("li")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘操作")).to_be_visible()
    expect_accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/cases")
    page.get_by_role("button", name="键盘操作").click()
    page.get_by_label("单个按键起作用").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("[data-row]:focus")).to_have_count(0)
    page.reload()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘操作")).to_be_hidden()
    page.get_by_role("button", name="键盘操作").click()
    page.get_by_label("单个按键起作用").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).to_be_focused()


def test_keys_of_a_sequence_are_heard_after_others(office: Office) -> None:
    page = office.sign_in("li")
    page.keyboard.down("Shift")  # as "?" is typed on a keyboard
    page.keyboard.press("?")
    page.keyboard.up("Shift")
    expect(page.get_by_role("dialog", name="键盘操作")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("dialog", name="键盘操作")).to_be_visible()
    page.get_by_label("单个按键起作用").focus()
    page.evaluate(_CLOSE_AND_GO)
    page.wait_for_url("**/cases")
    for key in ("x", "g", "g", "d"):
        page.keyboard.press(key)
    page.wait_for_url("**/desk")
