"""What a command reads before a step: each a single statement, prepared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Select, and_, bindparam, exists, not_, or_, select

from engine.model.errors import NotFound
from engine.store.rows import CaseRow, TimerRow, WorkRow, work_row
from engine.store.statements import Cell, Statement
from engine.store.store import Session
from engine.store.tables import case_file, open_work, revision, timer

_CASE, _WORK, _TIMER = len(case_file.columns), len(open_work.columns), len(timer.columns)
_REVISION = select(revision.c.number).scalar_subquery().label("revision")


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A case, with the revision of people, settings and calendar at which it was read."""

    case: CaseRow
    revision: int


@dataclass(frozen=True, slots=True)
class WorkRead:
    """Open work with its case, and the revision at which both were read."""

    work: WorkRow
    case: CaseRow
    revision: int


@dataclass(frozen=True, slots=True)
class TimerRead:
    """A timer with its case; `is_first` says that no timer of the case is due before it."""

    timer: TimerRow
    case: CaseRow
    revision: int
    is_first: bool


_cases = select(case_file, _REVISION)
_BY_ID = Statement(_cases.where(case_file.c.id == bindparam("id")), ["id"])
_BY_REFERENCE = Statement(
    _cases.where(case_file.c.reference == bindparam("reference")), ["reference"]
)
_work = select(open_work, case_file, _REVISION).join_from(open_work, case_file)
_OF_WORK = Statement(_work.where(open_work.c.id == bindparam("id")), ["id"])
_NUMBER = Statement(select(revision.c.number))


def _timers() -> Select[*tuple[Cell, ...]]:
    earlier = timer.alias("earlier")
    is_earlier = or_(
        earlier.c.due_at < timer.c.due_at,
        and_(earlier.c.due_at == timer.c.due_at, earlier.c.id < timer.c.id),
    )
    is_first = not_(
        exists().where(earlier.c.case_id == timer.c.case_id, not_(earlier.c.paused), is_earlier)
    )
    return (
        select(timer, case_file, _REVISION, is_first.label("is_first"))
        .join_from(timer, case_file)
        .where(
            timer.c.case_id == bindparam("case_id"),
            timer.c.aid == bindparam("aid"),
            timer.c.kind == bindparam("kind"),
        )
    )


_OF_TIMER = Statement(_timers(), ["case_id", "aid", "kind"])


def read_case(session: Session, case_id: str) -> CaseRead:
    """Read a case by its id; raise NotFound when there is none."""
    return _case_read(session.row(_BY_ID, case_id), case_id)


def read_case_by_reference(session: Session, reference: str) -> CaseRead:
    """Read a case by the reference that people use, such as 岳教督整〔2026〕3号."""
    return _case_read(session.row(_BY_REFERENCE, reference), reference)


def read_work(session: Session, work_id: str) -> WorkRead:
    """Read open work with its case; raise NotFound when it is not open (any longer)."""
    cells = session.row(_OF_WORK, work_id)
    if cells is None:
        raise NotFound(
            "待办不存在，或者已经办结。", en=f"Expected open work {work_id!r}, but there is none."
        )
    case = CaseRow(*cells[_WORK : _WORK + _CASE])  # type: ignore[arg-type]  # columns in order
    return WorkRead(work_row(cells[:_WORK]), case, cast("int", cells[-1]))


def read_timer(session: Session, case_id: str, aid: int, *, kind: str = "bpmn") -> TimerRead | None:
    """Read a timer with its case, or None when it is gone: fired, canceled, or never armed."""
    cells = session.row(_OF_TIMER, case_id, aid, kind)
    if cells is None:
        return None
    found = TimerRow(*cells[:_TIMER])  # type: ignore[arg-type]  # columns in order
    case = CaseRow(*cells[_TIMER : _TIMER + _CASE])  # type: ignore[arg-type]
    return TimerRead(found, case, cast("int", cells[-2]), bool(cells[-1]))


def read_revision(session: Session) -> int:
    """Read the number of the last change to people, units, settings, calendar or tables."""
    cells = session.row(_NUMBER)
    return cast("int", cells[0]) if cells else 0


def _case_read(cells: list[Cell] | None, wanted: str) -> CaseRead:
    if cells is None:
        raise NotFound("案件不存在。", en=f"Expected a case {wanted!r}, but there is none.")
    return CaseRead(CaseRow(*cells[:-1]), cast("int", cells[-1]))  # type: ignore[arg-type]
