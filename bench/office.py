"""An office to measure in: units, people, the diagram, and the real commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bench.diagram import DIAGRAM, KEY
from dudao import system
from dudao.composition import GROUPS, build_engine, case_types
from dudao.serving.job import Room
from dudao.serving.jobs import jobs
from dudao.serving.telling import Outlets
from dudao.serving.worker import Worker
from engine.commands import complete, open_case
from engine.commands.engine import Engine
from engine.definitions.candidate import SourceFile
from engine.definitions.deploy import deploy
from engine.definitions.functions import FUNCTION_NAMES
from engine.diagram import Known
from engine.identity import Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.model.case import SYSTEM, Actor
from engine.store import Session, Store, migrate
from engine.store.case_reads import work_of_case
from engine.store.rows import WorkRow
from notifications.registry import Channels

UNITS = (
    Unit("430000", "某省", None, "office"),
    Unit("430600", "某市", "430000", "office"),
    Unit("430621", "某甲县", "430600", "county"),
)
PEOPLE = {"li": "case_officer", "wang": "leader", "zhao": "director"}


@dataclass(frozen=True, slots=True)
class Act:
    """Who completes which user task, and with what."""

    person: str
    node: str
    form: Mapping[str, object]


DRAFT = Act("li", "a", {"notice": "食堂留样不足四十八小时，责令限期整改。"})
APPROVE = Act("wang", "b", {"approved": True, "opinion": "同意下发。"})
RETURN = Act("wang", "b", {"approved": False, "opinion": "依据不充分，退回补正。"})
VERIFY = Act("zhao", "c", {"result": "整改到位。"})
CASE = (DRAFT, APPROVE, VERIFY)
"""The three steps of a case that nobody sends back."""


class Office:
    """One store with an engine of its own, as a web process would have."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.store = Store(url)
        self.engine: Engine = build_engine(case_types())

    @classmethod
    def furnish(cls, url: str) -> Office:
        """Migrate an empty database and fill in what every case needs."""
        migrate(url)
        office = cls(url)
        with office.store.begin() as session:
            upsert_units(session, UNITS)
            upsert_people(
                session,
                [
                    PersonEntry(person, f"{person}某", "430600", (Membership(group),))
                    for person, group in PEOPLE.items()
                ],
            )
        with office.store.begin() as session:
            office._deploy(session)
        return office

    def _deploy(self, session: Session) -> None:
        deploy(
            session,
            [SourceFile("bench.bpmn", DIAGRAM)],
            clock=system.clock,
            actor=SYSTEM,
            known=Known(
                handlers=self.engine.handlers.known,
                groups=frozenset(GROUPS),
                functions=FUNCTION_NAMES,
                settings=frozenset(self.engine.settings.known),
                decisions=frozenset(),
                processes=frozenset(),
            ),
            new_id=self.engine.new_id,
            new_salt=self.engine.new_salt,
        )

    def open(self) -> str:
        """Open a case and return its id."""
        with self.store.begin() as session:
            opened = open_case(
                session,
                engine=self.engine,
                clock=system.clock,
                actor=Actor("li"),
                process=KEY,
                unit="430621",
                title="某甲县第一中学食堂安全责令限期整改",
                form={"grounds": "专项督导发现食品安全隐患。"},
            )
        return opened.case_id

    def step(self, act: Act, work_id: str) -> None:
        """Make one full step: the real command, committed."""
        with self.store.begin() as session:
            complete(
                session,
                engine=self.engine,
                clock=system.clock,
                actor=Actor(act.person),
                work_id=work_id,
                form=act.form,
            )

    def rest(self) -> None:
        """Let a worker do all that is due, as it has for cases that were stored long ago."""
        nowhere = Outlets(Channels.of({}, clock=system.clock), "")
        Worker(Room(self.store, self.engine, system.clock, "bench"), jobs(nowhere)).once()

    def work(self, case_id: str) -> WorkRow:
        """Return the one open work of a case."""
        with self.store.read() as session:
            (row,) = work_of_case(session, case_id)
        return row

    def act(self, act: Act, case_id: str) -> str:
        """Complete the open work of a case, which must be this one; return its id."""
        work = self.work(case_id)
        assert work.node == act.node, (work.node, act.node)
        self.step(act, work.id)
        return work.id

    def close(self) -> None:
        self.store.close()
