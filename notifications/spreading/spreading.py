"""Hand messages out: make the deliveries of each, once, and mark it so in the same unit of work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.commands.engine import Engine
from engine.commands.reading.recording import record_delivery
from engine.model.case import Clock
from engine.model.errors import Conflict
from engine.store.deliveries import add_deliveries
from engine.store.outbox import mark_handed_out, put_off, take_messages
from engine.store.rows import OutboxRow
from engine.store.store import Session, Store
from notifications.rules.model import Rules
from notifications.spreading.manners import Manners
from notifications.spreading.overtaken import overtaken_by
from notifications.spreading.settings import OVERTAKEN_AFTER
from notifications.spreading.telling import Known, Matter, Telling
from notifications.spreading.ways import Installed, Ways

ReadRules = Callable[[Session], Rules]
_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)
_DOUBLINGS = 6
_LOG = logging.getLogger("dudao.notifications.spreading")


class _Broken(Exception):
    """One message that could not be handed out: the others must not wait for it."""

    def __init__(self, message: OutboxRow) -> None:
        super().__init__(message.id)
        self.message = message


def spread(
    store: Store,
    *,
    engine: Engine,
    clock: Clock,
    worker: str,
    channels: Installed,
    rules: ReadRules,
    limit: int = 200,
) -> int:
    """Hand out up to `limit` messages that are due, and return how many.

    A message that cannot be handed out is put off, up to an hour each time, and never forgotten.
    """
    work = _Work(engine, clock, worker, channels, rules, Known())
    for _ in range(limit):
        try:
            with store.begin() as session:
                return work.hand_out(session, limit)
        except _Broken as broken:
            _LOG.exception("message %s could not be handed out", broken.message.id)
            wait = min(_FIRST * 2 ** min(broken.message.attempts, _DOUBLINGS), _LONGEST)
            with store.begin() as session:
                put_off(session, broken.message, until=clock() + wait)
    return 0


@dataclass(frozen=True, slots=True)
class _Work:
    engine: Engine
    clock: Clock
    worker: str
    channels: Installed
    rules: ReadRules
    known: Known

    def hand_out(self, session: Session, limit: int) -> int:
        now = self.clock()
        messages = take_messages(session, now=now, limit=limit)
        if not messages:
            return 0
        if not self.channels.names:  # the inbox has them: nobody need be found out
            mark_handed_out(session, messages, worker=self.worker)
            return len(messages)
        telling = Telling(
            session,
            engine=self.engine,
            clock=self.clock,
            rules=self.rules(session),
            known=self.known,
        )
        office = telling.turn.office
        manners = Manners.of(office.settings, office.calendar)
        ways = Ways(session, channels=self.channels, manners=manners, now=telling.turn.now)
        bound = now - timedelta(hours=office.settings.integer(OVERTAKEN_AFTER))
        overtaken = []
        for message in messages:
            try:
                cause = self._make(session, telling, ways, message, bound)
            except Conflict:  # the store is busy: that is no fault of the message
                raise
            except Exception as error:
                raise _Broken(message) from error
            if cause is not None:
                overtaken.append((message, cause))
        self._record(telling, overtaken)
        mark_handed_out(session, messages, worker=self.worker)
        return len(messages)

    def _make(
        self,
        session: Session,
        telling: Telling,
        ways: Ways,
        message: OutboxRow,
        bound: datetime,
    ) -> str | None:
        """Make the deliveries of a message, or return what has overtaken it long ago."""
        matter: Matter = telling.matter(message)
        cause = overtaken_by(matter) if message.created_at < bound else None
        if cause is None:
            has_duty = self.engine.message_kinds.kind(message.kind).duty is not None
            rows = ways.deliveries(matter, telling.meant(matter), has_duty=has_duty)
            add_deliveries(session, rows)
        return cause

    def _record(self, telling: Telling, overtaken: list[tuple[OutboxRow, str]]) -> None:
        """Say in the chains of reads what was not sent because it no longer mattered."""
        for message, cause in sorted(overtaken, key=lambda each: each[0].case_id or ""):
            said = {"message": message.id, "kind": message.kind, "cause": cause}
            record_delivery(telling.turn, message.case_id, "message_overtaken", said)
