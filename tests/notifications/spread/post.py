"""A post office for the tests: real channels that keep what they carry, rules, and short words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Any, ClassVar, Self

from sqlalchemy import insert, select

from dudao.composition import case_types
from engine.commands import Engine
from engine.identity import Person
from engine.model.history import SealedEvent
from engine.model.settings import ENGINE_SETTINGS, Settings
from engine.model.values import Value
from engine.store import Session, Store
from engine.store.access_reads import access_chain
from engine.store.batch import StepBatch
from engine.store.case_reads import history_of
from engine.store.deliveries import DeliveryRow
from engine.store.rows import OutboxRow
from engine.store.tables import contact, delivery, notification_choice
from notifications.channel import Channel, Clock, Language, Parcel, Sent
from notifications.delivering.delivering import Delivered, deliver
from notifications.rules.model import Rule, Rules
from notifications.spreading.settings import SETTINGS
from notifications.spreading.spreading import spread
from notifications.words.content import Content, Detail
from tests.cases.desk import Desk


class Carrier:
    """A channel that keeps what it carries; a test says what else happens on the way."""

    scheme: ClassVar[tuple[str, ...]] = ("carrier",)
    zh: ClassVar[str] = "信使"
    en: ClassVar[str] = "Carrier"
    is_personal: ClassVar[bool] = True

    def __init__(self, world: World) -> None:
        self.world = world

    @classmethod
    def from_url(cls, url: str, *, clock: Clock) -> Self:
        del url, clock
        return cls(World())

    def check_address(self, address: str) -> str:
        return address

    def send(self, parcel: Parcel) -> Sent:
        self.world.way(parcel)
        with self.world.lock:
            self.world.carried.append(parcel)
        return Sent(f"kept {parcel.id}")

    def close(self) -> None:
        with self.world.lock:
            self.world.closed += 1


class Board(Carrier):
    """A place where all read everything."""

    is_personal: ClassVar[bool] = False


@dataclass(slots=True)
class World:
    """What one channel carried, in order; `way` may raise, wait or look around before."""

    way: Callable[[Parcel], object] = lambda _: None
    carried: list[Parcel] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    closed: int = 0

    def ids(self) -> list[str]:
        return sorted(each.id for each in self.carried)

    def to(self) -> list[str]:
        return sorted(each.to for each in self.carried)


@dataclass(slots=True)
class Carriers:
    """The channels of an installation."""

    worlds: dict[str, World]
    shared: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.worlds)

    def kind(self, name: str) -> type[Channel]:
        return Board if name in self.shared else Carrier

    def open(self, name: str) -> Channel:
        return (Board if name in self.shared else Carrier)(self.worlds[name])


class ShortWords:
    """The least that can be said of a message."""

    def content_of(  # noqa: PLR0913 - all that words depend on
        self,
        session: Session,
        *,
        engine: Engine,
        now: datetime,
        message: OutboxRow,
        to: Person | None,
        on_behalf_of: Person | None,
        language: Language,
        detail: Detail,
        base_url: str,
    ) -> Content:
        del session, now, base_url
        kind = engine.message_kinds.kind(message.kind)
        name = kind.zh if language == "zh" else kind.en
        whose = "" if on_behalf_of is None else f"（代{on_behalf_of.name}）"
        greeting = "" if to is None else to.name
        return Content(name, f"{greeting}{whose}：{name}/{detail}", f"<p>{name}</p>", name)

    def digest_of(
        self,
        session: Session,
        *,
        engine: Engine,
        now: datetime,
        messages: Sequence[OutboxRow],
        to: Person,
        language: Language,
        detail: Detail,
        base_url: str,
    ) -> Content:
        del session, engine, now, language, detail, base_url
        text = "\n".join(each.id for each in messages)
        return Content(f"{to.name}：{len(messages)}条", text, text, f"{len(messages)}条")

    def link_of(self, message: OutboxRow, base_url: str, *, is_shared: bool = False) -> str | None:
        del is_shared
        return None if message.case_id is None else f"{base_url}/cases/{message.case_id}"


TO_ALL = Rule("r1", "*", ("told",), ("mail",))


@dataclass(slots=True)
class Post:
    """Spread and deliver at a desk, with one mail channel and as many others as a test wants."""

    desk: Desk
    carriers: Carriers = field(default_factory=lambda: Carriers({"mail": World()}))
    rules: tuple[Rule, ...] = (TO_ALL,)
    worker: str = "w1"
    _said: int = 0

    def __post_init__(self) -> None:
        types = case_types()
        self.desk.engine = replace(
            self.desk.engine,
            settings=Settings.of(
                ENGINE_SETTINGS, SETTINGS, tuple(self.desk.engine.settings.known.values())
            ),
            message_kinds=types.message_kinds,
        )

    @property
    def mail(self) -> World:
        return self.carriers.worlds["mail"]

    @property
    def store(self) -> Store:
        return self.desk.store

    def spread(self, *, limit: int = 200) -> int:
        return spread(
            self.store,
            engine=self.desk.engine,
            clock=self.desk.clock,
            worker=self.worker,
            channels=self.carriers,
            rules=lambda _: Rules(1, self.rules),
            limit=limit,
        )

    def deliver(self, channel: str = "mail", *, limit: int = 50, lanes: int = 1) -> Delivered:
        return deliver(
            self.store,
            engine=self.desk.engine,
            clock=self.desk.clock,
            worker=self.worker,
            channels=self.carriers,
            channel=channel,
            base_url="https://dudao.example",
            words=ShortWords(),
            rules=lambda _: Rules(1, self.rules),
            limit=limit,
            lanes=lanes,
        )

    # ------------------------------------------------------------------------ people

    def reach(self, *people: str, channel: str = "mail", **columns: object) -> None:
        """Give people an address that is confirmed."""
        now = self.desk.clock()
        with self.store.begin() as session:
            for person in people:
                row: dict[str, object] = {
                    "person": person,
                    "channel": channel,
                    "address": f"{person}@example.cn",
                    "given_at": now,
                    "given_by": person,
                    "confirmed_at": now,
                    "code_tries": 0,
                }
                session.execute(insert(contact), [row | columns])

    def choose(
        self,
        person: str,
        *,
        digest_at: int | None = None,
        off: Sequence[str] = (),
        language: str = "zh",
    ) -> None:
        """Let somebody choose how they are told."""
        row: dict[str, object] = {
            "person": person,
            "digest_at": digest_at,
            "language": language,
            "off_channels": list(off),
        }
        with self.store.begin() as session:
            session.execute(insert(notification_choice), [row])

    # ---------------------------------------------------------------------- messages

    def say(
        self,
        kind: str = "notice",
        *people: str,
        case_id: str | None = None,
        at: datetime | None = None,
        body: dict[str, Value] | None = None,
        audience: dict[str, Value] | None = None,
    ) -> str:
        """Put a message into the outbox, as a step does."""
        self._said += 1
        said = OutboxRow(
            id=f"said-{self._said}",
            case_id=case_id,
            created_at=at or self.desk.clock(),
            kind=kind,
            audience=audience or {"people": list(people)},
            body=body or {},
        )
        batch = StepBatch()
        batch.add_message(said)
        with self.store.begin() as session:
            batch.flush(session)
        return said.id

    # ---------------------------------------------------------------------- what came of it

    def rows(self, **wanted: object) -> list[DeliveryRow]:
        """All deliveries with these values, by person and channel."""
        query = select(delivery).order_by(
            delivery.c.person, delivery.c.channel, delivery.c.created_at, delivery.c.id
        )
        with self.store.read() as session:
            found: list[Any] = list(session.execute(query))
        rows = [DeliveryRow(*row) for row in found]
        return [
            each
            for each in rows
            if all(getattr(each, key) == value for key, value in wanted.items())
        ]

    def row(self, **wanted: object) -> DeliveryRow:
        """The one delivery with these values."""
        (row,) = self.rows(**wanted)
        return row

    def evidence(self, case_id: str) -> list[SealedEvent]:
        """The chain of who read a case, and what was sent."""
        with self.store.read() as session:
            return list(history_of(session, access_chain(case_id)))
