"""Marks of due dates: claimed, said, and set to the next instant, all in one unit of work.

The row of the work is the truth: at `mark_at` a worker looks at it. Whatever dies in between has
said everything or nothing; and ids follow from work, due date, rule and mark, so that what was
said is not said again, whoever computes it once more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, time

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.model.case import Clock
from engine.model.deadline_values import instant_on, local_day
from engine.store.batch import StepBatch
from engine.store.store import Session, Store
from notifications.marks.rows import (
    Looked,
    basis_to_move,
    begin_basis,
    claim_marked,
    move_basis,
    place_of,
    read_basis,
    reminders_since,
    said_already,
    set_marks,
    take_after,
)
from notifications.marks.saying import Said, messages_of
from notifications.marks.schedule import Schedule
from notifications.marks.settings import MARK_AT
from notifications.rules.model import OF_DUE_DATES, Rule, Rules
from notifications.rules.stored import rules_in_force

PORTION = 500
"""How much work one unit of work looks at: steps of these cases wait for no more."""
SILENT = "none"
_LOG = logging.getLogger("dudao.notifications.marks")


def mark_due(store: Store, *, engine: Engine, clock: Clock, worker: str, limit: int) -> int:
    """Say what is due of due dates, looking at up to `limit` open work; return how many messages.

    After a change of the rules, the calendar or the hour all open work is looked at once more, in
    portions. Suspended cases say nothing.
    """
    said = looked = 0
    while looked < limit:
        with store.begin() as session:
            turn = _Turn(session, engine, now=clock())
            portion = min(PORTION, limit - looked)
            count, messages = turn.set_again(portion)
            if not count:
                count, messages = turn.mark(portion)
        said, looked = said + messages, looked + count
        if not count:
            break
    if said:
        _LOG.info("%s said %d marks of due dates", worker, said)
    return said


class _Turn:
    """One unit of work: what is in force, and the work looked at."""

    def __init__(self, session: Session, engine: Engine, *, now: datetime) -> None:
        self.session, self.engine, self.now = session, engine, now
        office = Office(session, engine, now=now)
        self.rules: Rules = rules_in_force(session, engine.own_reminders)
        self.schedule = Schedule(office.calendar, office.settings.time(MARK_AT))
        self.basis = _basis(self.rules, self.schedule)
        self._applying: dict[tuple[str, str, str], tuple[Rule, ...]] = {}

    def mark(self, limit: int) -> tuple[int, int]:
        """Say what is due; return how much work was looked at, and how many messages said."""
        found = claim_marked(self.session, now=self.now, limit=limit)
        return len(found), self._say([(each, each.work.mark_at or self.now) for each in found])

    def set_again(self, limit: int) -> tuple[int, int]:
        """Look at the next portion of all work if something changed; (0, 0) when nothing did.

        What fell into this morning under the new rules is said today.
        """
        known = read_basis(self.session)
        if known is None:
            begin_basis(self.session, self.basis, now=self.now)
        elif known.basis == self.basis and known.last_work is None:
            return 0, 0
        mine = basis_to_move(self.session)
        if mine is None:
            return 0, 0  # another worker is at it
        last = mine.last_work if mine.basis == self.basis else ""
        if last is None:
            return 0, 0
        found, is_all = take_after(self.session, last, limit=limit)
        today = instant_on(local_day(self.now), time())
        since = [(each, min(each.work.mark_at or today, today)) for each in found]
        said = self._say([(each, start) for each, start in since if not each.is_suspended])
        waiting = [(each.work.id, start) for each, start in since if each.is_suspended]
        set_marks(self.session, waiting)  # looked at once their cases go on
        reached = None if is_all else found[-1].work.id if found else last
        move_basis(self.session, self.basis, reached, now=self.now)
        return len(found), said

    def _say(self, found: Sequence[tuple[Looked, datetime]]) -> int:
        """Say what is due of work since an instant each, and set its next mark."""
        due: list[Said] = []
        nexts: list[tuple[str, datetime | None]] = []
        for each, since in found:
            work = each.work
            rules, following = self._applying_to(each), None
            if work.due_at is not None and rules:
                marks = self.schedule.due(rules, work.due_at, since=since, until=self.now)
                due += [Said(each, mark) for mark in marks]
                following = self.schedule.next(rules, work.due_at, after=self.now)
            if following != work.mark_at:
                nexts.append((work.id, following))
        set_marks(self.session, nexts)
        return self._put(due) if due else 0

    def _put(self, due: Iterable[Said]) -> int:
        """Put into the outbox what is new, and what no diagram has said today."""
        due = tuple(due)
        midnight = instant_on(local_day(self.now), time())
        cases = {each.looked.work.case_id for each in due}
        reminded = reminders_since(self.session, cases, midnight)
        fresh = [each for each in due if place_of(each.looked.work) not in reminded]
        messages = messages_of(
            fresh, now=self.now, version=self.rules.version, calendar=self.schedule.calendar
        )
        known = said_already(self.session, [each.id for each in messages])
        batch = StepBatch()
        new = [each for each in messages if each.id not in known]
        for each in new:
            batch.add_message(each)
        batch.flush(self.session)
        return len(new)

    def _applying_to(self, looked: Looked) -> tuple[Rule, ...]:
        """Return the rules for the due date of work; none where the diagram wants silence."""
        place = (looked.definition_id, looked.process, looked.work.node)
        found = self._applying.get(place)
        if found is None:
            found = self._applying[place] = self._rules_for(*place)
        return found

    def _rules_for(self, definition_id: str, process: str, node: str) -> tuple[Rule, ...]:
        published = self.engine.library.published(self.session, definition_id)
        if published.node(node).properties.get("notify") == SILENT:
            return ()
        return tuple(
            rule
            for event in OF_DUE_DATES
            for rule in self.rules.of(event, process=process, node=node)
        )


def _basis(rules: Rules, schedule: Schedule) -> str:
    """Name everything that marks follow from beside the work itself."""
    return f"{rules.version} {schedule.calendar.version} {schedule.at:%H:%M}"
