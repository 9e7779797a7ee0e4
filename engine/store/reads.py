"""What a command reads before a step: each a single statement, prepared once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, and_, bindparam, exists, not_, or_, select

from engine.model.errors import NotFound
from engine.store.rows import CaseRow, TimerRow, WorkRow
from engine.store.statements import Cell, Statement
from engine.store.store import Session
from engine.store.tables import case_file, open_work, revision, timer

_WORK, _TIMER = len(open_work.columns), len(timer.columns)
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
_version = select(case_file.c.version).where(case_file.c.id == bindparam("id"))
_VERSION = Statement(_version, ["id"], postgresql=_version.with_for_update())
_version_of_work = (
    select(case_file.c.version)
    .join_from(open_work, case_file)
    .where(open_work.c.id == bindparam("id"))
)
_VERSION_OF_WORK = Statement(
    _version_of_work, ["id"], postgresql=_version_of_work.with_for_update(of=case_file)
)


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
    return _existing(session.one(_case_read, _BY_ID, case_id), case_id)


def read_cases(session: Session, case_ids: Collection[str]) -> list[CaseRow]:
    """Read several cases at once, those that there are, with the state of each."""
    query = select(case_file).where(case_file.c.id.in_(sorted(case_ids)))
    return [CaseRow(*cast("tuple[Any, ...]", row)) for row in session.execute(query)]


def read_case_by_reference(session: Session, reference: str) -> CaseRead:
    """Read a case by the reference that people use, such as 岳教督整〔2026〕3号."""
    return _existing(session.one(_case_read, _BY_REFERENCE, reference), reference)


def read_work(session: Session, work_id: str) -> WorkRead:
    """Read open work with its case; raise NotFound when it is not open (any longer)."""
    found = session.one(_work_read, _OF_WORK, work_id)
    if found is None:
        raise NotFound(
            "待办不存在，或者已经办结。", en=f"Expected open work {work_id!r}, but there is none."
        )
    return found


def read_works(session: Session, work_ids: Collection[str]) -> dict[str, WorkRead]:
    """Read several pieces of open work at once, each with its case, by its id."""
    query = _work.where(open_work.c.id.in_(sorted(work_ids)))
    rows = (_work_read(*cast("tuple[Any, ...]", row)) for row in session.execute(query))
    return {each.work.id: each for each in rows}


def read_timer(session: Session, case_id: str, aid: int, *, kind: str = "bpmn") -> TimerRead | None:
    """Read a timer with its case, or None when it is gone: fired, canceled, or never armed."""
    return session.one(_timer_read, _OF_TIMER, case_id, aid, kind)


def lock_case_version(session: Session, case_id: str) -> int | None:
    """Return the version of a case, None without one, and lock the case to the end of the unit."""
    return session.one(int, _VERSION, case_id)


def lock_version_of_work(session: Session, work_id: str) -> int | None:
    """Do the same for the case that open work belongs to."""
    return session.one(int, _VERSION_OF_WORK, work_id)


def read_revision(session: Session) -> int:
    """Read the number of the last change to people, units, settings, calendar or tables.

    A unit of work that only reads asks once: on SQLite it would see no other one anyhow.
    """
    if session.only_reads and session.revision is not None:
        return session.revision
    session.revision = session.one(int, _NUMBER) or 0
    return session.revision


def _existing(found: CaseRead | None, wanted: str) -> CaseRead:
    if found is None:
        raise NotFound("案件不存在。", en=f"Expected a case {wanted!r}, but there is none.")
    return found


# The columns of several rows come one after the other.


def _case_read(*cells: Any) -> CaseRead:  # noqa: ANN401 - columns of all types
    return CaseRead(CaseRow(*cells[:-1]), cells[-1])


def _work_read(*cells: Any) -> WorkRead:  # noqa: ANN401 - columns of all types
    return WorkRead(WorkRow(*cells[:_WORK]), CaseRow(*cells[_WORK:-1]), cells[-1])


def _timer_read(*cells: Any) -> TimerRead:  # noqa: ANN401 - columns of all types
    timer, case = TimerRow(*cells[:_TIMER]), CaseRow(*cells[_TIMER:-2])
    return TimerRead(timer, case, cells[-2], bool(cells[-1]))
