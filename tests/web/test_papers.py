"""The papers of a case on its pages: documents and attachments, read, saved, added, given up."""

from __future__ import annotations

import io

import pytest

from engine import commands
from engine.commands.rendering import render_document
from engine.model.documents import Visibility
from engine.store import Store
from engine.store.document_rows import DocumentRow
from tests.papers.office import PaperDesk
from tests.support.clock import HandClock
from tests.web.pages import Pages

PDF = b"%PDF-1.7 report"


@pytest.fixture
def desk(store: Store, clock: HandClock) -> PaperDesk:
    return PaperDesk(store, clock).with_procedure()


def rendered(desk: PaperDesk) -> DocumentRow:
    row = desk.issued()
    render_document(desk.store, engine=desk.engine, clock=desk.clock, document_id=row.id)
    return row


def page_of(row: DocumentRow) -> str:
    return f"/cases/{row.case_id}/documents/{row.id}"


def sent(*files: tuple[bytes, str]) -> dict[str, object]:
    return {"file": [(io.BytesIO(data), name) for data, name in files]}


def test_documents_are_listed_with_number_and_recipient(desk: PaperDesk, pages: Pages) -> None:
    row = rendered(desk)
    listed = pages.get("li", f"/cases/{row.case_id}/documents").text
    for words in ("责令限期整改通知书", "岳教督整〔2026〕1号", "某甲县", "有效", "PDF", "DOCX"):
        assert words in listed


def test_a_document_without_files_says_so_until_it_has_them(desk: PaperDesk, pages: Pages) -> None:
    row = desk.issued()
    assert "正在生成" in pages.get("xiao", page_of(row)).text
    assert not pages.get("xiao", page_of(row)).all("//iframe|//button[contains(.,'现在生成')]")
    pages.send("li", f"{page_of(row)}/files", {}, shown_at=page_of(row))
    shown = pages.get("xiao", page_of(row))
    assert "正在生成" not in shown.text
    assert len(shown.all("//iframe[contains(@src,'shown=1')]")) == 1


def test_a_pdf_is_shown_in_our_own_pages_alone_and_the_history_says_to_whom(
    desk: PaperDesk, pages: Pages
) -> None:
    row = rendered(desk)
    got = pages.client("xiao").get(f"{page_of(row)}/file?kind=pdf&shown=1")
    assert got.data.startswith(b"%PDF-")
    assert got.headers["Content-Disposition"].startswith("inline")
    assert got.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in got.headers["Content-Security-Policy"]
    (event,) = desk.events(row.case_id, "document_downloaded")
    assert event["person"] == "xiao"


def test_what_is_saved_is_no_part_of_any_page(desk: PaperDesk, pages: Pages) -> None:
    row = rendered(desk)
    for asked in ("kind=docx", "kind=docx&shown=1", "kind=pdf"):
        got = pages.client("li").get(f"{page_of(row)}/file?{asked}")
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert got.headers["X-Frame-Options"] == "DENY"


def test_making_void_needs_a_reason_and_says_what_follows(desk: PaperDesk, pages: Pages) -> None:
    row = rendered(desk)
    path = f"{page_of(row)}/void"
    asked = pages.get("li", path).text
    assert "岳教督整〔2026〕1号在发文登记簿中注明作废，以后不再使用" in asked
    assert "某甲县会看到" in asked
    refused = pages.send("li", path, {"reason": " "}, status=422)
    assert "没有保存任何改动" in refused.text
    pages.send("li", path, {"reason": "文号重复"})
    shown = pages.get("xiao", page_of(row))
    assert "已作废" in shown.text
    assert "文号重复" in shown.text
    assert shown.all("//s[contains(.,'通知书')]")
    assert not pages.get("li", page_of(row)).all("//a[contains(@href,'/void')]")


def test_whoever_may_not_make_void_is_not_offered_it_and_refused(
    desk: PaperDesk, pages: Pages
) -> None:
    row = rendered(desk)
    shown = pages.get("xiao", page_of(row))
    assert not shown.all("//a[contains(@href,'/void')]")
    pages.send("xiao", f"{page_of(row)}/void", {"reason": "不服"}, status=403)
    assert desk.documents(row.case_id)[0].status == "issued"


def test_a_document_is_found_in_its_own_case_alone(desk: PaperDesk, pages: Pages) -> None:
    row, other = rendered(desk), desk.issued()
    for end in ("", "/file", "/void"):
        pages.get("li", f"/cases/{other.case_id}/documents/{row.id}{end}", status=404)
    pages.get("hua", page_of(row), status=404)


def test_of_several_files_one_that_is_refused_stops_no_other(desk: PaperDesk, pages: Pages) -> None:
    case_id = desk.issued().case_id
    path = f"/cases/{case_id}/attachments"
    files = sent((PDF, "一.pdf"), (b"MZ\x90\x00", "二.exe"), (b"words", "三.txt"))
    refused = pages.send("li", path, {**files, "note": "现场"}, status=422)
    assert "有 1 个文件没有上传；其余的已上传" in refused.text
    assert "二.exe：" in refused.text
    assert [each.name for each in desk.attachments("li", case_id)] == ["一.pdf", "三.txt"]
    assert refused.all("//input[@name='note']")[0].get("value") == "现场"


