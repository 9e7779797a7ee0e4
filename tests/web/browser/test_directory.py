"""The office keeps its calendar, its people and its units, in a browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.web.browser.visitor import Office, expect_accessible


def test_an_administrator_applies_a_calendar_and_finds_a_unit_in_the_tree(
    office: Office, tmp_path: Path
) -> None:
    table = tmp_path / "放假.csv"
    table.write_text("日期,是否上班,名称\n2033-03-01,否,校庆\n", encoding="utf-8")
    admin = office.sign_in("admin")
    admin.goto("/calendars?year=2033")
    expect(admin.locator("h1")).to_contain_text("暂估")
    expect_accessible(admin)
    admin.goto("/calendars/upload")
    admin.set_input_files("#field-file", table)
    admin.get_by_role("button", name="下一步：看影响").click()
    expect(admin.locator("main")).to_contain_text("2033 年不再是暂估")
    expect_accessible(admin)
    admin.fill("#field-reason", "学校通知")
    admin.get_by_role("button", name="应用并重算暂估期限").click()
    expect(admin.locator(".note.is-done")).to_contain_text("日历已应用")
    admin.goto("/calendars?year=2033")
    expect(admin.locator("main")).to_contain_text("校庆")
    admin.goto("/units")
    county = admin.locator("li:has(> a[href='/units/430621'])")
    expect(county).to_be_visible()
    county.locator("> details > summary").click()
    expect(county.locator("a[href='/units/430621S1']")).to_be_visible()
    expect_accessible(admin)
