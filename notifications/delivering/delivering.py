"""Deliver through one channel: claim, look again, pack, send without a transaction, write.

Whatever dies in between leaves claimed deliveries that are due again when the lease ends, and go
out then under the same id. Several lanes send at once, each with a channel object of its own, so
that one slow recipient delays nobody; what a turn does not get to is given back.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from uuid import NAMESPACE_OID, uuid5

from engine.commands.engine import Engine
from engine.commands.turn import Turn
from engine.model.case import SYSTEM, Clock
from engine.model.errors import Conflict
from engine.store.deliveries import (
    Course,
    DeliveryRow,
    claim_deliveries,
    course_of,
    end_claim,
    rest_of,
    set_course,
)
from engine.store.outbox import messages_with
from engine.store.store import Session, Store
from notifications.channel import Channel, Deferred, Parcel, Refused
from notifications.delivering.backoff import Patience
from notifications.delivering.looking import Skipped, Worthy, look_again
from notifications.delivering.packing import Packed, Packing
from notifications.delivering.results import Answer, Results, Tally
from notifications.delivering.words import Words
from notifications.rules.model import Rules
from notifications.seals import secret_for
from notifications.spreading.manners import Manners
from notifications.spreading.spreading import ReadRules
from notifications.spreading.telling import Known, Telling
from notifications.spreading.ways import Installed, Ways

LEASE = timedelta(minutes=10)
TURN = timedelta(minutes=3)
"""After this long a turn begins nothing more: what it began must end within the lease."""
_CHOSEN = timedelta(hours=1)
LANES = 4
"""How many parcels of one channel are sent at once."""
_LOG = logging.getLogger("dudao.notifications.delivering")


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one turn did with the deliveries of a channel; until when the channel rests, if so."""

    sent: int = 0
    deferred: int = 0
    dead: int = 0
    skipped: int = 0
    rests_until: datetime | None = None

    @property
    def done(self) -> int:
        """Return how many deliveries were dealt with."""
        return self.sent + self.deferred + self.dead + self.skipped


def deliver(  # noqa: PLR0913 - one name for each thing a caller says
    store: Store,
    *,
    engine: Engine,
    clock: Clock,
    worker: str,
    channels: Installed,
    channel: str,
    base_url: str,
    words: Words,
    rules: ReadRules,
    limit: int = 50,
    lanes: int = LANES,
) -> Delivered:
    """Deliver up to `limit` deliveries of a channel that are due; digests are not torn apart."""
    now = clock()
    claim = f"{worker} {engine.new_id()}"
    with store.begin() as session:
        rest = rest_of(session, channel)
        if rest is not None and rest.until > now:
            return Delivered(rests_until=rest.until)
        rows = claim_deliveries(
            session, channel, now=now, limit=limit, claim=claim, until=now + LEASE
        )
        rows = _put_off_at_night(session, engine, clock, rows)
        groups = _groups(session, rows)
        known = rules(session) if rows else Rules(0, ())
        secret = secret_for(session, engine=engine, now=now) if rows else ""
    if not groups:
        return Delivered()
    turn = _Delivering(
        _Place(store, engine, clock, channels, channel, base_url, words, known, secret),
        claim,
        now + TURN,
        deque(groups),
    )
    turn.run(min(lanes, len(groups)))
    return turn.answer()


@dataclass(frozen=True, slots=True)
class _Group:
    """Deliveries that go as one parcel."""

    parcel_id: str
    rows: tuple[DeliveryRow, ...]


def _put_off_at_night(
    session: Session, engine: Engine, clock: Clock, rows: list[DeliveryRow]
) -> list[DeliveryRow]:
    """Put what is not urgent off until people may be told, and return the rest.

    It was due by day and is late. A digest goes at the hour that was chosen, even a quiet one.
    """
    office = Turn(session, engine=engine, clock=clock, actor=SYSTEM).office
    now = clock()
    opening = Manners.of(office.settings, office.calendar).opening(now)
    if opening <= now:
        return rows
    going = []
    for row in rows:
        chosen = row.status == "held" and row.next_at is not None and now - row.next_at < _CHOSEN
        if row.is_urgent or chosen:
            going.append(row)
        else:
            end_claim(session, replace(row, next_at=opening), row.claimed_by or "")
    return going


def _groups(session: Session, rows: Sequence[DeliveryRow]) -> list[_Group]:
    """Put what is held for one person together, once and for all; the rest goes by itself."""
    groups: dict[str, list[DeliveryRow]] = {}
    fresh: dict[str, list[DeliveryRow]] = {}
    for row in rows:
        if row.status != "held":
            groups[row.id] = [row]
        elif (parcel := course_of(session, row.id).parcel_id) is not None:
            groups.setdefault(parcel, []).append(row)
        else:
            fresh.setdefault(row.person, []).append(row)
    for together in fresh.values():
        parcel = _parcel_id([each.id for each in together])
        groups[parcel] = together
        for row in together:
            set_course(session, Course(row.id, parcel_id=parcel))
    return [_Group(parcel, tuple(each)) for parcel, each in groups.items()]


