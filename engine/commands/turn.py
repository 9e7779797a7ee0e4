"""One command: its unit of work, its instant, who gives it, and the cases it changes.

Most commands change one case. Opening a linked case, or ending one, changes two: all of it is one
turn, one batch and one commit, or nothing.

SQLite's writers take turns anyway. On PostgreSQL the case row is locked while it is read, so a
second command on the same case waits and then sees what the first one did. Rows joined to it are
those of the statement's beginning; when the case has moved on since, they are read again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC
from typing import cast

from sqlalchemy import Select, bindparam, select

from engine.commands.engine import Engine
from engine.commands.handling import dispatch
from engine.commands.items import project_items
from engine.commands.office import Office
from engine.commands.projecting import project, tell_deadlines
from engine.commands.step import Hooks, Step
from engine.definitions.published import Published
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidState, NotFound
from engine.store.batch import StepBatch
from engine.store.reads import read_case
from engine.store.rows import CaseRow, TimerRow, WorkRow
from engine.store.statements import Cell, Statement
from engine.store.store import Session
from engine.store.tables import case_file, open_work, revision, timer

_HOOKS = Hooks(project, tell_deadlines, dispatch, project_items)
_CASE, _WORK = len(case_file.columns), len(open_work.columns)
_REVISION = select(revision.c.number).scalar_subquery()
_seen = case_file.alias("seen")
_SEEN = select(_seen.c.version).where(_seen.c.id == case_file.c.id).scalar_subquery()


def _locking(query: Select[*tuple[Cell, ...]], key: str) -> Statement:
    return Statement(query, [key], postgresql=query.with_for_update(of=case_file))


_CASE_BY_ID = _locking(select(case_file, _REVISION).where(case_file.c.id == bindparam("id")), "id")
_CASE_OF_WORK = _locking(
    select(open_work, case_file, _REVISION, _SEEN)
    .join_from(open_work, case_file)
    .where(open_work.c.id == bindparam("id")),
    "id",
)
_FIRST_DUE = Statement(
    select(timer)
    .where(timer.c.case_id == bindparam("case_id"), timer.c.paused.is_(False))
    .order_by(timer.c.due_at, timer.c.id)
    .limit(1),
    ["case_id"],
)


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """Open work with the step of its case."""

    step: Step
    work: WorkRow


class Turn:
    """What every step of one command shares; made and thrown away by the command."""

    def __init__(
        self,
        session: Session,
        *,
        engine: Engine,
        clock: Clock,
        actor: Actor,
        is_trial: bool = False,
    ) -> None:
        self.session = session
        self.engine = engine
        self.now = clock().astimezone(UTC)
        self.actor = actor
        self.office = Office(session, engine, now=self.now)
        self.batch = StepBatch()
        self.steps: dict[str, Step] = {}
        self.tried_numbers: Counter[str] | None = Counter() if is_trial else None
        """How many numbers of each series a trial would take; None where they are taken."""

    def open(self, case: CaseRow, published: Published) -> Step:
        """Return the step of a new case."""
        return self._add(Step(self, case, published, _HOOKS, is_new=True))

    def find_case(self, case_id: str) -> Step | None:
        """Return the step of a case, reading and locking the case unless it was before."""
        known = self.steps.get(case_id)
        if known is not None:
            return known
        cells = self.session.row(_CASE_BY_ID, case_id)
        return None if cells is None else self._read(cells[:_CASE], cells[_CASE])

    def case(self, case_id: str) -> Step:
        """Return the step of a case; raise NotFound when there is no such case."""
        step = self.find_case(case_id)
        if step is None:
            raise NotFound(
                "案件不存在。", en=f"Expected a case '{case_id[:80]}', but there is none."
            )
        return step

    def look_for(self, case_id: str) -> Step | None:
        """Return a case for looking at, as `look_at`; None when there is none."""
        try:
            found = read_case(self.session, case_id)
        except NotFound:
            return None
        return self.look_at(found.case, read_revision=found.revision)

    def look_at(self, case: CaseRow, *, read_revision: int) -> Step:
        """Return a case for looking at: not locked, and never written by `finish`."""
        self.office.revision = read_revision
        published = self.engine.library.published(self.session, case.definition_id)
        return Step(self, case, published, _HOOKS, is_new=False)

    def find_work(self, work_id: str) -> WorkPlace | None:
        """Return open work with the step of its case; None when it is not open (any longer)."""
        cells = self.session.row(_CASE_OF_WORK, work_id)
        if cells is not None and cells[-1] != _version(cells):
            # Somebody's step was committed while we waited for the lock.
            cells = self.session.row(_CASE_OF_WORK, work_id)
        if cells is None:
            return None
        step = self._read(cells[_WORK : _WORK + _CASE], cells[-2])
        return WorkPlace(step, WorkRow(*cells[:_WORK]))  # type: ignore[arg-type]  # in order

    def first_timer(self, case_id: str) -> TimerRow | None:
        """Return the timer of a case that is due first, leaving out paused ones."""
        cells = self.session.row(_FIRST_DUE, case_id)
        return None if cells is None else TimerRow(*cells)  # type: ignore[arg-type]  # in order

    def finish(self) -> None:
        """Let every step run until nothing is left to do, then write all rows in one batch."""
        if self.tried_numbers is not None:
            raise InvalidState("试办的内容不能保存。", en="A trial is never written.")
        self._settle()
        for step in self.steps.values():
            step.write()
        self.batch.flush(self.session)

    def try_out(self) -> None:
        """Let every step run until nothing is left to do, and write nothing.

        The batch then holds what would be written. Only for a turn that is a trial.
        """
        self._settle()
        for step in self.steps.values():
            step.list_items()

    def _settle(self) -> None:
        waiting = True
        while waiting:
            waiting = False
            for step in tuple(self.steps.values()):
                waiting = step.settle() or waiting

    def _read(self, cells: list[Cell], read_revision: Cell) -> Step:
        self.office.revision = cast("int", read_revision)
        case = CaseRow(*cells)  # type: ignore[arg-type]  # columns in order
        published = self.engine.library.published(self.session, case.definition_id)
        return self._add(Step(self, case, published, _HOOKS, is_new=False))

    def _add(self, step: Step) -> Step:
        self.steps[step.case.id] = step
        return step


def _version(cells: list[Cell]) -> Cell:
    return cells[_WORK + _VERSION]


_VERSION = [column.key for column in case_file.columns].index("version")
