"""Rows of marks: the work to look at, what was said already, and how far a change has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import takewhile

from sqlalchemy import Integer, Select, Text, bindparam, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.case import CaseStatus
from engine.model.own_reminders import REMINDING_KINDS
from engine.model.values import Value
from engine.store.rows import WorkRow
from engine.store.statements import Cell, Statement
from engine.store.store import Session
from engine.store.tables import case_file, mark_basis, open_work, outbox_message

_WORK = len(open_work.columns)


@dataclass(frozen=True, slots=True)
class Looked:
    """Open work of an open case, with what of its case a mark needs."""

    work: WorkRow
    process: str
    definition_id: str
    unit: str | None
    opened_by: str
    status: str

    @property
    def is_suspended(self) -> bool:
        """Whether the clocks of the case stand still."""
        return self.status == CaseStatus.SUSPENDED.value


@dataclass(frozen=True, slots=True)
class Basis:
    """What all marks were set by; while `last_work` is no None, those after it are not yet."""

    id: int
    basis: str
    last_work: str | None
    moved_at: datetime


_case = case_file.c
_QUERY = select(
    open_work, _case.key, _case.definition_id, _case.unit, _case.opened_by, _case.status
)
# Said so that PostgreSQL comes in by the mark and not by the open cases, which are most.
_IS_OPEN = [
    _case.status != literal_column(f"'{status}'", Text)
    for status in ("suspended", "closed", "canceled")
]


def _locking(query: Select[*tuple[Cell, ...]], limit: int) -> Select[*tuple[Cell, ...]]:
    """Take each work with its case, leaving out those that somebody is at.

    A step holds its case from its beginning, so neither waits for the other. The size is written
    into the text: PostgreSQL's plan for an unknown one sorts all work.
    """
    return query.limit(literal_column(str(limit), Integer)).with_for_update(
        of=(open_work, case_file), key_share=True, skip_locked=True
    )


@cache
def due_statement(limit: int) -> Statement:
    """Return the query for work whose mark is due, the earliest first."""
    query = (
        _QUERY.join_from(open_work, case_file)
        .where(open_work.c.mark_at <= bindparam("now"), *_IS_OPEN)
        .order_by(open_work.c.mark_at)
    )
    return Statement(_locking(query, limit), ["now"])


@cache
def _ids_after(limit: int) -> Statement:
    query = (
        select(open_work.c.id)
        .where(open_work.c.id > bindparam("last"), open_work.c.due_at.is_not(None))
        .order_by(open_work.c.id)
        .limit(literal_column(str(limit), Integer))
    )
    return Statement(query, ["last"])


_BETWEEN = Statement(
    _QUERY.join_from(open_work, case_file)
    .where(
        open_work.c.id > bindparam("last"),
        open_work.c.id <= bindparam("upto"),
        open_work.c.due_at.is_not(None),
    )
    .order_by(open_work.c.id)
    .with_for_update(of=open_work, skip_locked=True),
    ["last", "upto"],
)
_SET = Statement(
    update(open_work)
    .where(open_work.c.id == bindparam("work_id"))
    .values(mark_at=bindparam("mark_at")),
    ["mark_at", "work_id"],
)
_BASIS = Statement(select(mark_basis).where(mark_basis.c.id == 1))
_BASIS_TO_MOVE = Statement(
    select(mark_basis).where(mark_basis.c.id == 1).with_for_update(skip_locked=True)
)
_FIRST = {each.key: bindparam(each.key, type_=each.type) for each in mark_basis.c}
_BEGIN = Statement(
    sqlite.insert(mark_basis).values(_FIRST).on_conflict_do_nothing(),
    list(_FIRST),
    postgresql=postgresql.insert(mark_basis).values(_FIRST).on_conflict_do_nothing(),
)
_MOVE = Statement(
    update(mark_basis)
    .where(mark_basis.c.id == 1)
    .values({each.key: bindparam(each.key) for each in mark_basis.c if each.key != "id"}),
    [each.key for each in mark_basis.c if each.key != "id"],
)


def claim_marked(session: Session, *, now: datetime, limit: int) -> list[Looked]:
    """Take open work whose mark is due, the earliest first, for the rest of the unit of work."""
    return [_looked(cells) for cells in session.rows(due_statement(limit), now)]


def take_after(session: Session, last: str, *, limit: int) -> tuple[list[Looked], bool]:
    """Take work with a due date in the order of ids, suspended or not, and say if that was all.

    It ends before work that a step is changing at this moment: it is taken the next time.
    """
    ids = [str(cells[0]) for cells in session.rows(_ids_after(limit), last)]
    if not ids:
        return [], True
    found = {each.work.id: each for each in map(_looked, session.rows(_BETWEEN, last, ids[-1]))}
    taken = [found[each] for each in takewhile(found.__contains__, ids)]
    return taken, len(taken) == len(ids) < limit


def set_marks(session: Session, marks: Iterable[tuple[str, datetime | None]]) -> None:
    """Write when to look at work next."""
    session.run_many(_SET, [(mark_at, work_id) for work_id, mark_at in marks])


def said_already(session: Session, messages: Collection[str]) -> set[str]:
    """Return those of these ids that are in the outbox."""
    query = select(outbox_message.c.id).where(outbox_message.c.id.in_(sorted(messages)))
    return {str(row[0]) for row in session.execute(query)} if messages else set()


Place = tuple[str, Value, Value]
"""A case, the number of a problem item, and of a part; None where there is none."""


def place_of(work: WorkRow) -> Place:
    """Return where open work belongs."""
    return work.case_id, work.item, work.part


def reminders_since(session: Session, cases: Collection[str], since: datetime) -> set[Place]:
    """Return where in these cases diagrams have reminded since an instant."""
    if not cases:
        return set()
    row = outbox_message.c
    query = select(row.case_id, row.body).where(
        row.case_id.in_(sorted(cases)),
        row.created_at >= since,
        row.kind.in_(sorted(REMINDING_KINDS)),
    )
    found: set[Place] = set()
    for case_id, body in session.execute(query):
        said = body if isinstance(body, dict) else {}
        found.add((str(case_id), said.get("item"), said.get("part")))
    return found


def read_basis(session: Session) -> Basis | None:
    """Return what marks are set by; None before the first time."""
    return session.one(Basis, _BASIS)


def basis_to_move(session: Session) -> Basis | None:
    """Return the same for writing; None as well when another worker is at it."""
    return session.one(Basis, _BASIS_TO_MOVE)


def begin_basis(session: Session, basis: str, *, now: datetime) -> None:
    """Write what marks are set by for the first time."""
    session.run(_BEGIN, 1, basis, "", now)


def move_basis(session: Session, basis: str, last_work: str | None, *, now: datetime) -> None:
    """Write what marks are set by from now on, and how far that has come."""
    session.run(_MOVE, basis, last_work, now)


def _looked(cells: list[Cell]) -> Looked:
    return Looked(WorkRow(*cells[:_WORK]), *cells[_WORK:])  # type: ignore[arg-type]  # in order
