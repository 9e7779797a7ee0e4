"""The papers of a case with names, and what each person may do with each of them."""

from __future__ import annotations

import pytest

from engine import commands
from engine.commands.reading.checking import check_history
from engine.commands.reading.papers import (
    AttachmentView,
    DocumentView,
    read_case_attachments,
    read_case_documents,
)
from engine.commands.rendering import render_document
from engine.model.case import Actor
from engine.model.documents import Visibility
from engine.model.errors import NotFound, NotPermitted
from engine.store.tables import history_event
from tests.papers.office import PaperDesk


def documents(desk: PaperDesk, person: str, case_id: str) -> tuple[DocumentView, ...]:
    return desk.give(read_case_documents, person, case_id=case_id)


def attachments(desk: PaperDesk, person: str, case_id: str) -> tuple[AttachmentView, ...]:
    return desk.give(read_case_attachments, person, case_id=case_id)


def test_a_document_says_whom_it_is_for_and_what_may_be_done_with_it(desk: PaperDesk) -> None:
    case_id = desk.issued().case_id
    (seen,) = documents(desk, "li", case_id)
    assert (seen.number, seen.is_void, seen.files) == ("岳教督整〔2026〕1号", False, ())
    assert seen.addressee is not None
    assert seen.addressee.name == "某甲县"
    assert seen.issued_by.name == "wang某"
    assert seen.may == ("void_document", "render_document")
    (served,) = documents(desk, "xiao", case_id)
    assert served.may == ()


def test_what_is_void_or_rendered_is_not_offered_again(desk: PaperDesk) -> None:
    issued = desk.issued()
    render_document(desk.store, engine=desk.engine, clock=desk.clock, document_id=issued.id)
    desk.give(commands.void_document, "li", document_id=issued.id, reason="文号重复")
    (seen,) = documents(desk, "li", issued.case_id)
    assert [each.kind for each in seen.files] == ["docx", "pdf"]
    assert (seen.is_void, seen.void_reason, seen.may) == (True, "文号重复", ())
    assert seen.voided_by is not None
    assert seen.voided_by.id == "li"


def test_what_was_taken_off_stays_on_file_for_the_office_alone(desk: PaperDesk) -> None:
    case_id = desk.issued().case_id
    mine = desk.attach("li", case_id, visibility=Visibility.UNIT).attachment_id
    desk.attach("li", case_id, name="内部.pdf")
    assert len(attachments(desk, "xiao", case_id)) == 1
    desk.give(commands.remove_attachment, "li", attachment_id=mine, reason="传错")
    assert attachments(desk, "xiao", case_id) == ()
    removed, kept = attachments(desk, "li", case_id)
    assert (removed.row.removal_reason, removed.may) == ("传错", ())
    assert removed.removed_by is not None
    assert kept.may == ("remove_attachment",)


def test_who_attached_a_file_may_take_it_off_and_no_colleague_of_theirs(desk: PaperDesk) -> None:
    case_id = desk.issued().case_id
    desk.attach("xiao", case_id)
    (own,) = attachments(desk, "xiao", case_id)
    assert own.may == ("remove_attachment",)
    (seen,) = attachments(desk, "qian", case_id)
    assert seen.may == ()


@pytest.mark.parametrize("read", [read_case_documents, read_case_attachments, check_history])
def test_to_strangers_the_case_does_not_exist(desk: PaperDesk, read: object) -> None:
    case_id = desk.issued().case_id
    with pytest.raises(NotFound), desk.store.begin() as session:
        read(  # type: ignore[operator]  # one of the reads above
            session, engine=desk.engine, clock=desk.clock, actor=Actor("hua"), case_id=case_id
        )


def test_a_history_is_checked_to_its_last_event(desk: PaperDesk) -> None:
    case_id = desk.issued().case_id
    found = desk.give(check_history, "li", case_id=case_id)
    assert (found.events, found.flaw) == (len(desk.history(case_id)), None)


def test_a_changed_event_is_named(desk: PaperDesk) -> None:
    case_id = desk.issued().case_id
    with desk.store.begin() as session:
        third = (history_event.c.case_id == case_id) & (history_event.c.seq == 3)
        session.execute(history_event.update().where(third).values(person="chen"))
    with desk.store.begin() as session:
        found = check_history(
            session, engine=desk.engine, clock=desk.clock, actor=Actor("li"), case_id=case_id
        )
    assert found.flaw is not None
    assert found.flaw.seq == 3


def test_an_event_that_is_missing_at_the_end_is_found(desk: PaperDesk) -> None:
    case_id = desk.issued().case_id
    last = len(desk.history(case_id))
    with desk.store.begin() as session:
        at_end = (history_event.c.case_id == case_id) & (history_event.c.seq == last)
        session.execute(history_event.delete().where(at_end))
    with desk.store.begin() as session:
        found = check_history(
            session, engine=desk.engine, clock=desk.clock, actor=Actor("li"), case_id=case_id
        )
    assert found.flaw is not None
    assert found.flaw.seq == last


def test_whoever_may_not_read_the_history_may_not_check_it(desk: PaperDesk) -> None:
    case_id = desk.issued().case_id
    with pytest.raises(NotPermitted), desk.store.begin() as session:
        check_history(
            session, engine=desk.engine, clock=desk.clock, actor=Actor("xiao"), case_id=case_id
        )
