"""A crowd: people with tokens of their own, the same tasks for all of them, and what each heard."""

from __future__ import annotations

import http.client
import json
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.groups import GROUPS
from engine.commands import SCOPES, issue_token, open_case
from engine.definitions import FUNCTION_NAMES, SourceFile, deploy
from engine.diagram import Known
from engine.identity import Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.model.case import SYSTEM, Actor
from engine.store import Session, Store
from engine.store.case_reads import work_of_case
from tests.cases.drawing import diagram, end, path, start, user
from tests.serving.server import PATIENCE

TASK = diagram(
    "task", start(), user("a", "text:string!", groups="case_officer"), end(),
    path("start", "a", "end"),
)  # fmt: skip
FORM = {"form": {"text": "责令限期整改"}}


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer: to which request of whom, under which key."""

    person: str
    work: str
    deed: str
    status: int
    body: Mapping[str, object]

    @property
    def code(self) -> object:
        return self.body.get("code")


@dataclass(frozen=True, slots=True)
class Crowd:
    """A database with people who all may do all of the work in it."""

    tokens: Mapping[str, str]
    cases: Sequence[str]
    works: Sequence[str]

    @classmethod
    def gather(cls, url: str, *, people: int, tasks: int) -> Crowd:
        """Put people and open work into an empty, migrated database."""
        store = Store(url)
        names = [f"p{number:02d}" for number in range(people)]
        with store.begin() as session:
            upsert_units(session, [Unit("430600", "某市", None, "office")])
            entries = [
                PersonEntry(each, f"{each}某", "430600", (Membership("case_officer"),))
                for each in names
            ]
            upsert_people(session, entries)
        with store.begin() as session:
            made = _fill(session, names, tasks)
        store.close()
        return made


def _fill(session: Session, names: Sequence[str], tasks: int) -> Crowd:
    engine = build_engine(case_types())
    known = Known(
        handlers={},
        groups=frozenset(GROUPS),
        functions=FUNCTION_NAMES,
        settings=frozenset(),
        decisions=frozenset(),
        processes=frozenset(),
    )
    deploy(
        session,
        [SourceFile("task.bpmn", TASK)],
        clock=system.clock,
        actor=SYSTEM,
        known=known,
        new_id=engine.new_id,
        new_salt=engine.new_salt,
    )
    tokens = {}
    for each in names:
        issued = issue_token(
            session,
            engine=engine,
            clock=system.clock,
            actor=Actor(each),
            name="试验",
            scopes=sorted(SCOPES),
            expires_at=system.clock() + timedelta(days=1),
        )
        tokens[each] = str(issued.secret)
    cases = [
        open_case(
            session,
            engine=engine,
            clock=system.clock,
            actor=Actor(names[0]),
            process="task",
            unit="430600",
            title=f"第{number}件",
        ).case_id
        for number in range(tasks)
    ]
    works = [work_of_case(session, each)[0].id for each in cases]
    return Crowd(tokens, cases, works)


@dataclass(slots=True)
class Member:
    """One client: a person's token, a connection of its own that is kept, and what it heard."""

    person: str
    token: str
    address: str
    seed: int
    heard: list[Heard] = field(default_factory=list)
    failed: BaseException | None = None
    _connection: http.client.HTTPConnection | None = None

    def ask(self, deed: str, work: str, body: object = None, *, key: str = "") -> Heard:
        """Do something with open work and remember the answer."""
        if deed == "read":
            return self._send("GET", f"/work/{work}", deed, work)
        headers = {"Idempotency-Key": key} if key else {}
        return self._send("POST", f"/work/{work}/{deed}", deed, work, body, headers)

    def look_up(self, person: str) -> Heard:
        """Read a person: the system chain says who did."""
        return self._send("GET", f"/people/{person}", "look_up", "")

    def _send(
        self,
        method: str,
        path: str,
        deed: str,
        work: str,
        body: object = None,
        more: Mapping[str, str] | None = None,
    ) -> Heard:
        if self._connection is None:
            place = urlsplit(self.address)
            self._connection = http.client.HTTPConnection(
                place.hostname or "", place.port, timeout=PATIENCE
            )
        headers = {"Authorization": f"Bearer {self.token}", **(more or {})}
        if body is not None:
            headers["Content-Type"] = "application/json"
        content = None if body is None else json.dumps(body)
        self._connection.request(method, f"/api/v1{path}", content, headers)
        answer = self._connection.getresponse()
        heard = Heard(self.person, work, deed, answer.status, json.loads(answer.read()))
        self.heard.append(heard)
        return heard

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def storm(member: Member, crowd: Crowd) -> None:
    """Claim, delegate, read and complete most tasks, in an order and a mix of one's own."""
    chance = random.Random(member.seed)
    others = [each for each in crowd.tokens if each != member.person]
    for work in chance.sample(crowd.works, len(crowd.works) * 3 // 5):
        match chance.choice(("claim", "complete", "delegate", "read")):
            case "claim":
                member.ask("claim", work)
                if chance.random() < 0.5:
                    complete(member, work)
            case "complete":
                complete(member, work)
            case "delegate":
                member.ask("delegation", work, {"person": chance.choice(others)})
            case _:
                member.ask("read", work)
                member.look_up(chance.choice(others))


def complete(member: Member, work: str) -> None:
    """Complete work under the key that all clients of this person use for it; say it twice."""
    for _ in range(2):
        if member.ask("completion", work, FORM, key=f"complete {work}").status != HTTPStatus.OK:
            return


def complete_what_is_left(member: Member, crowd: Crowd) -> None:
    """Complete all work of which one has not heard that it is over."""
    over = {each.work for each in member.heard if each.code == "task_over"}
    for work in crowd.works:
        if work not in over:
            complete(member, work)


def all_at_once(members: Sequence[Member], act: Callable[[Member], object]) -> None:
    """Let every member act in a thread of its own, all from the same moment."""
    together = threading.Barrier(len(members))

    def run(member: Member) -> None:
        together.wait()
        try:
            act(member)
        except BaseException as failed:  # noqa: BLE001 - told by the test, in its own thread
            member.failed = failed
        finally:
            member.close()

    threads = [threading.Thread(target=run, args=(each,)) for each in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
