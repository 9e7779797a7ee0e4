"""Who only looks at papers does not wait for those who change the case."""

from __future__ import annotations

from collections.abc import Callable

from engine import commands
from engine.commands.document_reading import expect_may_render, read_document
from engine.commands.downloads import find_attachment_file
from engine.commands.registers import list_items_of_case
from engine.model.case import Actor
from engine.store.reads import lock_case_version
from tests.papers.office import PaperDesk


def test_papers_are_looked_at_while_somebody_changes_the_case(desk: PaperDesk) -> None:
    document = desk.issued()
    case_id = document.case_id
    attached = desk.attach("xiao", case_id).attachment_id
    looks: list[tuple[Callable[..., object], dict[str, str]]] = [
        (commands.list_documents, {"case_id": case_id}),
        (commands.list_attachments, {"case_id": case_id}),
        (list_items_of_case, {"case_id": case_id}),
        (read_document, {"document_id": document.id}),
        (expect_may_render, {"document_id": document.id}),
        (find_attachment_file, {"attachment_id": attached}),
    ]
    with desk.store.begin() as changing:
        assert lock_case_version(changing, case_id) is not None
        for look, named in looks:
            with desk.store.read() as session:
                look(session, engine=desk.engine, clock=desk.clock, actor=Actor("li"), **named)
