"""Papers in a real browser: a PDF inside the page, several files at once, and by a phone."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect

from tests.web.browser.settling import settle
from tests.web.browser.visitor import Office, expect_accessible

PDF = b"%PDF-1.7 report"


def open_tab(page: Page, name: str) -> None:
    page.goto("/cases?sort=opened&status=open&text=收取费用")
    page.click("a[data-row]")
    page.click(f"nav.tabs >> text={name}")
    page.locator("nav.tabs [aria-current=page]", has_text=name).wait_for()
    settle(page)


def test_an_official_reads_a_document_and_attaches_several_files(office: Office) -> None:
    page = office.sign_in("li")
    open_tab(page, "公文")
    with page.expect_response(lambda got: "shown=1" in got.url) as shown:
        page.click("td >> text=限期整改的通知书")
    assert shown.value.status == 200
    assert shown.value.headers["content-type"] == "application/pdf"
    expect_accessible(page)
    open_tab(page, "附件")
    page.fill("[name=note]", "现场")
    files: list[FilePayload] = [
        {"name": "一.pdf", "mimeType": "application/pdf", "buffer": PDF},
        {"name": "二.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90\x00"},
        {"name": "三.txt", "mimeType": "text/plain", "buffer": b"words"},
    ]
    page.set_input_files("#field-file", files)
    page.wait_for_selector("text=已上传 2 个文件，1 个没有上传")
    expect(page.locator("[data-attach-list]")).to_contain_text("不接受程序")
    listed = page.locator("#attached a[data-row]")
    for name in ("一.pdf", "三.txt"):
        expect(listed.get_by_text(name, exact=True)).to_have_count(1)
    expect(listed.get_by_text("二.exe")).to_have_count(0)
    expect_accessible(page)


def test_a_respondent_sees_on_a_phone_why_the_date_is_what_it_is(untouched: Office) -> None:
    page = untouched.sign_in("r430623", phone=True)
    open_tab(page, "公文")
    page.click("td >> text=限期整改的通知书")
    settle(page)
    expect(page.locator("iframe")).to_be_hidden()
    expect(page.locator("text=打开 PDF")).to_be_visible()
    page.click("text=为什么是这天")
    expect(page.locator("td.is-due").first).to_be_visible()
    expect_accessible(page)
