"""The people of a county on a phone: the notice, every demand, the plan, the report, an objection."""

from __future__ import annotations

import base64

from playwright.sync_api import FilePayload, Page, expect

from tests.web.browser.settling import settle
from tests.web.browser.visitor import Office, expect_accessible

_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
    "gg=="
)
PHOTO: FilePayload = {
    "name": "现场.png",
    "mimeType": "image/png",
    "buffer": base64.b64decode(_PIXEL),
}


def send(page: Page, name: str) -> None:
    page.click("form[data-draft] .btn-primary")
    page.wait_for_selector(f"text=“{name}”已提交")


def test_a_county_reports_with_a_photo_and_objects_on_a_phone(office: Office) -> None:
    page = office.sign_in("r430621", phone=True)
    page.click(".tabbar >> text=整改要求")
    page.wait_for_selector("h2:has-text('食堂留样不规范')")
    expect_accessible(page)
    expect(page.locator("main")).to_contain_text("整改到位")

    page.click("text=提出异议")
    settle(page)
    page.fill("[name=words]", "留样记录完整，请复核。")
    page.click("main form .btn-primary")
    page.wait_for_selector("text=已告知")

    page.goto("/demands")
    page.click(".todo >> text=报送整改报告")
    settle(page)
    page.fill("[name='form.report']", "已补齐留样柜，逐餐留样。")
    page.set_input_files("[name='_photo.evidence']", files=[PHOTO])
    page.wait_for_selector("[data-file] [role=status]:has-text('现场.png')")
    send(page, "报送整改报告")

    page.goto("/demands")
    page.wait_for_selector("text=现在不用您办")
    expect_accessible(page)
    director = office.sign_in("luo")
    director.goto("/approvals")
    director.wait_for_selector("text=复核异议")
