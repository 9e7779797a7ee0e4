"""Which deadlines another calendar would move: counted over all open cases, in portions.

Of most cases it is known from a few bytes that they hold no provisional deadline; only the others
are computed again, as they would be. What is counted so far is a value that whoever asks brings
along to the next portion, so that nothing is kept here in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.commands.recompute import Moved, redo
from engine.commands.turn import Turn
from engine.model.calendar import WorkCalendar
from engine.model.case import SYSTEM, CaseStatus, Clock
from engine.model.deadlines import difference, is_overdue
from engine.model.portions import Portion
from engine.store.provisional import Candidate, read_open_cases, walk_open_cases
from engine.store.recomputations import count_cases
from engine.store.rows import CaseRow, WorkRow

MOST_SHOWN = 100
"""How many deadlines are listed; the counts are of all (无法定依据，建议值)."""
_STRETCH = 400
"""Cases that are asked about at once."""
_AT_ONCE = 8
"""Cases that are computed again before the clock is looked at."""


@dataclass(frozen=True, slots=True)
class DeadlineMove:
    """A deadline that would be computed again; `work_id`, `item`, `part` are None for a variable.

    Its day may stay the same, and only no longer be provisional. `why` says the difference.
    """

    case_id: str
    reference: str | None
    title: str
    name: str
    work_id: str | None
    item: int | None
    part: int | None
    before: datetime
    after: datetime
    was_overdue: bool
    is_overdue: bool
    is_provisional: bool
    why: str


@dataclass(frozen=True, slots=True)
class Moves:
    """What is counted so far, of all open cases up to `last_case`.

    It is true for one calendar and one revision of what is configured. What is overdue is so at
    `as_of`; `total` are the cases that are open, None while it is not known.
    """

    version: str
    revision: int
    as_of: datetime
    total: int | None = None
    last_case: str = ""
    looked_at: int = 0
    cases: int = 0
    moved: int = 0
    settled: int = 0
    becomes_overdue: int = 0
    no_longer_overdue: int = 0
    deadlines: tuple[DeadlineMove, ...] = ()
    is_complete: bool = False

    def is_of(self, turn: Turn, calendar: WorkCalendar) -> bool:
        """Say whether it was counted for this calendar, and nothing was configured since."""
        return (self.version, self.revision) == (calendar.version, turn.office.revision)


def begin(turn: Turn, calendar: WorkCalendar) -> Moves:
    """Return what is counted before any case was looked at."""
    return Moves(calendar.version, turn.office.revision, turn.now)


def go_on(
    turn: Turn, calendar: WorkCalendar, moves: Moves, *, portion: Portion, clock: Clock
) -> Moves:
    """Count the next portion, at least one case of it."""
    until = clock() + portion.time
    left = portion.most
    if moves.looked_at and moves.total is None:
        # Not before the first portion is shown: most offices need no second one.
        moves = replace(moves, total=count_cases(turn.session, CaseStatus.OPEN.value))
    while not moves.is_complete:
        most = _STRETCH if left is None else min(_STRETCH, left)
        found = walk_open_cases(turn.session, after=moves.last_case, most=most)
        for piece in _pieces(found):
            moves = _with(moves, piece, _moves(turn, calendar, piece, moves.as_of))
            if clock() >= until and piece[-1] is not found[-1]:
                return moves
        if len(found) < most:
            return replace(moves, total=moves.looked_at, is_complete=True)
        left = None if left is None else left - len(found)
        if left == 0 or clock() >= until:
            break
    return moves


def _pieces(found: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
    """Cut cases in order into pieces with a few candidates each."""
    begun = candidates = 0
    for at, each in enumerate(found, 1):
        candidates += each.is_candidate
        if candidates == _AT_ONCE or at == len(found):
            yield found[begun:at]
            begun, candidates = at, 0


def _moves(
    turn: Turn, calendar: WorkCalendar, piece: Sequence[Candidate], as_of: datetime
) -> list[DeadlineMove]:
    wanted = [each.case_id for each in piece if each.is_candidate]
    if not wanted:
        return []
    return [
        each
        for case, work in read_open_cases(turn.session, wanted)
        for each in _of_case(turn, calendar, case, work, as_of)
    ]


def _of_case(
    turn: Turn, calendar: WorkCalendar, case: CaseRow, work: list[WorkRow], as_of: datetime
) -> Iterator[DeadlineMove]:
    """Compute the deadlines of one case again and let go of it."""
    trying = Turn(turn.session, engine=turn.engine, clock=lambda: as_of, actor=SYSTEM)
    trying.office.assume(calendar)
    step = trying.look_at(case, read_revision=turn.office.revision)
    step.know_work(work)
    for moved in redo(step):
        yield _move(step.case, moved, as_of)


def _move(case: CaseRow, moved: Moved, as_of: datetime) -> DeadlineMove:
    work = moved.work
    return DeadlineMove(
        case_id=case.id,
        reference=case.reference,
        title=case.title,
        name=moved.name,
        work_id=None if work is None else work.id,
        item=None if work is None else work.item,
        part=None if work is None else work.part,
        before=moved.before.due_at,
        after=moved.after.due_at,
        was_overdue=is_overdue(moved.before.due_at, as_of),
        is_overdue=is_overdue(moved.after.due_at, as_of),
        is_provisional=moved.after.provisional,
        why=difference(moved.before, moved.after),
    )


def _with(moves: Moves, piece: Sequence[Candidate], found: Sequence[DeadlineMove]) -> Moves:
    """Return what is counted with one more piece; of the deadlines the first ones are kept."""
    listed = sorted(
        (*moves.deadlines, *found), key=lambda each: (each.before, each.case_id, each.name)
    )
    return replace(
        moves,
        last_case=piece[-1].case_id,
        looked_at=moves.looked_at + len(piece),
        cases=moves.cases + len({each.case_id for each in found}),
        moved=moves.moved + sum(each.before != each.after for each in found),
        settled=moves.settled + sum(not each.is_provisional for each in found),
        becomes_overdue=moves.becomes_overdue
        + sum(each.is_overdue and not each.was_overdue for each in found),
        no_longer_overdue=moves.no_longer_overdue
        + sum(each.was_overdue and not each.is_overdue for each in found),
        deadlines=tuple(listed[:MOST_SHOWN]),
    )
