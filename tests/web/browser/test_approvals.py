"""A leader on a phone: one approval after another, agreed to and sent back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.browser.settling import settle
from tests.web.browser.visitor import Office, expect_accessible


def test_a_leader_approves_one_and_returns_the_next_on_a_phone(office: Office) -> None:
    page = office.sign_in("wang", phone=True)
    page.click(".tabbar >> text=审批")
    page.wait_for_selector("h1:has-text('审批升级处理')")
    expect_accessible(page)
    expect(page.locator("main")).to_contain_text("提出升级建议")
    page.click(".deciding >> text=不同意升级")
    page.wait_for_selector("text=不同意的，请写明意见")
    expect_accessible(page)
    page.fill("[name='form.opinion']", "先再督促一次。")
    page.click(".deciding >> text=不同意升级")
    page.wait_for_selector("text=决定是“不同意升级”")

    go_to(page, "审批约谈")
    page.click(".deciding >> text=同意约谈")
    page.wait_for_selector("text=决定是“同意约谈”")
    go_to(page, "审批整改通知书")
    expect(page.locator("main")).to_contain_text("退回“起草整改通知书”")
    page.fill("[name='form.opinion']", "请补写法律依据。")
    page.click(".deciding >> text=退回修改")
    page.wait_for_selector("text=没有等您审批的事")
    expect_accessible(page)
    page.click("text=查看刚才的案件")
    page.wait_for_selector("text=起草整改通知书")


def go_to(page: Page, name: str) -> None:
    """Leave what is shown for later where it is another: two that fall due together come either way."""
    settle(page)
    if not page.locator("h1", has_text=name).count():
        page.click("text=先不办，看下一件")
    page.wait_for_selector(f"h1:has-text('{name}')")
