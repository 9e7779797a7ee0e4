"""Which open cases may hold provisional deadlines: found without reading what a case is about.

A deadline is written in the state of its case, as a variable, and with open work, always by the
same code; one that is provisional leaves these very bytes there. Other text may have them too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    Boolean,
    ColumnElement,
    LargeBinary,
    Select,
    Text,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
)

from engine.store.rows import CaseRow, WorkRow
from engine.store.statements import Cell, Statement
from engine.store.store import Session
from engine.store.tables import case_file, open_work

_MARK = b'"provisional":true'


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open case, and whether it may hold a provisional deadline."""

    case_id: str
    is_candidate: bool


def _holds(find: Any, column: ColumnElement[Any], mark: Cell) -> ColumnElement[bool]:  # noqa: ANN401 - `func` is untyped
    kind = LargeBinary() if isinstance(mark, bytes) else Text()
    return cast("ColumnElement[bool]", find(type_coerce(column, kind), literal(mark, kind)) > 0)


def _walk(in_state: Any, in_text: Any) -> Select[*tuple[Cell, ...]]:  # noqa: ANN401 - as above
    # Counted and not asked with EXISTS, for which PostgreSQL would read all open work at once.
    of_work = (
        select(func.count())
        .where(
            open_work.c.case_id == case_file.c.id,
            _holds(in_text, open_work.c.deadline, _MARK.decode()),
        )
        .correlate(case_file)
        .scalar_subquery()
    )
    found = or_(_holds(in_state, case_file.c.state, _MARK), of_work > 0)
    query = (
        select(case_file.c.id, type_coerce(found, Boolean()))
        .where(
            case_file.c.status == literal_column("'open'", Text),
            case_file.c.id > bindparam("after"),
        )
        .order_by(case_file.c.id)
        .limit(bindparam("most"))
    )
    return cast("Select[*tuple[Cell, ...]]", query)


_WALK = Statement(
    _walk(func.instr, func.instr),
    ["after", "most"],
    postgresql=_walk(func.pg_catalog.position, func.strpos),
)


def walk_open_cases(session: Session, *, after: str, most: int) -> list[Candidate]:
    """Return the next open cases in the order of their ids."""
    return session.all(Candidate, _WALK, after, most)


def read_open_cases(
    session: Session, case_ids: Collection[str]
) -> list[tuple[CaseRow, list[WorkRow]]]:
    """Return those of some cases that are open, in the order of their ids, with their work."""
    works: dict[str, list[WorkRow]] = {}
    query = select(open_work).where(open_work.c.case_id.in_(sorted(case_ids)))
    for row in session.execute(query.order_by(open_work.c.case_id, open_work.c.aid)):
        work = WorkRow(*cast("tuple[Any, ...]", row))
        works.setdefault(work.case_id, []).append(work)
    cases = select(case_file).where(
        case_file.c.status == literal_column("'open'", Text), case_file.c.id.in_(sorted(case_ids))
    )
    return [
        (case, works.get(case.id, []))
        for row in session.execute(cases.order_by(case_file.c.id))
        for case in (CaseRow(*cast("tuple[Any, ...]", row)),)
    ]
