"""Who may see the papers of a case: documents that were issued, and files that were attached.

Deny by default. Officials and auditors see all papers of the cases of units in their scope. The
unit that a case concerns sees what its own people attached and what is meant for it. To anybody
else, what they may not see does not exist: the refusal is the same NotFound.
"""

from __future__ import annotations

from engine.commands.policy.asked import Asking
from engine.model.case import Actor
from engine.model.documents import Visibility
from engine.store.document_rows import AttachmentRow, DocumentRow
from engine.store.rows import CaseRow


def sees_all(turn: Asking, case: CaseRow, asked: Actor | None = None) -> bool:
    """Say whether the actor, or who asks in their place, sees the internal papers of a case."""
    permissions = turn.engine.permissions
    return permissions.allows(turn.office, asked or turn.actor, "see_internal", unit=case.unit)


def sees_served(turn: Asking, case: CaseRow, asked: Actor | None = None) -> bool:
    """Say whether the actor belongs to the unit that a case concerns, or to one above it."""
    permissions = turn.engine.permissions
    return permissions.allows(turn.office, asked or turn.actor, "see_served", unit=case.unit)


def sees_document(turn: Asking, case: CaseRow, row: DocumentRow) -> bool:
    """Say whether the actor may see a document: all of them, or what is served on their unit."""
    if sees_all(turn, case):
        return True
    permissions = turn.engine.permissions
    is_served = row.visibility == Visibility.UNIT.value
    return is_served and permissions.allows(
        turn.office, turn.actor, "see_served", unit=row.addressee
    )


def sees_attachment(
    turn: Asking, case: CaseRow, row: AttachmentRow, asked: Actor | None = None
) -> bool:
    """Say whether the actor may see an attachment: all of them, those served, or their own.

    What is internal and not their own stays unseen, also what somebody of the same unit attached.
    """
    asked = asked or turn.actor
    if sees_all(turn, case, asked):
        return True
    if row.removed_at is None and row.uploaded_by == asked.person:
        return True
    if row.removed_at is not None or row.visibility != Visibility.UNIT.value:
        return False
    if sees_served(turn, case, asked):
        return True
    permissions = turn.engine.permissions
    return permissions.allows(turn.office, asked, "see_served", unit=row.unit)
