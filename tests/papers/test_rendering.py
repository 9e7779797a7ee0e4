"""Files are set after the commit, once, and prove to be what the history says."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import update

from dudao.health.checks import Check
from dudao.health.papers import check_numbers, check_papers
from engine import commands
from engine.model.errors import InvalidState, NotFound
from engine.store import Session
from engine.store.blobs import is_sound, read_blob
from engine.store.document_rows import DocumentFile, DocumentRow
from engine.store.documents import failed_to_render, files_of, unrendered
from engine.store.tables import attachment, blob_chunk, document
from tests.cases.desk import refusal
from tests.papers.hostile import PDF
from tests.papers.office import PaperDesk


def rendered(desk: PaperDesk, row: DocumentRow) -> list[DocumentFile]:
    return commands.render_document(
        desk.store, engine=desk.engine, clock=desk.clock, document_id=row.id
    )


def pending(desk: PaperDesk, limit: int = 20) -> commands.Rendered:
    return commands.render_pending(desk.store, engine=desk.engine, clock=desk.clock, limit=limit)


def test_the_worker_sets_what_is_waiting_once(desk: PaperDesk) -> None:
    first, second = desk.issued(), desk.issued()
    assert pending(desk, limit=1).done == 1
    assert (pending(desk).done, pending(desk).done) == (1, 0)
    for row in (first, second):
        docx, pdf = desk.read(lambda session, row=row: files_of(session, row.id))  # type: ignore[misc]
        assert (docx.kind, pdf.kind) == ("docx", "pdf")
        (event,) = desk.events(row.case_id, "document_rendered")
        assert event["data"] == {
            "document": row.id,
            "sha256": {"docx": docx.sha256, "pdf": pdf.sha256},
        }
        data = b"".join(desk.read(lambda session, pdf=pdf: list(read_blob(session, pdf.sha256))))  # type: ignore[misc]
        assert data.startswith(b"%PDF-")
        assert hashlib.sha256(data).hexdigest() == pdf.sha256
        desk.check(row.case_id)


def test_setting_again_changes_nothing(desk: PaperDesk) -> None:
    row = desk.issued()
    first = rendered(desk, row)
    assert rendered(desk, row) == first
    assert desk.types(row.case_id).count("document_rendered") == 1


def test_one_that_cannot_be_set_does_not_stop_the_others_or_try_for_ever(desk: PaperDesk) -> None:
    broken, whole = desk.issued(), desk.issued()
    with desk.store.begin() as session:
        empty = '{"number":"1","text":"","title":"无"}'
        session.execute(update(document).where(document.c.id == broken.id).values(content=empty))
    done = pending(desk)
    assert (done.done, done.failed) == (1, (broken.id,))
    assert pending(desk) == commands.Rendered(0)
    (row,) = desk.read(failed_to_render)
    assert row.render_error == "ValueError：nothing to set"
    assert len(desk.read(lambda session: files_of(session, whole.id))) == 2


def test_a_failure_of_one_does_not_undo_what_another_has_set_meanwhile(desk: PaperDesk) -> None:
    row = desk.issued()
    able = desk.engine

    def failing(_: object) -> bytes:
        commands.render_document(desk.store, engine=able, clock=desk.clock, document_id=row.id)
        raise MemoryError

    desk.engine = replace(able, renderers={**able.renderers, "pdf": failing})
    with pytest.raises(MemoryError):
        rendered(desk, row)
    assert desk.read(failed_to_render) == []
    assert desk.read(lambda session: unrendered(session, limit=9)) == []


def test_an_engine_without_renderers_says_so(desk: PaperDesk) -> None:
    row = desk.issued()
    desk.engine = replace(desk.engine, renderers={})
    assert pending(desk) == commands.Rendered(0)
    with pytest.raises(InvalidState) as refused:
        rendered(desk, row)
    assert refused.value.code == "no_renderer"


def test_a_reading_of_a_file_is_recorded_and_only_for_those_who_may(desk: PaperDesk) -> None:
    row = desk.issued()
    give = {"document_id": row.id, "kind": "pdf"}
    early = refusal(lambda: desk.give(commands.download_document, "xiao", **give))
    assert (type(early), early.code) == (NotFound, "not_rendered")
    rendered(desk, row)
    found = desk.give(commands.download_document, "xiao", **give)
    assert found.name == "岳教督整〔2026〕1号责令限期整改通知书.pdf"
    (event,) = desk.events(row.case_id, "document_downloaded")
    assert (event["person"], event["data"]) == (
        "xiao",
        {"document": row.id, "kind": "pdf", "sha256": found.sha256},
    )
    hidden = refusal(lambda: desk.give(commands.download_document, "hua", **give))
    assert (type(hidden), hidden.code) == (NotFound, "not_found")


def test_a_document_for_the_office_is_hidden_from_the_unit(desk: PaperDesk) -> None:
    row = desk.issued()
    with desk.store.begin() as session:
        session.execute(update(document).values(visibility="internal"))
    assert desk.seen_documents("xiao", row.case_id) == []
    assert [each.id for each in desk.seen_documents("li", row.case_id)] == [row.id]


def damages(desk: PaperDesk, case_id: str) -> list[str]:
    return desk.read(lambda session: [each.zh for each in commands.verify_papers(session, case_id)])


def test_whole_papers_prove_to_be_so(desk: PaperDesk) -> None:
    row = desk.issued()
    rendered(desk, row)
    desk.attach("li", row.case_id, PDF)
    desk.give(commands.void_document, "li", document_id=row.id, reason="重复")
    assert damages(desk, row.case_id) == []
    levels = desk.read(lambda session: [each.level for each in checks(session)])
    assert levels == ["ok", "ok"]


def checks(session: Session) -> list[Check]:
    return [*check_numbers(session), *check_papers(session)]


CONTENT, FILE, ATTACHED = (
    "内容与历史记载的摘要不一致",
    "pdf文件与历史记载的摘要不一致",
    "附件内容与历史记载的摘要不一致",
)


def change_content(session: Session) -> None:
    session.execute(update(document).values(content='{"title":"伪造"}'))


def change_content_and_hash(session: Session) -> None:
    forged = '{"title":"伪造"}'
    digest = hashlib.sha256(forged.encode()).hexdigest()
    session.execute(update(document).values(content=forged, content_hash=digest))


def change_status(session: Session) -> None:
    session.execute(update(document).values(status="void"))


def forget_attachment(session: Session) -> None:
    session.execute(attachment.delete())


@pytest.mark.parametrize(
    "tamper,found",
    [
        (change_content, CONTENT),
        (change_content_and_hash, CONTENT),
        (change_status, "是否作废与历史不一致"),
        (forget_attachment, "历史中有记载，现已不存在"),
    ],
)
def test_tampering_is_found(desk: PaperDesk, tamper: object, found: str) -> None:
    row = desk.issued()
    rendered(desk, row)
    desk.attach("li", row.case_id, PDF)
    with desk.store.begin() as session:
        tamper(session)  # type: ignore[operator]  # one of the functions above
    assert damages(desk, row.case_id) == [found]
    said = desk.read(lambda session: [each.zh for each in check_papers(session)])
    assert any(found in each for each in said)


def test_damaged_bytes_are_found_and_not_given_out_as_whole(desk: PaperDesk) -> None:
    row = desk.issued()
    pdf = rendered(desk, row)[1]
    attached = desk.attach("li", row.case_id, PDF)
    for sha256 in (pdf.sha256, attached.sha256):
        with desk.store.begin() as session:
            changed = update(blob_chunk).where(blob_chunk.c.sha256 == sha256)
            session.execute(
                changed.values(data=b"x" * (pdf.size if sha256 == pdf.sha256 else len(PDF)))
            )
        assert not desk.read(lambda session, sha256=sha256: is_sound(session, sha256))  # type: ignore[misc]
        with pytest.raises(InvalidState) as refused, desk.store.read() as session:
            list(read_blob(session, sha256))
        assert refused.value.code == "blob_damaged"
    assert damages(desk, row.case_id) == [FILE, ATTACHED]
