"""Publications as officials list them: with the case that published them and its objections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from engine.model.publications import PublicationFilter
from engine.model.registers import Page
from engine.store.publications import wanted_publications
from engine.store.register_cursor import Sorting
from engine.store.rows import PublicationRow
from engine.store.store import Session
from engine.store.tables import case_file, objection, open_work, publication
from engine.store.viewers import Scope

_COLUMNS = len(publication.columns)
_later = publication.alias("later")
_UNANSWERED = "filed"


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """A publication, the number of the one in its place, its case, and what was objected.

    `filed` and `unanswered` count objections; they are None where whoever asks may not read them.
    `due_at` is what of the open work of the case is due first.
    """

    row: PublicationRow
    later: str | None
    reference: str | None
    case_title: str
    unit: str | None
    filed: int | None
    unanswered: int | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicationSight:
    """Whose cases somebody sees, and of whose cases they may read the objections."""

    cases: Scope
    objections: Scope


def page_of_lines(
    session: Session,
    sight: PublicationSight,
    wanted: PublicationFilter,
    page: Page,
    *,
    is_unanswered: bool,
    now: datetime,
) -> tuple[list[PublicationLine], str | None]:
    """Return a page of publications, the newest first, and the cursor of the next one."""
    columns = publication.c
    sorting = Sorting(
        "published", columns.published_at, columns.id, is_descending=True, is_always_there=True
    )
    ids = (
        select(columns.id)
        .join(case_file, case_file.c.id == columns.case_id)
        .where(sight.cases.covers(_unit()), *wanted_publications(wanted, now))
    )
    if is_unanswered:
        ids = ids.where(*_awaits_an_answer(sight))
    if page.after is not None:
        ids = ids.where(sorting.after(page.after))
    shown = ids.order_by(*sorting.order()).limit(page.limit + 1).subquery()
    # Objections and work are counted for the lines of the page alone.
    query = _lines(sight).where(columns.id.in_(select(shown.c.id)))
    # Sorted here: SQLite would walk along all publications for the order.
    lines = [_line(each) for each in session.execute(query)]
    lines.sort(key=lambda each: each.row.id)
    lines.sort(key=lambda each: each.row.published_at, reverse=True)
    if len(lines) <= page.limit:
        return lines, None
    last = lines[page.limit - 1].row
    return lines[: page.limit], sorting.cursor(last.published_at, last.id)


def find_line(session: Session, sight: PublicationSight, name: str) -> PublicationLine | None:
    """Return a publication by its number or id; None where whoever asks sees none of that name."""
    named = or_(publication.c.number == name, publication.c.id == name)
    cells = session.execute(_lines(sight).where(named)).first()
    return None if cells is None else _line(cells)


def _lines(sight: PublicationSight) -> Select[*tuple[Any, ...]]:
    may_read = sight.objections.covers(case_file.c.unit)
    filed = _objections(func.count(objection.c.id))
    unanswered = _objections(func.count(case((objection.c.state == _UNANSWERED, 1))))
    due_at = (
        select(func.min(open_work.c.due_at))
        .where(open_work.c.case_id == publication.c.case_id)
        .scalar_subquery()
    )
    return (
        select(
            publication,
            _later.c.number,
            case_file.c.reference,
            case_file.c.title,
            case_file.c.unit,
            case((may_read, filed)),
            case((may_read, unanswered)),
            due_at,
        )
        .join(case_file, case_file.c.id == publication.c.case_id)
        .outerjoin(_later, _later.c.id == publication.c.superseded_by)
        .where(sight.cases.covers(_unit()))
    )


def _objections(counted: ColumnElement[int]) -> ColumnElement[int]:
    query = select(counted).where(objection.c.publication_id == publication.c.id)
    return query.correlate(publication).scalar_subquery()


def _awaits_an_answer(sight: PublicationSight) -> Iterator[ColumnElement[bool]]:
    yield sight.objections.covers(case_file.c.unit)
    yield exists().where(
        objection.c.publication_id == publication.c.id, objection.c.state == _UNANSWERED
    )


def _line(cells: Sequence[Any]) -> PublicationLine:
    return PublicationLine(PublicationRow(*cells[:_COLUMNS]), *cells[_COLUMNS:])


def _unit() -> ColumnElement[Any]:
    """Return the unit of the case, hidden from indexes: they lead to cases, mostly unpublished."""
    return case_file.c.unit.concat("")
