"""A desk to give commands from: one store, the people of an office, and small diagrams.

After every command the projections are compared with what the running case says, and the chain
of history is verified: whatever a test is about, these hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from bpmn.catalogue import shared_tables
from documents import shipped_names, shipped_templates
from dudao.composition import NOTIFICATION_SETTINGS, compose
from dudao.groups import MAY
from engine import commands
from engine.commands import (
    CaseOpened,
    DeadlineExtended,
    Engine,
    MessageSent,
    Result,
    Swept,
    WorkHeld,
)
from engine.commands.policy.permissions import Permissions
from engine.commands.surroundings import StepSurroundings
from engine.commands.turn import Turn
from engine.definitions import (
    BUILT_IN,
    FUNCTION_NAMES,
    Deployment,
    Handlers,
    SourceFile,
    deploy,
)
from engine.diagram import Known
from engine.identity import Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.model.case import SYSTEM, Actor
from engine.model.errors import EngineError
from engine.model.history import SealedEvent, verify_chain
from engine.model.settings import ENGINE_SETTINGS, Setting, Settings
from engine.model.values import Value
from engine.spiff import Instance
from engine.store import Session, Store
from engine.store.case_reads import (
    history_of,
    incidents_of_case,
    linked_cases,
    outcomes_of_case,
    timers_of_case,
    waits_of_case,
    work_of_case,
)
from engine.store.outbox import messages_of_case
from engine.store.reads import read_case
from engine.store.rows import CaseRow, IncidentRow, OutboxRow, TimerRow, WaitRow, WorkRow
from tests.support.clock import CountedIds, HandClock

R = TypeVar("R")

UNITS = (
    Unit("430000", "某省", None, "office"),
    Unit("430600", "某市", "430000", "office"),
    Unit("430621", "某甲县", "430600", "county"),
    Unit("430623", "某乙县", "430600", "county"),
    Unit("430621-1", "某甲县第一中学", "430621", "school"),
)
PEOPLE: Mapping[str, tuple[str, str]] = {
    "li": ("case_officer", "430600"),
    "chen": ("case_officer", "430600"),
    "wang": ("leader", "430600"),
    "zhao": ("director", "430600"),
    "qian": ("inspector", "430600"),
    "sun": ("inspector", "430600"),
    "yue": ("inspector", "430621"),
    "xiao": ("respondent", "430621"),
    "hua": ("respondent", "430623"),
    "guan": ("administrator", "430600"),
}
KNOWN_GROUPS = frozenset(group for group, _ in PEOPLE.values())


class Desk:
    """Give commands as one person or another, each in a unit of work of its own."""

    def __init__(
        self,
        store: Store,
        clock: HandClock,
        *,
        handlers: Handlers | None = None,
        settings: tuple[Setting, ...] = (),
    ) -> None:
        self.store = store
        self.clock = clock
        ids = CountedIds()
        self.engine = Engine(
            new_id=ids,
            new_salt=lambda: bytes(16),
            new_secret=lambda: "the secret of a desk",
            handlers=handlers or Handlers(),
            settings=Settings.of(ENGINE_SETTINGS, NOTIFICATION_SETTINGS, settings),
            permissions=Permissions(MAY),
        )
        with store.begin() as session:
            upsert_units(session, UNITS)
            upsert_people(
                session,
                [
                    PersonEntry(each, f"{each}某", unit, (Membership(group),))
                    for each, (group, unit) in PEOPLE.items()
                ],
            )

    def furnish(self) -> None:
        """Give the desk what every installation has: templates, their composer, shared tables."""
        self.engine = replace(self.engine, compose=compose)
        with self.store.begin() as session:
            commands.publish_shipped_templates(
                session,
                shipped_templates(),
                engine=self.engine,
                clock=self.clock,
                names=shipped_names(),
            )
        self.deploy(*shared_tables().values())

    # ------------------------------------------------------------------------- definitions

    def known(self) -> Known:
        return Known(
            handlers=self.engine.handlers.known,
            groups=KNOWN_GROUPS,
            functions=FUNCTION_NAMES,
            settings=frozenset(self.engine.settings.known),
            decisions=frozenset(),
            processes=frozenset(),
        )

    def deploy(self, *files: bytes) -> Deployment:
        with self.store.begin() as session:
            return deploy(
                session,
                [SourceFile(f"file{number}", data) for number, data in enumerate(files)],
                clock=self.clock,
                actor=Actor("guan"),
                known=self.known(),
                new_id=self.engine.new_id,
                new_salt=self.engine.new_salt,
            )

    # ---------------------------------------------------------------------------- commands

    def give(self, command: Callable[..., R], person: str, /, **arguments: object) -> R:
        """Give a command in a unit of work, then check what must always hold."""
        actor = SYSTEM if person == SYSTEM.person else Actor(person)
        with self.store.begin() as session:
            result = command(
                session, engine=self.engine, clock=self.clock, actor=actor, **arguments
            )
        case_id = getattr(result, "case_id", "")
        if case_id:
            self.check(case_id)
        return result

    def open(
        self,
        process: str,
        form: Mapping[str, object] | None = None,
        *,
        person: str = "li",
        unit: str = "430621",
        title: str = "某校食堂安全整改",
        **more: object,
    ) -> CaseOpened:
        return self.give(
            commands.open_case,
            person,
            process=process,
            unit=unit,
            title=title,
            form=form or {},
            **more,
        )

    def complete(
        self,
        person: str,
        work_id: str,
        form: Mapping[str, object] | None = None,
        **more: object,
    ) -> Result:
        return self.give(commands.complete, person, work_id=work_id, form=form or {}, **more)

    def claim(self, person: str, work_id: str, **more: object) -> WorkHeld:
        return self.give(commands.claim, person, work_id=work_id, **more)

    def withdraw(self, person: str, work_id: str, **more: object) -> WorkHeld:
        return self.give(commands.withdraw, person, work_id=work_id, **more)

    def send(self, person: str, case_id: str, message: str, **more: object) -> MessageSent:
        return self.give(commands.send_message, person, case_id=case_id, message=message, **more)

    def extend(self, person: str, /, **arguments: object) -> DeadlineExtended:
        return self.give(commands.extend_deadline, person, **arguments)

    def sweep(self, *, worker: str = "w1") -> Swept:
        swept = commands.sweep(self.store, engine=self.engine, clock=self.clock, worker=worker)
        assert swept.failed == ()
        return swept

    def advance(self, **by: float) -> Swept:
        """Move the clock on and sweep once, as after an outage."""
        self.clock.advance(timedelta(**by))
        return self.sweep()

    # ------------------------------------------------------------------------------- reading

    def read(self, look: Callable[[Session], R]) -> R:
        with self.store.read() as session:
            return look(session)

    def case(self, case_id: str) -> CaseRow:
        return self.read(lambda session: read_case(session, case_id).case)

    def work(self, case_id: str) -> list[WorkRow]:
        return self.read(lambda session: work_of_case(session, case_id))

    def nodes(self, case_id: str) -> list[str]:
        return sorted(row.node for row in self.work(case_id))

    def one(self, case_id: str, node: str, item: int | None = None) -> WorkRow:
        """The one open work of a node (and item)."""
        found = [
            row
            for row in self.work(case_id)
            if row.node == node and item in (None, row.part or row.item)
        ]
        assert len(found) == 1, (node, self.nodes(case_id))
        return found[0]

    def timers(self, case_id: str) -> list[TimerRow]:
        return self.read(lambda session: timers_of_case(session, case_id))

    def waits(self, case_id: str) -> list[WaitRow]:
        return self.read(lambda session: waits_of_case(session, case_id))

    def incidents(self, case_id: str) -> list[IncidentRow]:
        return self.read(lambda session: incidents_of_case(session, case_id))

    def history(self, case_id: str = "system") -> list[SealedEvent]:
        return self.read(lambda session: list(history_of(session, case_id)))

    def types(self, case_id: str) -> list[str]:
        return [event.type for event in self.history(case_id)]

    def events(self, case_id: str, type_: str) -> list[Mapping[str, object]]:
        """The bodies of the events of one type."""
        return [event.members() for event in self.history(case_id) if event.type == type_]

    def outbox(self, case_id: str) -> list[OutboxRow]:
        return self.read(lambda session: messages_of_case(session, case_id))

    def linked(self, case_id: str) -> list[CaseRow]:
        return self.read(lambda session: linked_cases(session, case_id))

    def outcomes(self, case_id: str) -> list[str]:
        return self.read(lambda session: [row.code for row in outcomes_of_case(session, case_id)])

    def variables(self, case_id: str, scope: int = 1) -> dict[str, Value]:
        with self.store.begin() as session:
            return self._instance(session, case_id).variables(scope)

    def check(self, case_id: str) -> None:
        """Rows say what the state says; the history is whole; linked cases too."""
        with self.store.begin() as session:
            instance = self._instance(session, case_id)
            case = read_case(session, case_id).case
            work = [(row.aid, row.node, row.scope) for row in work_of_case(session, case_id)]
            timers = [
                (row.aid, row.node, row.scope)
                for row in timers_of_case(session, case_id)
                if row.kind == "bpmn"
            ]
            waits = [
                (row.aid, row.node, row.scope, row.message)
                for row in waits_of_case(session, case_id)
            ]
            incidents = [
                (row.aid, row.node)
                for row in incidents_of_case(session, case_id)
                if row.ended_at is None
            ]
            dues = [row.due_at for row in work_of_case(session, case_id) if row.due_at]
            events = list(history_of(session, case_id))
        if case.status in ("open", "suspended"):
            assert sorted(work) == sorted(instance.work())
            assert sorted(timers) == sorted(instance.timers())
            assert sorted(waits) == sorted(instance.waits())
            assert sorted(incidents) == sorted((aid, node) for aid, node, _ in instance.incidents())
        else:
            assert (work, timers, waits, incidents) == ([], [], [], [])
        assert case.due_at == min(dues, default=None)
        assert verify_chain(events, case_id=case_id, head=(case.head_seq, case.head_hash)) is None

    def _instance(self, session: Session, case_id: str) -> Instance:
        turn = Turn(session, engine=self.engine, clock=self.clock, actor=SYSTEM)
        step = turn.case(case_id)
        assert isinstance(step.surroundings, StepSurroundings)
        return step.instance


def refusal(act: Callable[[], object]) -> EngineError:
    """Carry out what must be refused, and return the refusal."""
    try:
        act()
    except EngineError as refused:
        return refused
    raise AssertionError("nothing was refused")


def local(text: str) -> datetime:
    """An instant of Shanghai."""
    return datetime.fromisoformat(f"{text}+08:00")


__all__ = ["BUILT_IN", "Desk", "local", "refusal"]
