"""What a step says to the full-text search: entries for the rows it writes.

An entry is written only when something of it can be found or seen otherwise than before, so a
step that changes no words says nothing.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Protocol

from engine.commands.office import Office
from engine.model.search_results import SearchKind
from engine.store.batch import StepBatch
from engine.store.document_rows import AttachmentRow, DocumentRow
from engine.store.rows import CaseRow, ItemRow, PublicationRow
from engine.store.search_entries import (
    CaseFacts,
    entry_id,
    entry_of_attachment,
    entry_of_case,
    entry_of_document,
    entry_of_item,
    entry_of_publication,
    item_visibility,
)

_OF_CASE = attrgetter("title", "reference", "unit")
_OF_ITEM = attrgetter("title", "demand", "source", "measures", "progress", "owner")


class Indexing(Protocol):
    """The batch that a step writes with, and the names of units."""

    batch: StepBatch
    office: Office


def index_case(turn: Indexing, row: CaseRow, before: CaseRow | None, *, key_name: str) -> None:
    """Let a case be found by what it is called now."""
    if before is not None and _OF_CASE(row) == _OF_CASE(before):
        return
    unit_name = None if row.unit is None else turn.office.unit_name(row.unit)
    facts = CaseFacts(
        row.id, row.title, row.reference, row.unit, row.opened_at, unit_name, key_name
    )
    turn.batch.index(entry_of_case(facts))


def index_item(turn: Indexing, case: CaseRow, row: ItemRow, before: ItemRow | None) -> None:
    """Let a problem item be found by its words as they are now."""
    if before is None or _findable(row) != _findable(before):
        turn.batch.index(entry_of_item(row, case.unit))


def forget_item(turn: Indexing, item_id: str) -> None:
    """Let a problem item that is listed no longer not be found."""
    turn.batch.forget(entry_id(SearchKind.ITEM, item_id))


def index_document(turn: Indexing, case: CaseRow, row: DocumentRow) -> None:
    """Let a document be found; its words never change."""
    turn.batch.index(entry_of_document(row, case.unit))


def index_attachment(turn: Indexing, case: CaseRow, row: AttachmentRow) -> None:
    """Let an attachment be found, or not found any longer once it was removed."""
    entry = entry_of_attachment(row, case.unit)
    if entry is None:
        turn.batch.forget(entry_id(SearchKind.ATTACHMENT, row.id))
    else:
        turn.batch.index(entry)


def index_publication(turn: Indexing, case: CaseRow, row: PublicationRow) -> None:
    """Let a publication be found, or not found any longer once it was withdrawn."""
    entry = entry_of_publication(row, case.unit)
    if entry is None:
        turn.batch.forget(entry_id(SearchKind.PUBLICATION, row.id))
    else:
        turn.batch.index(entry)


def _findable(row: ItemRow) -> tuple[object, ...]:
    return (*_OF_ITEM(row), item_visibility(row))
