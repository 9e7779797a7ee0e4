"""A case is opened in a few actions, in a browser, and a draft survives closing it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.settling import settle
from tests.web.browser.visitor import Office, expect_accessible

SHEET = """问题\t类别\t严重程度
食堂留样不全\t安全隐患\t较大
台账缺失\t教学管理\t一般
校车超员\t安全隐患\t重大
违规收费\t招生收费\t较大
大班额\t办学条件\t一般·长期"""
MOST_ACTIONS = 12
"""Clicks, fields filled in and pastes, from the choice of the procedure to the opened case."""


class Hand:
    """Does what a person does on a page, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, selector: str) -> None:
        self.actions += 1
        self.page.locator(selector).first.click()

    def type(self, selector: str, text: str) -> None:
        self.actions += 1
        self.page.fill(selector, text)


@pytest.mark.parametrize("phone", [False, True])
def test_a_rectification_with_five_pasted_items_is_opened_in_a_few_actions(
    office: Office, phone: bool
) -> None:
    page = office.sign_in("li", phone=phone)
    page.goto("/cases/new")
    hand = Hand(page)
    hand.click("a[href='/cases/new/rectification']")
    page.wait_for_selector("form[data-opening]")
    settle(page)
    hand.type("[name=title]", "某中学食堂安全整改")
    hand.click("[data-fills=field-unit]")
    hand.type("[name='form.grounds']", "督导意见书")
    hand.click("[name='form.severity'][value='一般']")
    hand.click(".paste summary")
    hand.type("[data-list-paste]", SHEET)
    hand.click("[data-list-take]")
    page.wait_for_selector("[name='form.items.4.title']")

    page.reload()  # as if the browser had been closed in the meantime
    page.wait_for_selector("[name='form.items.4.title']")
    expect(page.locator("[name=title]")).to_have_value("某中学食堂安全整改")
    expect(page.locator("[name='form.items.4.title']")).to_have_value("大班额")

    hand.click("form[data-opening] .btn-primary")
    preview = page.locator("[data-preview]")
    expect(preview).to_contain_text("起草整改通知书")
    expect(preview).to_contain_text("问题项（5）")
    settle(page)
    hand.click("[data-confirm] button")
    page.wait_for_url(lambda url: "/cases/new" not in url)
    expect(page.locator("main")).to_contain_text("“某中学食堂安全整改”已立案")
    assert hand.actions <= MOST_ACTIONS
    expect_accessible(page)

    page.goto("/cases/new/rectification")
    settle(page)
    assert page.input_value("[name=title]") == "", "the draft is settled"


def test_a_preview_that_no_longer_fits_says_so_and_can_not_be_confirmed(office: Office) -> None:
    page = office.sign_in("tan", phone=True)
    page.goto("/cases/new/rectification?unit=430621")
    page.fill("[name=title]", "某中学食堂安全整改")
    page.locator("[name='form.severity'][value='一般']").check()
    page.fill("[name='form.items.0.title']", "食堂留样不全")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-preview]")
    expect_accessible(page)
    expect(page.locator("[data-confirm]")).to_be_visible()
    page.fill("[name='form.items.0.title']", "台账缺失")
    expect(page.locator("[data-changed]")).to_be_visible()
    expect(page.locator("[data-confirm]")).to_be_hidden()
