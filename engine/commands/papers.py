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


def visible_document(turn: Turn, document_id: str) -> tuple[Step, DocumentRow]:
    """Return a document that the actor may see, with the step of its case; raise NotFound else."""
    known = find_document(turn.session, document_id)
    if known is not None:
        step = turn.case(known.case_id)  # locks the case; what is read now stays so
        row = find_document(turn.session, document_id)
        if row is not None and sees_document(turn, step.case, row):
            return step, row
    raise NotFound("公文不存在。", en=f"Expected a document '{document_id[:80]}', found none.")


def visible_attachment(turn: Turn, attachment_id: str) -> tuple[Step, AttachmentRow]:
    """Return an attachment that the actor may see, with the step of its case; else NotFound."""
    known = find_attachment(turn.session, attachment_id)
    if known is not None:
        step = turn.case(known.case_id)
        row = find_attachment(turn.session, attachment_id)
        if row is not None and sees_attachment(turn, step.case, row):
            return step, row
    raise NotFound("附件不存在。", en=f"Expected an attachment '{attachment_id[:80]}', found none.")


def visible_case(turn: Turn, case_id: str) -> Step:
    """Return the step of a case some of whose papers the actor may see; raise NotFound else.

    Somebody who has open work in a case has standing in it, wherever they belong.
    """
    step = turn.find_case(case_id)
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
