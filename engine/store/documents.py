"""Documents that were issued: read, made void, linked to the files set from them.

A step adds them by `StepBatch.add_document`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update

from engine.store.document_rows import DocumentFile, DocumentRow
from engine.store.statements import Statement
from engine.store.step_statements import columns_of, inserting
from engine.store.store import Session
from engine.store.tables import document, document_file

_all = select(document)
_BY_ID = Statement(_all.where(document.c.id == bindparam("id")), ["id"])
_BY_ACTIVITY = Statement(
    _all.where(document.c.case_id == bindparam("case_id"), document.c.aid == bindparam("aid")),
    ["case_id", "aid"],
)
_BY_NUMBER = Statement(
    _all.where(document.c.number == bindparam("number")).order_by(
        document.c.issued_at, document.c.id
    ),
    ["number"],
)
_OF_CASE = Statement(
    _all.where(document.c.case_id == bindparam("case_id")).order_by(
        document.c.issued_at, document.c.aid
    ),
    ["case_id"],
)
_NEWEST = Statement(
    _all.order_by(document.c.issued_at.desc(), document.c.id.desc()).limit(bindparam("limit")),
    ["limit"],
)
_UNRENDERED = Statement(
    select(document.c.id)
    .where(document.c.rendered_at.is_(None), document.c.render_error.is_(None))
    .order_by(document.c.issued_at, document.c.id)
    .limit(bindparam("limit")),
    ["limit"],
)
_FAILED = Statement(
    _all.where(document.c.render_error.is_not(None)).order_by(document.c.issued_at, document.c.id)
)
_VOID = Statement(
    update(document)
    .where(document.c.id == bindparam("old_id"))
    .values(
        status="void",
        voided_at=bindparam("at"),
        voided_by=bindparam("by"),
        void_reason=bindparam("reason"),
    ),
    ["at", "by", "reason", "old_id"],
)
_RENDERED = Statement(
    update(document)
    .where(document.c.id == bindparam("old_id"))
    .values(rendered_at=bindparam("at"), render_error=bindparam("error")),
    ["at", "error", "old_id"],
)
_FAILURE = Statement(
    update(document)
    .where(document.c.id == bindparam("old_id"), document.c.rendered_at.is_(None))
    .values(render_error=bindparam("error")),
    ["error", "old_id"],
)
_FILES = Statement(
    select(document_file)
    .where(document_file.c.document_id == bindparam("document_id"))
    .order_by(document_file.c.kind),
    ["document_id"],
)
_ADD_FILE = inserting(document_file)
_file_cells = columns_of(DocumentFile)


def find_document(session: Session, document_id: str) -> DocumentRow | None:
    """Return a document by its id, None when there is none."""
    return session.one(DocumentRow, _BY_ID, document_id)


def document_of_activity(session: Session, case_id: str, aid: int) -> DocumentRow | None:
    """Return the document that an activity instance issued, None when it has not."""
    return session.one(DocumentRow, _BY_ACTIVITY, case_id, aid)


def documents_with_number(session: Session, number: str) -> list[DocumentRow]:
    """Return the documents that bear a number, oldest first."""
    return session.all(DocumentRow, _BY_NUMBER, number)


def documents_of_case(session: Session, case_id: str) -> list[DocumentRow]:
    """Return the documents of a case in the order they were issued, void ones too."""
    return session.all(DocumentRow, _OF_CASE, case_id)


def newest_documents(session: Session, *, limit: int) -> list[DocumentRow]:
    """Return the documents issued last, over all cases, the latest first."""
    return session.all(DocumentRow, _NEWEST, limit)


def unrendered(session: Session, *, limit: int) -> list[str]:
    """Return the ids of documents without files, oldest first; those that failed are left out."""
    return session.all(str, _UNRENDERED, limit)


def failed_to_render(session: Session) -> list[DocumentRow]:
    """Return the documents that could not be set."""
    return session.all(DocumentRow, _FAILED)


def mark_void(session: Session, document_id: str, *, at: datetime, by: str, reason: str) -> None:
    """Make a document void."""
    session.run(_VOID, at, by, reason, document_id)


def mark_rendered(session: Session, document_id: str, *, at: datetime) -> None:
    """Note that all files of a document were made."""
    session.run(_RENDERED, at, None, document_id)


def mark_failed(session: Session, document_id: str, error: str) -> None:
    """Note why the files of a document could not be made; nobody tries again unasked.

    A document that somebody else has set meanwhile has not failed.
    """
    session.run(_FAILURE, error, document_id)


def files_of(session: Session, document_id: str) -> list[DocumentFile]:
    """Return the files that were made from a document."""
    return session.all(DocumentFile, _FILES, document_id)


def add_file(session: Session, row: DocumentFile) -> None:
    """Link a file to a document."""
    session.run(_ADD_FILE, *_file_cells(row))
