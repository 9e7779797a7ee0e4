"""What leaders see to in the office: a unit's record, a setting, a template, numbers, timers."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.browser.visitor import Office, expect_accessible


def test_a_leader_finds_a_record_and_puts_a_template_and_a_setting_right(office: Office) -> None:
    wang = office.sign_in("wang")
    wang.goto("/ledger")
    wang.get_by_role("combobox", name="单位").press_sequentially("岳阳县")
    county = wang.locator("#choices-unit [role=option]").first
    expect(county).to_contain_text("岳阳县")
    county.click()
    wang.get_by_role("button", name="查阅").click()
    expect(wang.locator("main")).to_contain_text("各条结果")
    expect_accessible(wang)
    wang.get_by_role("link", name="考核结果运用表").click()
    expect(wang.locator("h1")).to_contain_text("年度考核结果运用表")

    wang.goto("/templates/rectification_notice/edit")
    source = wang.get_by_label("正文")
    whole = source.input_value()
    source.fill(whole + "\n{{ 没有的字段 }}")
    wang.get_by_role("button", name="发布", exact=True).click()
    summary = wang.locator("[data-error-summary]")
    expect(summary).to_contain_text("没有的字段")
    expect(wang.get_by_label("正文")).to_have_value(whole + "\n{{ 没有的字段 }}")
    expect_accessible(wang)
    wang.get_by_label("正文").fill(whole + "\n特此通知。")
    wang.get_by_role("button", name="发布", exact=True).click()
    expect(wang.locator(".note.is-done")).to_contain_text("已发布第 2 版")

    guan = office.sign_in("admin", phone=True)
    guan.goto("/settings")
    guan.get_by_role("link", name="临期黄灯提前量").click()
    guan.get_by_label("新的值").fill("5工作日")
    guan.get_by_label("理由").fill("按本市规定")
    guan.get_by_role("button", name="修改参数").click()
    expect(guan.locator("main")).to_contain_text("按本市规定")
    expect_accessible(guan)
    for path in ("/operations/timers", "/operations/machinery", "/numbers"):
        guan.goto(path)
        expect_accessible(guan)
