"""The problem items of a case as a table, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from engine.commands.downloads import list_attachments
from engine.commands.engine import Engine
from engine.commands.reading.views import CaseView
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.registers import ListedItem
from engine.store import Session
from engine.store.document_rows import AttachmentRow
from registers.stored_names import StoredNames
from web.areas.cases import framing
from web.areas.cases.area import CASES
from web.asking import look
from web.language import text


@dataclass(frozen=True, slots=True)
class Row:
    """A problem item with its files and what people and units in it are called."""

    item: ListedItem
    owner: str
    verified_by: str
    files: tuple[AttachmentRow, ...]


@CASES.page("/<string:case_id>/items")
def items(case_id: str) -> ResponseReturnValue:
    """Show the problem items of a case."""
    case = framing.read(case_id)
    rows = look(_rows, case=case) if case.items else ()
    return framing.show(case, "cases/items.html", rows=rows)


def _rows(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case: CaseView
) -> tuple[Row, ...]:
    names = StoredNames(session, engine)
    try:
        files = list_attachments(session, engine=engine, clock=clock, actor=actor, case_id=case.id)
    except NotFound:  # whoever sees the case sees none of its papers
        files = []
    return tuple(
        Row(
            each,
            owner=names.unit(each.owner) if each.owner else "",
            verified_by=text("、").join(map(names.person, each.verified_by)),
            files=tuple(file for file in files if _is_of(file, each, case.items)),
        )
        for each in case.items
    )


def _is_of(file: AttachmentRow, item: ListedItem, items: tuple[ListedItem, ...]) -> bool:
    """Say whether a file was attached for an item; items that came again have the same number."""
    if file.item != item.number or file.uploaded_at < item.opened_at:
        return False
    later = (each.opened_at for each in items if each.number == item.number)
    return all(began <= item.opened_at or file.uploaded_at < began for began in later)
