"""The papers of a case as one person may see them; what they may not see does not exist."""

from __future__ import annotations

from engine.commands.policy.papers import (
    sees_all,
    sees_attachment,
    sees_document,
    sees_served,
)
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.model.errors import NotFound
from engine.store.attachments import attachments_of_case, find_attachment
from engine.store.case_reads import work_of_case
from engine.store.document_rows import AttachmentRow, DocumentRow
from engine.store.documents import documents_of_case, find_document
from engine.store.rows import CaseRow


def seen_document(turn: Turn, document_id: str) -> tuple[Step, DocumentRow]:
    """Return a document that the actor may see, for looking at: its case is not locked."""
    row = find_document(turn.session, document_id)
    step = None if row is None else turn.look_for(row.case_id)
    if row is None or step is None or not sees_document(turn, step.case, row):
        raise _no_document(document_id)
    return step, row


def visible_document(turn: Turn, document_id: str) -> tuple[Step, DocumentRow]:
    """Return a document that the actor may see, with the step of its case; raise NotFound else.

    The case is locked once it is known that they may; what is read then stays so.
    """
    seen, _ = seen_document(turn, document_id)
    step = turn.case(seen.case.id)
    row = find_document(turn.session, document_id)
    if row is None or not sees_document(turn, step.case, row):
        raise _no_document(document_id)
    return step, row


def seen_attachment(turn: Turn, attachment_id: str) -> tuple[Step, AttachmentRow]:
    """Return an attachment that the actor may see, for looking at: its case is not locked."""
    row = find_attachment(turn.session, attachment_id)
    step = None if row is None else turn.look_for(row.case_id)
    if row is None or step is None or not sees_attachment(turn, step.case, row):
        raise _no_attachment(attachment_id)
    return step, row


def visible_attachment(turn: Turn, attachment_id: str) -> tuple[Step, AttachmentRow]:
    """Return an attachment that the actor may see, with the step of its case; else NotFound.

    The case is locked once it is known that they may; what is read then stays so.
    """
    seen, _ = seen_attachment(turn, attachment_id)
    step = turn.case(seen.case.id)
    row = find_attachment(turn.session, attachment_id)
    if row is None or not sees_attachment(turn, step.case, row):
        raise _no_attachment(attachment_id)
    return step, row


def visible_case(turn: Turn, case_id: str) -> Step:
    """Return a case some of whose papers the actor may see, for looking at; NotFound else.

    Somebody who has open work in a case has standing in it, wherever they belong.
    """
    step = turn.look_for(case_id)
    if step is None or not (
        sees_all(turn, step.case)
        or sees_served(turn, step.case)
        or _has_work(turn, step.case)
        or visible_documents(turn, step.case)
        or visible_attachments(turn, step.case)
    ):
        raise NotFound("案件不存在。", en=f"Expected a case '{case_id[:80]}', but there is none.")
    return step


def _has_work(turn: Turn, case: CaseRow) -> bool:
    """Say whether the actor may act on open work of the unit they belong to."""
    permissions = turn.engine.permissions
    return any(
        permissions.allows(turn.office, turn.actor, "see_served", unit=work.unit)
        for work in work_of_case(turn.session, case.id)
        if work.unit != case.unit
    )


def visible_documents(turn: Turn, case: CaseRow) -> list[DocumentRow]:
    """Return the documents of a case that the actor may see, in the order they were issued."""
    rows = documents_of_case(turn.session, case.id)
    return [row for row in rows if sees_document(turn, case, row)]


def visible_attachments(turn: Turn, case: CaseRow) -> list[AttachmentRow]:
    """Return the attachments of a case that the actor may see and that count, oldest first."""
    return [row for row in _attachments(turn, case) if sees_attachment(turn, case, row)]


def _attachments(turn: Turn, case: CaseRow) -> list[AttachmentRow]:
    rows = attachments_of_case(turn.session, case.id)
    return [row for row in rows if row.removed_at is None]


def _no_document(document_id: str) -> NotFound:
    return NotFound("公文不存在。", en=f"Expected a document '{document_id[:80]}', found none.")


def _no_attachment(attachment_id: str) -> NotFound:
    return NotFound(
        "附件不存在。", en=f"Expected an attachment '{attachment_id[:80]}', found none."
    )
