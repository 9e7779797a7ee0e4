"""The files that the form opening a case names: held before, attachments of the case from now on."""

from __future__ import annotations

from engine.commands.attachments import attach_held
from engine.commands.step import Around, Step
from engine.store.attachments import insert_attachment
from engine.store.document_rows import AttachmentRow, HeldFileRow
from engine.store.held_files import find_held, let_go
from engine.store.store import Session


class TakenFiles:
    """What a form names of the files that whoever opens a case holds for it."""

    __slots__ = ("_found", "_process", "_rows", "_turn")

    def __init__(self, turn: Around, process: str) -> None:
        self._turn = turn
        self._process = process
        self._found: dict[str, HeldFileRow] = {}
        self._rows: list[AttachmentRow] = []

    def knows(self, file_id: str) -> bool:
        """Say whether the actor holds this file for such a case; it is taken then."""
        row = find_held(self._turn.session, file_id)
        if row is None or (row.held_by, row.process) != (self._turn.actor.person, self._process):
            return False
        self._found[file_id] = row
        return True

    def attach_to(self, step: Step) -> None:
        """Record in a new case that these files are attached."""
        self._rows = [attach_held(step, each) for each in self._found.values()]

    def write(self, session: Session) -> None:
        """Write the attachments, once their case is written; nothing is held any longer."""
        for row in self._rows:
            insert_attachment(session, row)
        let_go(session, tuple(self._found))
