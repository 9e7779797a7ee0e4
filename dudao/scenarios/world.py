"""The world a scenario runs in: a store, the engine, a clock moved by hand, and the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from dudao.desk import Desk
from dudao.scenarios.deeds import Deeds
from dudao.scenarios.expectations import Found
from dudao.scenarios.instants import Passage, passed
from dudao.scenarios.ledger import record_of
from dudao.scenarios.model import Act, Expect, Open, Player, Send
from dudao.scenarios.public import publication_records, receipt_records
from dudao.scenarios.refused import Refused
from dudao.scenarios.variables import variables_of
from dudao.scenarios.view import CaseView, Eyes, case_tree, view_case
from dudao.simulation import SimulatedClock
from engine.commands import sweep
from engine.identity import Audience
from engine.model.calendar import SHANGHAI
from engine.model.case import SYSTEM, Actor
from engine.store import Session
from engine.store.tables import outbox_message
from engine.store.timers import next_due

WORKER = "scenario"
MOST_FIRINGS = 5_000
"""Timers in one step of time; more is a cycle far too short for the time that passes."""


class World:
    """Carry out steps through the commands, each in a unit of work of its own."""

    def __init__(
        self,
        desk: Desk,
        clock: SimulatedClock,
        *,
        people: Mapping[str, Player],
        folder: Path | None,
        watch: Callable[[], None] = lambda: None,
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._people = people
        self._folder = folder
        self._watch = watch
        self._told: set[str] = set()
        self._receipts: list[str] = []
        self._root = ""

    @property
    def now(self) -> datetime:
        """The simulated present."""
        return self._clock()

    @property
    def case_id(self) -> str:
        """The case that the scenario opened; raise Refused before it did."""
        if not self._root:
            raise Refused("还没有立案。", "no_case")
        return self._root

    def open(self, opening: Open, process: str, title: str) -> None:
        """Open the case."""
        with self._desk.work() as session:
            deeds = self._deeds(session, opening.player, opening.absent)
            opened = deeds.open(opening, opening.process or process, opening.title or title)
        self._root = opened
        self._watch()

    def act(self, act: Act) -> None:
        """Give a command as one of the people."""
        with self._desk.work() as session:
            deeds = self._deeds(session, act.player, act.absent)
            alone = act.do in ("open", "object", "substitute")  # about no case of the scenario
            deeds.do(act, "" if alone else self._case(session, act.case))
        self._watch()

    def send(self, sending: Send) -> None:
        """Send a message from outside to the case."""
        with self._desk.work() as session:
            case_id = self._case(session, sending.case)
            self._deeds(session, sending.player).send(sending, case_id)
        self._watch()

    def advance(self, passage: Passage, *, sweeps: bool = True) -> None:
        """Let time pass; timers fire in order, each at the instant it is due."""
        with self._desk.store.read() as session:
            until = passed(passage, self.now, self._desk.calendar(session))
        if until < self.now:
            local = self.now.astimezone(SHANGHAI)
            raise Refused(f"时间不能倒流：现在已是 {local:%Y-%m-%d %H:%M}。", "backwards")
        if sweeps:
            self._fire(until)
        self._clock.move_to(until)

    def _fire(self, until: datetime) -> None:
        fired = self._sweep()
        while (due := self._next_due()) is not None and due <= until:
            self._clock.move_to(due)
            now_fired = self._sweep()
            if not now_fired:
                return  # what is due cannot be fired; it would be due for ever
            fired += now_fired
            if fired > MOST_FIRINGS:
                raise Refused(f"一次推进触发了{MOST_FIRINGS}次以上定时器。", "too_many_timers")

    def _next_due(self) -> datetime | None:
        with self._desk.store.read() as session:
            return next_due(session, now=self.now)

    def _sweep(self) -> int:
        """Fire what is due now; each firing is watched at its own instant."""
        desk = self._desk
        swept = sweep(desk.store, engine=desk.engine, clock=self._clock, worker=WORKER)
        if swept.fired:
            self._watch()
        if swept.failed:
            raise Refused("有定时器未能触发，详见日志。", "timer_failed")
        return swept.fired

    def found(self, expect: Expect) -> Found:
        """Return what is, and start listening for messages anew."""
        with self._desk.store.read() as session:
            case_id = self._case(session, expect.case)
            view = self.view(session, case_id)
            notified = self._notified(session)
            variables = variables_of(session, case_id, self._desk)
            records = tuple(
                record_of(session, check, self._desk, self.now) for check in expect.ledger
            )
            publications = publication_records(session, self._clock)
            receipts = receipt_records(session, self._receipts)
        return Found(view, notified, variables, records, publications, receipts)

    def view(self, session: Session, case_id: str) -> CaseView:
        """Read a case as it looks now."""
        desk = self._desk
        return view_case(
            session, case_id, Eyes(self.now, desk.calendar(session), desk.near(session))
        )

    def _deeds(self, session: Session, player: str, absent: str = "") -> Deeds:
        return Deeds(
            session,
            engine=self._desk.engine,
            clock=self._clock,
            actor=self._actor(player, absent),
            people=self._people,
            folder=self._folder,
            receipts=self._receipts,
        )

    def _actor(self, player: str, absent: str) -> Actor:
        if not player:
            return SYSTEM
        for each in (player, absent):
            if each and each not in self._people:
                raise Refused(f"people 中没有“{each}”。", "unknown_person")
        return Actor(player, on_behalf_of=absent or None)

    def _case(self, session: Session, key: str) -> str:
        if not key:
            return self.case_id
        found = [each for each, name in case_tree(session, self.case_id).items() if name == key]
        if not found:
            raise Refused(f"没有流程为“{key}”的案件。", "no_case")
        return found[-1]

    def _notified(self, session: Session) -> frozenset[str]:
        wanted = select(outbox_message.c.id, outbox_message.c.audience)
        people: set[str] = set()
        for message_id, audience in session.execute(wanted).all():
            if message_id not in self._told and isinstance(audience, Mapping):
                people.update(self._desk.who(session, Audience.from_record(audience)))
            self._told.add(str(message_id))
        return frozenset(people)
