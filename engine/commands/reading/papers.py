"""Read the papers of a case with what people in them are called, and what the actor may do to each.

Whoever sees the internal file also sees attachments that were taken off, with the reason; to
anybody else these do not exist any more. What is given out is recorded, not that it was listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from engine.commands.engine import Engine
from engine.commands.papers import visible_documents
from engine.commands.policy.papers import sees_attachment
from engine.commands.reading.names import Named, Names
from engine.commands.reading.standing import Looking
from engine.commands.step import Step
from engine.model.case import Actor, CaseStatus, Clock
from engine.model.documents import DocumentStatus, Visibility
from engine.store.attachments import attachments_of_case
from engine.store.document_rows import AttachmentRow, DocumentFile, DocumentRow
from engine.store.documents import files_of
from engine.store.store import Session
from engine.store.templates import template_version

_GOING_ON = (CaseStatus.OPEN.value, CaseStatus.SUSPENDED.value)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document that was issued: `to` and `copies_to` are the recipients that it names itself.

    `kind` is what its template is called, or the kind of its layout where that has no name of its
    own. `addressee` is the unit that may see it, None where none may. `may` names the commands that
    would be accepted now: `void_document`, `render_document`.
    """

    id: str
    number: str | None
    title: str
    kind: str
    to: str
    copies_to: str
    addressee: Named | None
    issued_at: datetime
    issued_by: Named
    is_void: bool
    voided_at: datetime | None
    voided_by: Named | None
    void_reason: str | None
    takes_number: bool
    files: tuple[DocumentFile, ...]
    render_error: str | None
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file of a case; `may` holds `remove_attachment` where that would be accepted now."""

    row: AttachmentRow
    unit: Named
    uploaded_by: Named
    removed_by: Named | None
    may: tuple[str, ...]


def read_case_documents(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> tuple[DocumentView, ...]:
    """Return the documents of a case that the actor may see, as issued; NotFound without the case.

    Void ones are among them: a number is never used again, and its document stays on file.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    reading = _Documents(looking, step)
    return tuple(map(reading.view, visible_documents(looking.turn, step.case)))


def read_case_attachments(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> tuple[AttachmentView, ...]:
    """Return the attachments of a case that the actor may see, oldest first; else NotFound."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    return tuple(_attachments(looking, step))


class _Documents:
    """The documents of one case while they are put together."""

    def __init__(self, looking: Looking, step: Step) -> None:
        self._session = looking.turn.session
        self._names = Names(looking.turn)
        self._may = {
            word: looking.allows(word, step) for word in ("void_document", "render_document")
        }

    def view(self, row: DocumentRow) -> DocumentView:
        names = self._names
        said = orjson.loads(row.content)
        is_void = row.status == DocumentStatus.VOID.value
        files = tuple(files_of(self._session, row.id))
        wanted = {"void_document": not is_void, "render_document": not files}
        return DocumentView(
            id=row.id,
            number=row.number,
            title=row.title,
            kind=self._kind(row) or _text(said, "kind"),
            to=_text(said, "to"),
            copies_to=_text(said, "copies_to"),
            addressee=_addressee(names, row),
            issued_at=row.issued_at,
            issued_by=names.person(row.issued_by),
            is_void=is_void,
            voided_at=row.voided_at,
            voided_by=names.maybe(row.voided_by),
            void_reason=row.void_reason,
            takes_number=row.series is not None,
            files=files,
            render_error=row.render_error,
            may=tuple(word for word, allowed in self._may.items() if allowed and wanted[word]),
        )

    def _kind(self, row: DocumentRow) -> str:
        template = template_version(self._session, row.template, row.template_version)
        return "" if template is None or template.name == template.key else template.name


def _addressee(names: Names, row: DocumentRow) -> Named | None:
    if row.addressee is None or row.visibility != Visibility.UNIT.value:
        return None
    return names.unit(row.addressee)


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _attachments(looking: Looking, step: Step) -> Iterator[AttachmentView]:
    turn, case, names = looking.turn, step.case, Names(looking.turn)
    may_remove = looking.allows("remove_attachment", step)
    for row in attachments_of_case(turn.session, case.id):
        if sees_attachment(turn, case, row):
            is_removable = row.removed_at is None and case.status in _GOING_ON
            may = is_removable and (may_remove or row.uploaded_by == turn.actor.person)
            yield AttachmentView(
                row,
                unit=names.unit(row.unit),
                uploaded_by=names.person(row.uploaded_by),
                removed_by=names.maybe(row.removed_by),
                may=("remove_attachment",) if may else (),
            )
