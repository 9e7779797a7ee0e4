"""Files that people attached to cases: rows only ever added, or marked as removed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update

from engine.store.document_rows import AttachmentRow
from engine.store.statements import Statement
from engine.store.step_statements import columns_of, inserting
from engine.store.store import Session
from engine.store.tables import attachment

_BY_ID = Statement(select(attachment).where(attachment.c.id == bindparam("id")), ["id"])
_OF_CASE = Statement(
    select(attachment)
    .where(attachment.c.case_id == bindparam("case_id"))
    .order_by(attachment.c.uploaded_at, attachment.c.id),
    ["case_id"],
)
_NEWEST = Statement(
    select(attachment)
    .order_by(attachment.c.uploaded_at.desc(), attachment.c.id.desc())
    .limit(bindparam("limit")),
    ["limit"],
)
_REMOVE = Statement(
    update(attachment)
    .where(attachment.c.id == bindparam("old_id"))
    .values(
        removed_at=bindparam("at"), removed_by=bindparam("by"), removal_reason=bindparam("reason")
    ),
    ["at", "by", "reason", "old_id"],
)
_INSERT = inserting(attachment)
_cells = columns_of(AttachmentRow)


def insert_attachment(session: Session, row: AttachmentRow) -> None:
    """Add a file to its case."""
    session.run(_INSERT, *_cells(row))


def find_attachment(session: Session, attachment_id: str) -> AttachmentRow | None:
    """Return an attachment by its id, removed ones too; None when there is none."""
    return session.one(AttachmentRow, _BY_ID, attachment_id)


def attachments_of_case(session: Session, case_id: str) -> list[AttachmentRow]:
    """Return the attachments of a case, oldest first, removed ones too."""
    return session.all(AttachmentRow, _OF_CASE, case_id)


def newest_attachments(session: Session, *, limit: int) -> list[AttachmentRow]:
    """Return the files attached last, over all cases, the latest first."""
    return session.all(AttachmentRow, _NEWEST, limit)


def mark_removed(
    session: Session, attachment_id: str, *, at: datetime, by: str, reason: str
) -> None:
    """Note that a file no longer counts; its content stays, for it may have been relied upon."""
    session.run(_REMOVE, at, by, reason, attachment_id)
