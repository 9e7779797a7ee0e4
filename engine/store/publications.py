"""Publications and objections: how a step writes them, and who may read what of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, bindparam, or_, select
from sqlalchemy.dialects import postgresql, sqlite

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
_NEWEST = Statement(
    _PUBLICATIONS.order_by(publication.c.published_at.desc(), publication.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset")),
    ["limit", "offset"],
)
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


def newest_publications(session: Session, *, limit: int, offset: int = 0) -> list[PublicationRow]:
    """Return publications, the newest first."""
    return session.all(PublicationRow, _NEWEST, limit, offset)


def find_objection(session: Session, objection_id: str) -> ObjectionRow | None:
    """Return an objection by its id; None when there is none."""
    return session.one(ObjectionRow, _OBJECTION, objection_id)


def objection_with_receipt(session: Session, receipt_hash: bytes) -> ObjectionRow | None:
    """Return the objection whose receipt has this hash; None when there is none."""
    return session.one(ObjectionRow, _BY_RECEIPT, receipt_hash)


def objections_to(session: Session, publication_id: str) -> list[ObjectionRow]:
    """Return the objections to a publication, the first filed first."""
    return session.all(ObjectionRow, _OBJECTIONS, publication_id)
