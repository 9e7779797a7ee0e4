"""Filling in work in a browser: rows pasted from a spreadsheet, a draft, a file from a phone."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.web.browser.settling import settle
from tests.web.browser.visitor import Office, expect_accessible

PASTE = """cells => {
  const data = new DataTransfer();
  data.setData("text/plain", cells);
  const event = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
}"""
ROWS = "[data-list='form.summoned'] [data-list-row]"


def rows(page: Page) -> list[str]:
    """Return what stands in the first column of the list."""
    found = page.locator(f"{ROWS} input[name$='.person']")
    return [each.input_value() for each in found.all()]


def test_rows_pasted_from_a_spreadsheet_are_kept_as_a_draft_and_sent(office: Office) -> None:
    leader = office.sign_in("wang")
    leader.get_by_role("link", name="审批约谈").click()
    leader.locator("[name='form.approval']").first.check()
    leader.click("text=提交并办下一件")
    leader.wait_for_selector("text=“审批约谈”已提交")

    page = office.sign_in("li")
    page.goto("/desk?text=违规招生约谈")
    page.get_by_role("link", name="拟定约谈通知书").click()
    page.get_by_role("heading", level=1, name="拟定约谈通知书").wait_for()
    settle(page)
    page.focus("[name='form.summoned.0.person']")
    page.evaluate(PASTE, "甲某\t局长\t胡说\t平江县\n乙某\t副局长\t胡说\t没有的单位")
    page.wait_for_selector("text=没有看懂“没有的单位”")
    expect_accessible(page)
    assert rows(page) == ["甲某", "乙某"]
    page.click("[data-list='form.summoned'] [data-list-add]")
    page.keyboard.type("丙某")
    page.locator(f"{ROWS} [data-list-remove]").first.click()
    assert rows(page) == ["乙某", "丙某"]

    page.reload()
    page.wait_for_selector("text=未提交的草稿")
    settle(page)
    assert rows(page) == ["乙某", "丙某"]
    page.fill("[name='form.summoned.1.unit']", "平江县")
    page.wait_for_selector("#found-form\\.summoned\\.1\\.unit option", state="attached")


def test_a_respondent_photographs_evidence_and_sends_the_report_from_a_phone(
    office: Office,
) -> None:
    page = office.sign_in("r430626", phone=True)
    page.get_by_role("link", name="报送整改报告").first.click()
    page.click("text=签收并办理")
    page.wait_for_selector("text=现在由您办理")
    settle(page)
    page.fill("[name='form.report']", "已停用不合格校车，逐车检验合格。")
    page.set_input_files(
        "[name='_file.evidence']",
        {"name": "佐证.txt", "mimeType": "text/plain", "buffer": "检验单\n".encode()},
    )
    page.wait_for_selector("[data-file] [role=status]:has-text('佐证.txt')")
    expect_accessible(page)
    page.click("form[data-draft] .btn-primary")
    page.wait_for_selector("text=“报送整改报告”已提交")
    expect_accessible(page)
