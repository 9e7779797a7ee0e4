"""The rows of one step, collected and written together at its end.

What happened last to a row is what counts: work that was created and canceled within the step
leaves no trace, a timer that fired and was armed again is one row. The case row goes first, and
only if its version still is the one that was read; otherwise Conflict, and the unit of work
writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Protocol, cast

from engine.model.errors import Conflict
from engine.model.history import SealedEvent
from engine.model.ledger import OutcomeEntry
from engine.store.document_rows import AllocatedNumber, DocumentRow
from engine.store.publications import write_objection, write_publication
from engine.store.recipients import recipient_writes
from engine.store.rows import (
    CaseRow,
    IncidentRow,
    ItemRow,
    KeptResult,
    ObjectionRow,
    OutboxRow,
    PublicationRow,
    TimerRow,
    WaitRow,
    WorkRow,
)
from engine.store.search_entries import SearchEntry
from engine.store.search_index import DROP_ENTRY, PUT_ENTRY, entry_cells
from engine.store.statements import Cell, Cursor, Statement
from engine.store.step_statements import (
    ADVANCE_CASE,
    CASE_ADVANCES,
    CASE_CHANGES,
    CHANGE_CASE,
    CHANGE_INCIDENT,
    CHANGE_WORK,
    DELETE_ITEM,
    DELETE_TIMER,
    DELETE_WAIT,
    DELETE_WORK,
    INCIDENT_CHANGES,
    INSERT_CANDIDATE,
    INSERT_CASE,
    INSERT_DOCUMENT,
    INSERT_EVENT,
    INSERT_INCIDENT,
    INSERT_MESSAGE,
    INSERT_NUMBER,
    INSERT_OUTCOME,
    INSERT_RESULT,
    INSERT_WAIT,
    INSERT_WORK,
    MARK_WORK,
    SET_ITEM,
    SET_TIMER,
    WORK_CHANGES,
    columns_of,
)
from engine.store.store import Session

Place = tuple[str, int]
"""A case id and the number of an activity instance within the case."""
Write = tuple[Statement, tuple[Cell, ...]]

_case_changes = attrgetter(*CASE_CHANGES, "id")
_case_advances = attrgetter(*CASE_ADVANCES, "id")
_settled = attrgetter(*(name for name in CASE_CHANGES if name not in CASE_ADVANCES))
_work_changes = attrgetter(*WORK_CHANGES, "case_id", "aid")
_incident_changes = attrgetter(*INCIDENT_CHANGES, "id")
_work = columns_of(WorkRow)
_timer = columns_of(TimerRow, without="id")
_case = columns_of(CaseRow)
_wait = columns_of(WaitRow)
_item = columns_of(ItemRow)
_incident = columns_of(IncidentRow)
_outcome = columns_of(OutcomeEntry)
_number = columns_of(AllocatedNumber)
_document = columns_of(DocumentRow)
_event = columns_of(SealedEvent)
_message = columns_of(OutboxRow)
_result = columns_of(KeptResult)


class _Pipelining(Protocol):
    """psycopg's connection, as far as it sends many statements in one go."""

    def pipeline(self) -> AbstractContextManager[object]:
        """Collect statements until the block ends."""
        ...


