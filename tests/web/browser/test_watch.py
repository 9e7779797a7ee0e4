"""An auditor finds a case by its words, reads and checks it; a leader follows a figure to its list."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.web.browser.settling import settle
from tests.web.browser.visitor import Office, expect_accessible


def test_an_auditor_searches_reads_checks_and_takes_out_a_history(untouched: Office) -> None:
    page = untouched.sign_in("shen")
    page.goto("/overview")
    page.keyboard.press("/")
    page.keyboard.type("留样")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    expect(page.locator("mark").first).to_have_text("留样")
    expect_accessible(page)
    page.goto("/audit?text=留样")
    settle(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/audit/*")
    page.locator(".sealed summary").first.click()
    expect(page.get_by_text("规范 JSON").first).to_be_visible()
    expect_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出历史").click()
    lines = Path(download.value.path()).read_text("utf-8").splitlines()
    assert json.loads(lines[0])["events"] == len(lines) - 1
    page.get_by_role("link", name="职责分离").click()
    expect_accessible(page)
    page.get_by_role("link", name="核验", exact=True).click()
    page.get_by_text("全案与写下时一致").wait_for()
    expect_accessible(page)


def test_a_leader_sees_charts_and_follows_a_figure_on_a_phone(untouched: Office) -> None:
    page = untouched.sign_in("wang", phone=True)
    page.goto("/overview?unit=430623")
    page.locator("figure[data-drawn] canvas").first.wait_for()
    expect_accessible(page)
    page.locator("figure summary").first.click()
    figure = page.locator("figure table a").first
    count = int(figure.text_content() or "0")
    figure.click()
    page.wait_for_url("**/cases?*")
    expect(page.locator("[data-rows] tbody tr")).to_have_count(count)
