"""Publications and objections: how a step writes them, and who may read what of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.publications import PublicationFilter, PublicationState
from engine.model.registers import Page
from engine.store.register_conditions import on_days
from engine.store.register_cursor import Sorting
from engine.store.rows import ObjectionRow, PublicationRow
from engine.store.statements import Cell, Statement
from engine.store.step_statements import columns_of
from engine.store.store import Session
from engine.store.tables import case_file, objection, publication

_PUBLICATION_CHANGES = ("state", "closed_at", "closed_reason", "superseded_by")
_OBJECTION_CHANGES = ("state", "answer", "answered_at", "upheld")


def _putting(table: Table, changes: Sequence[str]) -> Statement:
    """Insert a row, or change these columns of the one that is there."""
    names = [column.key for column in table.columns]
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    lite, post = sqlite.insert(table).values(values), postgresql.insert(table).values(values)
    return Statement(
        lite.on_conflict_do_update(
            index_elements=["id"], set_={name: lite.excluded[name] for name in changes}
        ),
        names,
        postgresql=post.on_conflict_do_update(
            index_elements=["id"], set_={name: post.excluded[name] for name in changes}
        ),
    )


_PUT_PUBLICATION = _putting(publication, _PUBLICATION_CHANGES)
_PUT_OBJECTION = _putting(objection, _OBJECTION_CHANGES)
_publication = columns_of(PublicationRow)
_objection = columns_of(ObjectionRow)

_PUBLICATIONS = select(publication)
_later = publication.alias("later")
_WITH_LATER = select(publication, _later.c.number).outerjoin(
    _later, _later.c.id == publication.c.superseded_by
)
_BY_NAME = Statement(
    _PUBLICATIONS.where(
        or_(publication.c.id == bindparam("name"), publication.c.number == bindparam("name"))
    ),
    ["name"],
)
_OF_CASE = Statement(
    _PUBLICATIONS.where(publication.c.case_id == bindparam("case_id")).order_by(
        publication.c.published_at, publication.c.id
    ),
    ["case_id"],
)


def _below() -> Statement:
    """Find what a case and all cases opened from it published, and what was published for them."""
    tree = select(case_file.c.id).where(case_file.c.id == bindparam("case_id")).cte(recursive=True)
    below = select(case_file.c.id).join_from(case_file, tree, case_file.c.parent_id == tree.c.id)
    ids = select(tree.union(below).c.id)
    wanted = _PUBLICATIONS.where(
        or_(publication.c.case_id.in_(ids), publication.c.source_case.in_(ids))
    )
    return Statement(wanted.order_by(publication.c.published_at, publication.c.id), ["case_id"])


_BELOW = _below()
_OBJECTION = Statement(select(objection).where(objection.c.id == bindparam("id")), ["id"])
_BY_RECEIPT = Statement(
    select(objection).where(objection.c.receipt_hash == bindparam("receipt_hash")),
    ["receipt_hash"],
)
_OBJECTIONS = Statement(
    select(objection)
    .where(objection.c.publication_id == bindparam("publication_id"))
    .order_by(objection.c.filed_at, objection.c.id),
    ["publication_id"],
)


def write_publication(row: PublicationRow) -> tuple[Statement, tuple[Cell, ...]]:
    """Return the write that publishes, or changes the state of what was published."""
    return _PUT_PUBLICATION, _publication(row)


def write_objection(row: ObjectionRow) -> tuple[Statement, tuple[Cell, ...]]:
    """Return the write that files an objection or answers it."""
    return _PUT_OBJECTION, _objection(row)


def find_publication(session: Session, name: str) -> PublicationRow | None:
    """Return a publication by its id or its number; None when there is none."""
    return session.one(PublicationRow, _BY_NAME, name)


def publications_of(session: Session, case_id: str) -> list[PublicationRow]:
    """Return what a case published, the oldest first."""
    return session.all(PublicationRow, _OF_CASE, case_id)


def publications_below(session: Session, case_id: str) -> list[PublicationRow]:
    """Return what a case and the cases below it published, and what was published for them."""
    return session.all(PublicationRow, _BELOW, case_id)


def page_of_publications(
    session: Session, wanted: PublicationFilter, page: Page, *, now: datetime
) -> tuple[list[tuple[PublicationRow, str | None]], str | None]:
    """Return a page of publications by the instant of publishing, and the next cursor.

    Each comes with the number of the one that took its place, so that a page is one statement.
    """
    sorting = Sorting("published", publication.c.published_at, publication.c.id, page.is_descending)
    query = _WITH_LATER.where(*wanted_publications(wanted, now))
    if page.after is not None:
        query = query.where(sorting.after(page.after))
    cells = session.execute(query.order_by(*sorting.order()).limit(page.limit + 1)).all()
    rows = [_with_later(each) for each in cells]
    if len(rows) <= page.limit:
        return rows, None
    last, _ = rows[page.limit - 1]
    return rows[: page.limit], sorting.cursor(last.published_at, last.id)


def publications_by_id(
    session: Session, ids: Sequence[str]
) -> dict[str, tuple[PublicationRow, str | None]]:
    """Return publications by their ids, each with the number of the one in its place."""
    cells = session.execute(_WITH_LATER.where(publication.c.id.in_(ids))).all() if ids else ()
    return {row.id: (row, later) for row, later in map(_with_later, cells)}


def count_publications(session: Session, wanted: PublicationFilter, *, now: datetime) -> int:
    """Count publications over all pages."""
    query = select(func.count()).select_from(publication)
    query = query.where(*wanted_publications(wanted, now))
    (count,) = session.execute(query).all()[0]
    return cast("int", count)


def _with_later(cells: Sequence[Any]) -> tuple[PublicationRow, str | None]:
    return PublicationRow(*cells[:-1]), cells[-1]


def wanted_publications(wanted: PublicationFilter, now: datetime) -> Iterator[ColumnElement[bool]]:
    """Yield what a filter says of a publication."""
    if wanted.kinds:
        yield publication.c.kind.in_([each.value for each in wanted.kinds])
    if wanted.states:
        yield publication.c.state.in_([each.value for each in wanted.states])
    yield from on_days(publication.c.published_at, wanted.published)
    if wanted.is_open:
        yield publication.c.state == PublicationState.PUBLISHED.value
        yield publication.c.objection_until > now


def find_objection(session: Session, objection_id: str) -> ObjectionRow | None:
    """Return an objection by its id; None when there is none."""
    return session.one(ObjectionRow, _OBJECTION, objection_id)


def objection_with_receipt(session: Session, receipt_hash: bytes) -> ObjectionRow | None:
    """Return the objection whose receipt has this hash; None when there is none."""
    return session.one(ObjectionRow, _BY_RECEIPT, receipt_hash)


def objections_to(session: Session, publication_id: str) -> list[ObjectionRow]:
    """Return the objections to a publication, the first filed first."""
    return session.all(ObjectionRow, _OBJECTIONS, publication_id)


def page_of_objections(
    session: Session, publication_id: str, page: Page
) -> tuple[list[ObjectionRow], str | None]:
    """Return a page of the objections to a publication by when they were filed, and the cursor."""
    columns = objection.c
    sorting = Sorting(
        "filed", columns.filed_at, columns.id, page.is_descending, is_always_there=True
    )
    query = select(objection).where(columns.publication_id == publication_id)
    if page.after is not None:
        query = query.where(sorting.after(page.after))
    cells = session.execute(query.order_by(*sorting.order()).limit(page.limit + 1)).all()
    rows = [ObjectionRow(*each) for each in cells]  # type: ignore[arg-type]  # columns in order
    if len(rows) <= page.limit:
        return rows, None
    last = rows[page.limit - 1]
    return rows[: page.limit], sorting.cursor(last.filed_at, last.id)
