"""The entries of the full-text search: how they are written, made again, and compared.

Making them again reads a few hundred rows at a time and writes every entry anew, so it may be
done as often as one likes, and stopped: it is one unit of work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar, cast

from sqlalchemy import Select, Table, Text, delete, exists, func, literal, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.sql.elements import ColumnElement

from engine.model.publications import PublicationState
from engine.model.search_results import SearchKind
from engine.store.document_rows import AttachmentRow, DocumentRow
from engine.store.rows import ItemRow, PublicationRow
from engine.store.search_entries import (
    CaseFacts,
    SearchEntry,
    entry_id,
    entry_of_attachment,
    entry_of_case,
    entry_of_document,
    entry_of_item,
    entry_of_publication,
)
from engine.store.step_statements import columns_of, deleting, setting
from engine.store.store import Session
from engine.store.tables import (
    attachment,
    case_file,
    definition,
    document,
    problem_item,
    publication,
    search_entry,
    unit,
)

_BATCH = 300
_NAMES = [each.name for each in fields(SearchEntry)]
_COMPARED = [name for name in _NAMES if name != "tokens"]
_FOLDED = "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)"

PUT_ENTRY = setting(search_entry, _NAMES, ("id",))
DROP_ENTRY = deleting(search_entry, ("id",))
entry_cells = columns_of(SearchEntry)


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Source:
    """Rows that entries are made of: how to read them, the id column, and which of them count."""

    query: Select[*tuple[Any, ...]]
    id: ColumnElement[Any]
    make: Callable[..., SearchEntry | None]
    counts: ColumnElement[bool] | None = None


def _with_unit(
    row: Callable[..., Row], make: Callable[[Row, str | None], SearchEntry | None]
) -> Callable[..., SearchEntry | None]:
    return lambda *cells: make(row(*cells[:-1]), cells[-1])


def _of_cases(table: Table) -> Select[*tuple[Any, ...]]:
    return select(table, case_file.c.unit).join_from(
        table, case_file, table.c.case_id == case_file.c.id
    )


_SOURCES: dict[SearchKind, _Source] = {
    SearchKind.CASE: _Source(
        select(
            case_file.c.id,
            case_file.c.title,
            case_file.c.reference,
            case_file.c.unit,
            case_file.c.opened_at,
            unit.c.name,
            definition.c.name,
        )
        .join_from(case_file, definition, case_file.c.definition_id == definition.c.id)
        .outerjoin(unit, case_file.c.unit == unit.c.code),
        case_file.c.id,
        lambda *cells: entry_of_case(CaseFacts(*cells)),
    ),
    SearchKind.ITEM: _Source(
        _of_cases(problem_item), problem_item.c.id, _with_unit(ItemRow, entry_of_item)
    ),
    SearchKind.DOCUMENT: _Source(
        _of_cases(document), document.c.id, _with_unit(DocumentRow, entry_of_document)
    ),
    SearchKind.ATTACHMENT: _Source(
        _of_cases(attachment),
        attachment.c.id,
        _with_unit(AttachmentRow, entry_of_attachment),
        attachment.c.removed_at.is_(None),
    ),
    SearchKind.PUBLICATION: _Source(
        _of_cases(publication),
        publication.c.id,
        _with_unit(PublicationRow, entry_of_publication),
        publication.c.state != PublicationState.WITHDRAWN.value,
    ),
}


def write_entry(session: Session, entry: SearchEntry) -> None:
    """Write an entry outside a step's batch, in the same unit of work."""
    session.run(PUT_ENTRY, *entry_cells(entry))


def rebuild(session: Session, *, say: Callable[[int], object] = bool) -> int:
    """Make all entries again; return how many there are. `say` hears how many were written."""
    done = 0
    for batch in _all_entries(session):
        for entry in batch:
            write_entry(session, entry)
        done += len(batch)
        say(done)
    for kind in SearchKind:
        session.execute(delete(search_entry).where(*_left_over(kind)))
    if session.kind == "sqlite":
        session.execute(text("INSERT INTO search_index (search_index) VALUES ('rebuild')"))
    return done


def fill_if_empty(session: Session) -> int:
    """Make the entries of a database that has cases but no entries yet; return how many."""
    has_entries = session.execute(select(exists().select_from(search_entry))).one()[0]
    return 0 if has_entries else rebuild(session)


def count_entries(session: Session) -> int:
    """Count the entries."""
    return cast("int", session.execute(select(func.count()).select_from(search_entry)).one()[0])


def wrong_entries(session: Session) -> Iterator[str]:
    """Yield the ids of entries that are missing, say something else, or stand for nothing."""
    for batch in _all_entries(session):
        stored = _stored(session, [entry.id for entry in batch])
        for entry in batch:
            if stored.get(entry.id) != tuple(getattr(entry, name) for name in _COMPARED):
                yield entry.id
    for kind in SearchKind:
        rows = session.execute(select(search_entry.c.id).where(*_left_over(kind)))
        yield from (str(row[0]) for row in rows)


def is_index_sound(session: Session) -> bool:
    """Say whether SQLite's index has exactly the tokens of the entries.

    PostgreSQL keeps its index itself.
    """
    if session.kind != "sqlite":
        return True
    try:
        session.execute(text(_FOLDED))
    except DatabaseError:
        return False
    return True


def _all_entries(session: Session) -> Iterator[list[SearchEntry]]:
    for source in _SOURCES.values():
        after = ""
        while True:
            page = source.query.where(source.id > after).order_by(source.id).limit(_BATCH)
            rows = cast("Sequence[tuple[Any, ...]]", session.execute(page).all())
            if not rows:
                break
            after = rows[-1][0]
            made = (source.make(*row) for row in rows)
            yield [entry for entry in made if entry is not None]


def _stored(session: Session, ids: list[str]) -> dict[str, tuple[Any, ...]]:
    columns = (search_entry.c[name] for name in _COMPARED)
    rows = session.execute(select(*columns).where(search_entry.c.id.in_(ids)))
    return {str(row[0]): tuple(row) for row in rows}


def _left_over(kind: SearchKind) -> list[ColumnElement[bool]]:
    """Say that an entry of this kind stands for no row that counts."""
    source = _SOURCES[kind]
    ids = select(literal(entry_id(kind, ""), Text).concat(source.id))
    if source.counts is not None:
        ids = ids.where(source.counts)
    return [search_entry.c.kind == kind.value, search_entry.c.id.not_in(ids)]