def _parcel_id(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else str(uuid5(NAMESPACE_OID, "digest:" + ":".join(sorted(ids))))


@dataclass(frozen=True, slots=True)
class _Place:
    """What all lanes share and none changes."""

    store: Store
    engine: Engine
    clock: Clock
    channels: Installed
    channel: str
    base_url: str
    words: Words
    rules: Rules
    secret: str = field(repr=False)

    def pack(self, group: _Group, known: Known) -> Packed:
        """Look again at deliveries and put what is worth sending into a parcel."""
        with self.store.read() as session:
            telling = Telling(
                session, engine=self.engine, clock=self.clock, rules=self.rules, known=known
            )
            office = telling.turn.office
            manners = Manners.of(office.settings, office.calendar)
            ways = Ways(session, channels=self.channels, manners=manners, now=telling.turn.now)
            messages = messages_with(session, {each.message_id for each in group.rows})
            seen = list(look_again(telling, ways, group.rows, messages))
            worthy = [each for each in seen if isinstance(each, Worthy)]
            worthy.sort(key=lambda each: (each.message.created_at, each.message.id))
            skipped = tuple(each for each in seen if isinstance(each, Skipped))
            if not worthy:
                return Packed(None, skipped=skipped)
            packing = Packing(session, telling, ways, self.words, self.base_url, self.secret)
            parcel = packing.parcel(group.parcel_id, worthy)
            return Packed(parcel, tuple(each.row for each in worthy), skipped)

    def write(self, claim: str, packed: Packed, answer: Answer) -> Tally:
        """Write what came of a parcel."""
        with self.store.begin() as session:
            turn = Turn(session, engine=self.engine, clock=self.clock, actor=SYSTEM)
            settings = turn.office.settings
            patience = Patience.of(settings, turn.now)
            manners = Manners.of(settings, turn.office.calendar)
            return Results(turn, claim, self.channel, patience, manners).write(packed, answer)


@dataclass(slots=True)
class _Delivering:
    """One turn of one channel: lanes take groups until none is left, or the channel rests."""

    place: _Place
    claim: str
    until: datetime
    groups: deque[_Group]
    known: Known = field(default_factory=Known)
    tally: Tally = field(default_factory=Tally)
    is_resting: bool = False
    lock: Lock = field(default_factory=Lock)

    def run(self, lanes: int) -> None:
        """Send in so many lanes, and give back what was not begun."""
        if lanes == 1:
            self._lane()
        else:
            with ThreadPoolExecutor(lanes) as pool:
                ends = [pool.submit(self._lane) for _ in range(lanes)]
            for each in ends:
                each.result()
        self._give_back()

    def answer(self) -> Delivered:
        """Return what was done."""
        tally = self.tally
        until = None
        if self.is_resting:
            with self.place.store.read() as session:
                rest = rest_of(session, self.place.channel)
                until = None if rest is None else rest.until
        return Delivered(tally.sent, tally.deferred, tally.dead, tally.skipped, until)

    def _lane(self) -> None:
        opened = _Opened(self.place.channels, self.place.channel)
        try:
            while (group := self._next()) is not None:
                self._one(opened, group)
        finally:
            opened.close()

    def _next(self) -> _Group | None:
        if self.is_resting or self.place.clock() >= self.until:
            return None
        try:
            return self.groups.popleft()
        except IndexError:
            return None

    def _one(self, opened: _Opened, group: _Group) -> None:
        answer: Answer
        try:
            packed = self.place.pack(group, self.known)
        except Conflict:  # the store is busy: that is no fault of the message
            raise
        except Exception:  # noqa: BLE001 - one message that has no words must not stop the others
            _LOG.exception("delivery %s could not be put into words", group.parcel_id)
            packed, answer = Packed(None, group.rows), _unwritten()
        else:
            answer = None if packed.parcel is None else opened.send(packed.parcel)
        tally = self.place.write(self.claim, packed, answer)
        with self.lock:
            self.tally.sent += tally.sent
            self.tally.deferred += tally.deferred
            self.tally.dead += tally.dead
            self.tally.skipped += tally.skipped
            if isinstance(answer, Deferred) and answer.is_channel:
                self.is_resting = True

    def _give_back(self) -> None:
        """Let what was not begun be claimed by anybody, as it was before."""
        if not self.groups:
            return
        with self.place.store.begin() as session:
            for group in self.groups:
                for row in group.rows:
                    end_claim(session, replace(row, claimed_by=None), self.claim)


class _Opened:
    """A channel object of one lane, opened when it is first needed."""

    def __init__(self, channels: Installed, name: str) -> None:
        self._channels = channels
        self._name = name
        self._opened: Channel | None = None

    def send(self, parcel: Parcel) -> Answer:
        """Send a parcel; whatever a channel raises is an answer."""
        try:
            if self._opened is None:
                self._opened = self._channels.open(self._name)
            return self._opened.send(parcel)
        except (Deferred, Refused) as answer:
            return answer
        except Exception as error:  # noqa: BLE001 - a channel with a fault must lose nothing
            _LOG.exception("channel %s failed on %s", self._name, parcel.id)
            self.close()
            return Deferred(
                f"渠道“{self._name}”发生程序错误（{type(error).__name__}）。",
                en=f"The channel '{self._name}' failed with {type(error).__name__}.",
                code="channel_error",
            )

    def close(self) -> None:
        """Close what is open."""
        opened, self._opened = self._opened, None
        if opened is None:
            return
        try:
            opened.close()
        except Exception:  # noqa: BLE001 - what was sent is sent
            _LOG.exception("channel %s could not be closed", self._name)


def _unwritten() -> Deferred:
    return Deferred(
        "消息的文字生成失败。", en="The words of the message could not be made.", code="no_words"
    )


__all__ = ["LANES", "Delivered", "deliver"]
