"""Read what is known of one document: its data and its files, not their content."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.papers import seen_document
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.store.document_rows import DocumentFile, DocumentRow
from engine.store.documents import files_of
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class DocumentSeen:
    """A document as it was issued, and the files made from it so far."""

    row: DocumentRow
    files: tuple[DocumentFile, ...]


def read_document(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, document_id: str
) -> DocumentSeen:
    """Return a document that the actor may see; NotFound else."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    _, row = seen_document(turn, document_id)
    return DocumentSeen(row, tuple(files_of(session, row.id)))


def expect_may_render(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, document_id: str
) -> None:
    """Expect that the actor may have the files of a document made; NotFound, NotPermitted else."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step, _ = seen_document(turn, document_id)
    engine.permissions.expect(turn.office, actor, "render_document", unit=step.case.unit)