def test_sending_nothing_says_what_to_do(desk: PaperDesk, pages: Pages) -> None:
    path = f"/cases/{desk.issued().case_id}/attachments"
    assert "请选择文件" in pages.send("li", path, {}, status=422).text


def body(fields: dict[str, object], *files: tuple[bytes, str]) -> bytes:
    """Write a form as browsers do, without the temporary files of the test client."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, value in fields.items()
    ]
    parts += [
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + data
        for data, name in files
    ]
    return b"".join(b"--edge\r\n" + each + b"\r\n" for each in parts) + b"--edge--\r\n"


def test_a_file_that_is_too_large_says_how_large_it_may_be(desk: PaperDesk, pages: Pages) -> None:
    case_id = desk.issued().case_id
    desk.give(commands.change_setting, "wang", key="attachment.max_size", value=1)
    path = f"/cases/{case_id}/attachments"
    fields = pages.get("li", path).form_values(path)
    large = PDF + bytes(1024 * 1024)

    def send(*files: tuple[bytes, str]) -> tuple[int, str]:
        kind = "multipart/form-data; boundary=edge"
        answer = pages.client("li").post(path, data=body(fields, *files), content_type=kind)
        return answer.status_code, answer.text

    status, said = send((large, "大.pdf"), (PDF, "小.pdf"))
    assert status == 422
    assert "单个附件不超过1MiB" in said
    assert [each.name for each in desk.attachments("li", case_id)] == ["小.pdf"]
    status, said = send((large * 5, "巨.pdf"))
    assert status == 413
    assert "提交的内容过大" in said


def test_a_script_sends_each_file_and_is_told_why_not(desk: PaperDesk, pages: Pages) -> None:
    case_id = desk.issued().case_id
    path = f"/cases/{case_id}/attachments"
    hidden = pages.get("xiao", path).form_values(path)

    def send(data: bytes, name: str, number: int) -> tuple[int, str]:
        form = {**hidden, **sent((data, name)), "_key": f"{hidden['_key']}.{number}"}
        answer = pages.client("xiao").post(path, data=form, headers={"HX-Request": "true"})
        return answer.status_code, answer.text

    assert send(PDF, "一.pdf", 1) == (204, "")
    assert send(PDF, "一.pdf", 1) == (204, "")  # the same again, as after a broken connection
    status, said = send(b"<html>", "二.html", 2)
    assert status == 422
    assert "data-refusal" in said
    assert [each.name for each in desk.attachments("xiao", case_id)] == ["一.pdf"]


def test_the_office_says_who_sees_a_file_and_a_respondent_need_not(
    desk: PaperDesk, pages: Pages
) -> None:
    case_id = desk.issued().case_id
    path = f"/cases/{case_id}/attachments"
    pages.send("li", path, sent((PDF, "内部.pdf")))
    pages.send("li", path, {**sent((PDF, "送达.pdf")), "shown": "1"})
    seen = pages.get("xiao", path)
    assert "送达.pdf" in seen.text
    assert "内部.pdf" not in seen.text
    assert not seen.all("//input[@name='shown']")
    pages.send("xiao", path, sent((PDF, "报告.pdf")))
    assert desk.attachments("xiao", case_id)[-1].visibility == Visibility.UNIT.value


def test_a_file_taken_off_is_gone_for_the_unit_and_crossed_out_for_the_office(
    desk: PaperDesk, pages: Pages
) -> None:
    case_id = desk.issued().case_id
    path = f"/cases/{case_id}/attachments"
    own = f"{path}/{desk.attach('xiao', case_id).attachment_id}"
    pages.send("xiao", f"{own}/removal", {"reason": ""}, status=422)
    pages.send("xiao", f"{own}/removal", {"reason": "传错了"})
    assert "报告.pdf" not in pages.get("xiao", path).all("//*[@id='attached']")[0].text_content()
    kept = pages.get("li", path)
    assert kept.all("//s[contains(.,'报告.pdf')]")
    assert "传错了" in kept.text
    pages.get("xiao", own, status=404)
    assert "内容留作证据" in pages.get("li", own).text


def test_an_image_is_shown_and_anything_else_is_to_be_saved(desk: PaperDesk, pages: Pages) -> None:
    case_id = desk.issued().case_id
    image = desk.attach("li", case_id, b"\x89PNG\r\n\x1a\n" + bytes(40), "照片.png").attachment_id
    words = desk.attach("li", case_id, b"words", "说明.txt").attachment_id
    path = f"/cases/{case_id}/attachments"
    assert pages.get("li", f"{path}/{image}").all("//img[contains(@src,'shown=1')]")
    assert "请下载后查看" in pages.get("li", f"{path}/{words}").text
    shown = pages.client("li").get(f"{path}/{image}/file?shown=1")
    assert shown.headers["Content-Disposition"].startswith("inline")
    saved = pages.client("li").get(f"{path}/{words}/file?shown=1")
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_nobody_is_asked_for_files_where_they_may_attach_none(
    desk: PaperDesk, pages: Pages
) -> None:
    row = desk.issued()
    path = f"/cases/{row.case_id}/attachments"
    assert pages.get("li", path).all("//form[@data-attach]")
    desk.give(commands.cancel_case, "wang", case_id=row.case_id, reason="重复立案")
    assert not pages.get("li", path).all("//form[@data-attach]")
