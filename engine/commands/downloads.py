"""Read documents and attachments: each time the history of the case says who read what."""

from __future__ import annotations

from dataclasses import replace

from engine.commands.engine import Engine
from engine.commands.papers import (
    seen_attachment,
    seen_document,
    visible_attachment,
    visible_attachments,
    visible_case,
    visible_document,
    visible_documents,
)
from engine.commands.requests import command
from engine.commands.results import Downloaded
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.file_names import clean_name
from engine.model.file_types import TYPES
from engine.model.values import Value
from engine.store.document_rows import AttachmentRow, DocumentRow
from engine.store.documents import files_of
from engine.store.store import Session


def list_attachments(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> list[AttachmentRow]:
    """Return the attachments of a case that the actor may see, oldest first; else NotFound."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    return visible_attachments(turn, visible_case(turn, case_id).case)


def list_documents(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> list[DocumentRow]:
    """Return the documents of a case that the actor may see, as issued; else NotFound."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    return visible_documents(turn, visible_case(turn, case_id).case)


def find_attachment_file(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, attachment_id: str
) -> Downloaded:
    """Say what a download would give, without giving or recording anything; else NotFound."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    return _attached_file(*seen_attachment(turn, attachment_id))


def find_document_file(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    document_id: str,
    kind: str = "pdf",
) -> Downloaded:
    """Say what a download would give, without giving or recording anything; else NotFound."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    return _document_file(turn, *seen_document(turn, document_id), kind)


@command(Downloaded)
def download_attachment(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    attachment_id: str,
    idempotency_key: str | None = None,
) -> Downloaded:
    """Let the actor read an attachment, and record that they did."""
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step, row = visible_attachment(turn, attachment_id)
    said: dict[str, Value] = {"attachment": row.id, "name": row.name, "sha256": row.sha256}
    _record(turn, step, "attachment_downloaded", said)
    return _attached_file(step, row)


@command(Downloaded)
def download_document(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    document_id: str,
    kind: str = "pdf",
    idempotency_key: str | None = None,
) -> Downloaded:
    """Let the actor read a file of a document, and record that they did.

    NotFound with the code ``not_rendered`` says that the file has not been made yet.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step, row = visible_document(turn, document_id)
    found = _document_file(turn, step, row, kind)
    said: dict[str, Value] = {"document": row.id, "kind": kind, "sha256": found.sha256}
    _record(turn, step, "document_downloaded", said)
    return replace(found, version=step.case.version)


def _attached_file(step: Step, row: AttachmentRow) -> Downloaded:
    case = step.case
    return Downloaded(
        case.id, case.version, case.status, row.name, row.media_type, row.size, row.sha256
    )


def _document_file(turn: Turn, step: Step, row: DocumentRow, kind: str) -> Downloaded:
    file = next((each for each in files_of(turn.session, row.id) if each.kind == kind), None)
    if file is None:
        raise NotFound(
            f"公文“{row.title}”还没有生成 {kind} 文件。",
            en=f"Expected a {kind[:20]} file of document '{row.id}', but there is none yet.",
            code="not_rendered",
        )
    name = clean_name(f"{row.number or ''}{row.title}.{kind}")
    case = step.case
    return Downloaded(
        case.id, case.version, case.status, name, TYPES[kind].media_type, file.size, file.sha256
    )


def _record(turn: Turn, step: Step, type_: str, said: dict[str, Value]) -> None:
    """Record a reading; it is nobody's act on the case, so what could be withdrawn still can."""
    step.keeps_undo = True
    step.record(type_, data=said)
    turn.finish()