class StepBatch:
    """Collect what one step writes; `flush` sends all of it at once."""

    __slots__ = (
        "_appended",
        "_changed_work",
        "_entries",
        "_gone_waits",
        "_gone_work",
        "_items",
        "_marks",
        "_new_cases",
        "_new_incidents",
        "_new_waits",
        "_new_work",
        "_old_cases",
        "_old_incidents",
        "_outcomes",
        "_timers",
        "objections",
        "publications",
    )

    def __init__(self) -> None:
        self._new_cases: dict[str, CaseRow] = {}
        self._old_cases: dict[str, tuple[CaseRow, CaseRow | None, int]] = {}
        self._new_work: dict[Place, WorkRow] = {}
        self._changed_work: dict[Place, WorkRow] = {}
        self._gone_work: dict[Place, None] = {}
        self._marks: dict[Place, datetime | None] = {}
        self._timers: dict[tuple[str, int, str], TimerRow | None] = {}
        self._new_waits: dict[Place, WaitRow] = {}
        self._gone_waits: dict[Place, None] = {}
        self._items: dict[str, ItemRow | None] = {}
        self._entries: dict[str, SearchEntry | None] = {}
        self._new_incidents: dict[str, IncidentRow] = {}
        self._old_incidents: dict[str, IncidentRow] = {}
        self._outcomes: list[OutcomeEntry] = []
        self._appended: list[Write] = []
        self.publications: dict[str, PublicationRow] = {}
        """Publications of this step, new and changed: what the step itself must see."""
        self.objections: dict[str, ObjectionRow] = {}
        """Objections of this step, new and answered."""

    def open_case(self, case: CaseRow) -> None:
        """Add a new case."""
        self._new_cases[case.id] = case

    def change_case(self, case: CaseRow, *, expected: int, before: CaseRow | None = None) -> None:
        """Write the row of a case whose version is still `expected`; `case.version` is the new one.

        Identity, definition, parent and opening never change and are not written. Given the row
        `before`, less is written where only the state of the case has moved on.
        """
        if case.id in self._new_cases:
            self._new_cases[case.id] = case
            return
        _, first_row, first = self._old_cases.get(case.id, (case, before, expected))
        self._old_cases[case.id] = (case, first_row, first)

    def add_work(self, work: WorkRow) -> None:
        """Add open work with its candidates."""
        self._new_work[work.case_id, work.aid] = work

    def change_work(self, work: WorkRow) -> None:
        """Write unit, assignee, owner, status, due date and deadline of open work."""
        place = (work.case_id, work.aid)
        if place in self._new_work:
            self._new_work[place] = work
        else:
            self._changed_work[place] = work

    def look_again(self, work: WorkRow) -> None:
        """Let a worker look at `mark_at` whether something is to be said of open work.

        Written by itself: whoever changes work for another reason must not undo what a worker has
        set since the work was read.
        """
        place = (work.case_id, work.aid)
        if place not in self._new_work:  # else its row says it
            self._marks[place] = work.mark_at

    def end_work(self, case_id: str, aid: int) -> None:
        """Remove open work with its candidates."""
        place = (case_id, aid)
        self._changed_work.pop(place, None)
        if self._new_work.pop(place, None) is None:
            self._gone_work[place] = None

    def set_timer(self, timer: TimerRow) -> None:
        """Arm a timer, or arm anew the one of this kind that the activity instance has."""
        self._timers[timer.case_id, timer.aid, timer.kind] = timer

    def end_timer(self, case_id: str, aid: int, *, kind: str = "bpmn") -> None:
        """Remove a timer."""
        self._timers[case_id, aid, kind] = None

    def add_wait(self, wait: WaitRow) -> None:
        """Let a case wait for a message."""
        self._new_waits[wait.case_id, wait.aid] = wait

    def end_wait(self, case_id: str, aid: int) -> None:
        """Let it wait no longer."""
        place = (case_id, aid)
        if self._new_waits.pop(place, None) is None:
            self._gone_waits[place] = None

    def set_item(self, item: ItemRow) -> None:
        """Add a problem item, or write what has become of it."""
        self._items[item.id] = item

    def drop_item(self, item_id: str) -> None:
        """Remove a problem item that was listed and then was not."""
        self._items[item_id] = None

    def index(self, entry: SearchEntry) -> None:
        """Write an entry of the full-text search."""
        self._entries[entry.id] = entry

    def forget(self, entry_id: str) -> None:
        """Remove an entry of the full-text search."""
        self._entries[entry_id] = None

    def add_incident(self, incident: IncidentRow) -> None:
        """Add an incident."""
        self._new_incidents[incident.id] = incident

    def change_incident(self, incident: IncidentRow) -> None:
        """Write attempts, next try and ending of an incident."""
        known = self._new_incidents if incident.id in self._new_incidents else self._old_incidents
        known[incident.id] = incident

    def add_events(self, events: Iterable[SealedEvent]) -> None:
        """Append history events."""
        self._appended += [(INSERT_EVENT, _event(event)) for event in events]

    def add_message(self, message: OutboxRow) -> None:
        """Add an outbox message; without a `next_at` it is due when it was created."""
        if message.next_at is None:
            message = replace(message, next_at=message.created_at)
        self._appended.append((INSERT_MESSAGE, _message(message)))
        self._appended += recipient_writes(message)

    def add_outcome(self, outcome: OutcomeEntry) -> None:
        """Append an entry to the outcome ledger."""
        self._outcomes.append(outcome)
        self._appended.append((INSERT_OUTCOME, _outcome(outcome)))

    def add_number(self, number: AllocatedNumber) -> None:
        """Enter a number that was taken into the register of its series."""
        self._appended.append((INSERT_NUMBER, _number(number)))

    def add_document(self, document: DocumentRow) -> None:
        """Add a document that was issued."""
        self._appended.append((INSERT_DOCUMENT, _document(document)))

    @property
    def items(self) -> tuple[ItemRow, ...]:
        """Return the problem items that this step adds or changes."""
        return tuple(each for each in self._items.values() if each is not None)

    @property
    def outcomes(self) -> tuple[OutcomeEntry, ...]:
        """Return the ledger entries that this step appends, which no query finds yet."""
        return tuple(self._outcomes)

    def put_publication(self, publication: PublicationRow) -> None:
        """Publish, or write the state of what was published: never its words."""
        self.publications[publication.id] = publication

    def put_objection(self, objection: ObjectionRow) -> None:
        """File an objection, or write its answer."""
        self.objections[objection.id] = objection

    def keep_result(self, result: KeptResult) -> None:
        """Keep what was answered to a request with an idempotency key."""
        self._appended.append((INSERT_RESULT, _result(result)))

    def flush(self, session: Session) -> None:
        """Write everything in one go; raise Conflict when a case has another version by now.

        On PostgreSQL all statements travel together. After a Conflict the unit of work must end.
        """
        checks = [_change(*old) for old in self._old_cases.values()]
        writes = list(self._writes())
        for cursor in _send(session, checks, writes):
            if cursor.rowcount != 1:
                raise Conflict

    def _writes(self) -> Iterator[Write]:
        """Yield the writes in an order that no foreign key minds."""
        yield from ((INSERT_CASE, _case(case)) for case in self._new_cases.values())
        yield from ((DELETE_WORK, place) for place in self._gone_work)
        yield from ((DELETE_WAIT, place) for place in self._gone_waits)
        for key, timer in self._timers.items():
            yield (DELETE_TIMER, key) if timer is None else (SET_TIMER, _timer(timer))
        yield from ((CHANGE_WORK, _work_changes(work)) for work in self._changed_work.values())
        for work in self._new_work.values():
            yield from _new_work(work)
        yield from ((MARK_WORK, (at, *place)) for place, at in self._marks.items())
        yield from ((INSERT_WAIT, _wait(wait)) for wait in self._new_waits.values())
        for item_id, item in self._items.items():
            yield (DELETE_ITEM, (item_id,)) if item is None else (SET_ITEM, _item(item))
        yield from ((INSERT_INCIDENT, _incident(new)) for new in self._new_incidents.values())
        yield from (
            (CHANGE_INCIDENT, _incident_changes(old)) for old in self._old_incidents.values()
        )
        yield from self._appended
        yield from (write_publication(row) for row in self.publications.values())
        yield from (write_objection(row) for row in self.objections.values())
        for entry_id, entry in self._entries.items():
            yield (DROP_ENTRY, (entry_id,)) if entry is None else (PUT_ENTRY, entry_cells(entry))


def _change(case: CaseRow, before: CaseRow | None, expected: int) -> Write:
    if before is not None and _settled(case) == _settled(before):
        return ADVANCE_CASE, (*_case_advances(case), expected)
    return CHANGE_CASE, (*_case_changes(case), expected)


def _new_work(work: WorkRow) -> Iterator[Write]:
    yield INSERT_WORK, _work(work)
    for group in dict.fromkeys(work.groups):
        yield INSERT_CANDIDATE, (work.id, "group", group)
    for user in dict.fromkeys(work.users):
        yield INSERT_CANDIDATE, (work.id, "user", user)


def _send(session: Session, checks: list[Write], writes: list[Write]) -> list[Cursor]:
    """Run all statements; return the cursors of the checks."""
    together: AbstractContextManager[object] = nullcontext()
    if session.kind == "postgresql":
        together = cast("_Pipelining", session.driver).pipeline()
    with together:
        cursors = [session.run(statement, *cells) for statement, cells in checks]
        for statement, cells in writes:
            session.run(statement, *cells)
    return cursors
