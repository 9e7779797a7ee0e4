"""Gives real commands in the data folder of a demo, before anybody serves it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from api.deploying import SentFile
from dudao import system
from dudao.composition import CaseTypes, build_engine, case_types
from dudao.deployer import SentFiles
from engine import commands
from engine.commands import Engine
from engine.commands.reading.deliveries import list_deliveries
from engine.definitions import FUNCTION_NAMES, SourceFile, deploy
from engine.diagram import Known
from engine.model.case import Actor
from engine.store import Store
from engine.store.case_reads import incidents_of_case, work_of_case
from engine.store.ledger_reads import entries_about_person
from notifications.channel import Refused
from notifications.delivering.delivering import deliver
from notifications.rules.model import Rules
from notifications.spreading.spreading import spread
from tests.notifications.spread.post import TO_ALL, Carriers, ShortWords, World
from tests.notifications.spread.test_delivering import raising

R = TypeVar("R")
UNIT = "430621"
MAIL = "mail"


@dataclass(slots=True)
class FurtherOffice:
    """Everybody of the demo, each command in a unit of work of its own, by the real clock."""

    store: Store
    types: CaseTypes = field(default_factory=case_types)
    engine: Engine = field(init=False)
    channels: Carriers = field(default_factory=lambda: Carriers({MAIL: World()}))

    def __post_init__(self) -> None:
        self.engine = build_engine(self.types)

    def give(self, command: Callable[..., R], person: str, /, **arguments: object) -> R:
        """Give a command as somebody."""
        with self.store.begin() as session:
            return command(
                session, engine=self.engine, clock=system.clock, actor=Actor(person), **arguments
            )

    def open(self, process: str, title: str, **form: object) -> str:
        """Open a case as its officer, and return its id."""
        return self.give(
            commands.open_case, "li", process=process, unit=UNIT, title=title, form=form
        ).case_id

    def deploy(self, *files: bytes) -> None:
        """Publish diagrams."""
        known = Known(
            handlers=self.engine.handlers.known,
            groups=frozenset(self.engine.groups),
            functions=FUNCTION_NAMES,
            settings=frozenset(self.engine.settings.known),
            decisions=frozenset(),
            processes=frozenset(),
        )
        with self.store.begin() as session:
            deploy(
                session,
                [SourceFile(f"{number}.bpmn", each) for number, each in enumerate(files)],
                clock=system.clock,
                actor=Actor("admin"),
                known=known,
                new_id=self.engine.new_id,
                new_salt=self.engine.new_salt,
            )

    def propose(self, files: Mapping[str, bytes | str]) -> str:
        """Hand files in for a second person, and return the id of the proposal."""
        by = SentFiles(
            self.store, self.engine, system.clock, types=self.types, elapsed=system.elapsed
        )
        sent = [
            SentFile(name, each.encode() if isinstance(each, str) else each)
            for name, each in files.items()
        ]
        return by.propose(
            sent, actor=Actor("li"), note="改由领导核对", idempotency_key=None
        ).proposal

    def attach(self, case_id: str) -> str:
        """Attach a file to a case, and return its id."""
        with commands.receive(io.BytesIO("现场情况".encode()), limit=1024) as upload:
            return self.give(
                commands.attach, "li", case_id=case_id, name="现场记录.txt", upload=upload
            ).attachment_id

    def ask_for_agreement(self, title: str) -> None:
        """Let a wording wait for the leader."""
        case_id = self.open("wording", title)
        with self.store.read() as session:
            (work,) = work_of_case(session, case_id)
        self.give(commands.complete, "li", work_id=work.id, form={"text": "限期十日整改"})

    def sanction(self, person: str, on: date) -> str:
        """Record a sanction that must be lifted in writing, and return its entry in the ledger."""
        form = {"person": person, "identity": "事业", "form": "警告", "decided_on": on.isoformat()}
        self.open("account", f"问责{person}", code="accountability:警告", **form)
        with self.store.read() as session:
            (entry,) = entries_about_person(session, person)
        return entry.id

    def fail(self) -> tuple[str, str]:
        """Let a step fail that is tried again only tomorrow; return its case and the incident.

        No table says what a warning does to somebody of whom it is not said what they are.
        """
        later = {"key": "incident.backoff", "value": ["P1D"], "reason": "夜间再试"}
        self.give(commands.change_setting, "admin", **later)
        form = {"code": "accountability:警告", "person": "王某", "form": "警告"}
        case_id = self.open("account", "登记失败", **form)
        with self.store.read() as session:
            (incident,) = incidents_of_case(session, case_id)
        return case_id, incident.id

    def miss(self) -> str:
        """Let nothing that is said get through to a mailbox; return what is listed of it first."""
        self.channels.worlds[MAIL].way = raising(
            Refused("邮箱已满", en="Mailbox full", code="full")
        )
        spread(
            self.store,
            engine=self.engine,
            clock=system.clock,
            worker="w1",
            channels=self.channels,
            rules=lambda _: Rules(1, (TO_ALL,)),
        )
        deliver(
            self.store,
            engine=self.engine,
            clock=system.clock,
            worker="w1",
            channels=self.channels,
            channel=MAIL,
            base_url="https://dudao.example",
            words=ShortWords(),
            rules=lambda _: Rules(1, (TO_ALL,)),
        )
        return self.give(list_deliveries, "admin").rows[0].id
