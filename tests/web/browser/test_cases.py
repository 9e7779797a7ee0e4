"""Cases in a browser: found, looked at and acted on, on a desk and on a phone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.browser.visitor import Office, expect_accessible


def test_an_official_finds_a_case_looks_where_it_stands_and_suspends_it(office: Office) -> None:
    page = office.sign_in("li")
    page.goto("/cases")
    expect_accessible(page)
    page.keyboard.press("/")
    page.keyboard.type("食堂留样")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=*")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-drawn=true]")
    expect(page.locator(".diagram-mark")).not_to_have_count(0)
    expect_accessible(page)
    for tab in ("问题项", "概况"):
        page.click(f".tabs a:has-text('{tab}')")
        expect_accessible(page)
    page.click("a:has-text('为什么是这天')")
    page.locator("summary:has-text('逐日')").first.click()
    expect_accessible(page)
    _act(page, "中止案件")
    page.fill("[name=reason]", "等待鉴定结论")
    page.click("button:has-text('中止案件')")
    page.wait_for_selector(".note.is-done")
    expect_accessible(page)


def test_a_respondent_sees_on_a_phone_what_is_theirs(untouched: Office) -> None:
    page = untouched.sign_in("r430621", phone=True)
    for path in ("/cases", "/items"):
        page.goto(path)
        expect_accessible(page)
    page.goto("/cases")
    page.click("summary:has-text('更多条件')")
    expect_accessible(page)
    page.click("a:has-text('食堂留样不规范')")
    page.wait_for_selector(".tabs")
    expect_accessible(page)
    assert page.locator(".diagram").count() == 0


def _act(page: Page, deed: str) -> None:
    page.click(".deeds > summary")
    expect_accessible(page)
    page.click(f".deeds a:has-text('{deed}')")
    page.wait_for_selector(".consequences")
    expect_accessible(page)
