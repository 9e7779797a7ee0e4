"""10,000 messages through outbox and channels while one channel hangs: what the others notice.

Each message is handed out, looked at again, put into words, sent and recorded in the chain of its
case, as in an installation; only the channels are of this benchmark: they take what they are given.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Thread
from typing import Any, ClassVar, Self

from sqlalchemy import insert

from bench.office import Office
from bench.report import Figure, say
from bench.run import Run
from dudao import system
from engine.identity import Membership, PersonEntry, upsert_people
from engine.store.batch import StepBatch
from engine.store.rows import OutboxRow
from engine.store.tables import contact, setting
from notifications.channel import Channel, Clock, Parcel, Sent
from notifications.delivering.delivering import deliver
from notifications.rules.model import TOLD, Rule, Rules
from notifications.spreading.spreading import spread
from notifications.words import writing

PEOPLE = 100
CASES = 100
QUICK, OTHER, HANGING = "quick", "other", "hanging"
_RULES = Rules(1, (Rule("notice", "notice", (TOLD,), (QUICK, OTHER, HANGING)),))
TARGET = 0.8
"""Of its speed alone what a channel must keep while another one hangs."""


@dataclass(slots=True)
class Wire:
    """What a channel carried; with `stopped` it takes a parcel and says nothing until then."""

    carried: set[str] = field(default_factory=set)
    stopped: Event | None = None


class Carrier:
    """A channel that takes at once what it is given, or hangs."""

    scheme: ClassVar[tuple[str, ...]] = ("carrier",)
    zh: ClassVar[str] = "信使"
    en: ClassVar[str] = "Carrier"
    is_personal: ClassVar[bool] = True

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    @classmethod
    def from_url(cls, url: str, *, clock: Clock) -> Self:
        """Make one that nobody looks at."""
        del url, clock
        return cls(Wire())

    def check_address(self, address: str) -> str:
        """Take any address."""
        return address

    def send(self, parcel: Parcel) -> Sent:
        """Keep the id."""
        if self._wire.stopped is not None:
            self._wire.stopped.wait()
        self._wire.carried.add(parcel.id)
        return Sent("taken")

    def close(self) -> None:
        """Nothing is held open."""


@dataclass(frozen=True, slots=True)
class Carriers:
    """The channels of this office."""

    wires: dict[str, Wire]

    @property
    def names(self) -> tuple[str, ...]:
        """Return their names."""
        return tuple(self.wires)

    def kind(self, name: str) -> type[Channel]:
        """Return the class, the same for all."""
        del name
        return Carrier

    def open(self, name: str) -> Channel:
        """Return a new object for one thread."""
        return Carrier(self.wires[name])


def measure(run: Run) -> list[Figure]:
    """Drain one channel alone, then another one beside a channel that hangs."""
    count = run.sizes.messages
    office, release = run.office(), Event()
    wires = {QUICK: Wire(), OTHER: Wire(), HANGING: Wire(stopped=release)}
    say(f"  {count:,} messages to {PEOPLE} people about {CASES} cases")
    _furnish(office, wires)
    _say(office, count)
    handing_out = _timed(partial(_until_nothing, partial(_spread, office, Carriers(wires))))
    alone = _timed(partial(_drain, office, wires, QUICK))
    hanging = Thread(target=_deliver, args=(office, wires, HANGING), daemon=True)
    hanging.start()
    beside = _timed(partial(_drain, office, wires, OTHER))
    assert hanging.is_alive(), "the channel that was to hang did not"
    assert not wires[HANGING].carried
    release.set()
    hanging.join()
    for name in (QUICK, OTHER):
        assert len(wires[name].carried) == count, f"{name}: {len(wires[name].carried)} of {count}"
    office.close()
    ratio = alone / beside
    verdict = "ok" if ratio >= TARGET else "MISSED"
    return [
        Figure(f"{count:,} messages handed out to 3 channels", _rate(count, handing_out)),
        Figure("drained through a channel alone", _rate(count, alone)),
        Figure("drained while another channel hangs", _rate(count, beside)),
        Figure("speed beside a hanging channel / alone", f"{ratio:.2f}", f"≥ {TARGET}", verdict),
    ]


def _furnish(office: Office, wires: dict[str, Wire]) -> None:
    """Let there be people with addresses who may be told at any hour."""
    people, now = [f"p{number:03}" for number in range(PEOPLE)], system.clock()
    always = {"notifications.quiet_until": 0, "notifications.quiet_from": 0}
    settings: dict[str, Any] = {**always, "notifications.working_days_only": False}
    with office.store.begin() as session:
        upsert_people(
            session,
            [PersonEntry(each, f"{each}某", "430600", (Membership("leader"),)) for each in people],
        )
        session.execute(
            insert(contact),
            [
                {
                    "person": person,
                    "channel": channel,
                    "address": f"{person}@example.cn",
                    "given_at": now,
                    "given_by": person,
                    "confirmed_at": now,
                    "code_tries": 0,
                }
                for person in people
                for channel in wires
            ],
        )
        session.execute(
            insert(setting),
            [
                {"key": key, "value": value, "changed_at": now, "changed_by": "li"}
                for key, value in settings.items()
            ],
        )


def _say(office: Office, count: int) -> None:
    cases = [office.open() for _ in range(CASES)]
    batch = StepBatch()
    for number in range(count):
        batch.add_message(
            OutboxRow(
                id=f"said-{number}",
                case_id=cases[number % CASES],
                created_at=system.clock(),
                kind="notice",
                audience={"people": [f"p{number % PEOPLE:03}"]},
                body={"text": "请查看案件的进展。"},
            )
        )
    with office.store.begin() as session:
        batch.flush(session)


def _spread(office: Office, channels: Carriers) -> int:
    return spread(
        office.store,
        engine=office.engine,
        clock=system.clock,
        worker="bench",
        channels=channels,
        rules=lambda _: _RULES,
    )


def _drain(office: Office, wires: dict[str, Wire], name: str) -> None:
    _until_nothing(partial(_deliver, office, wires, name))


def _deliver(office: Office, wires: dict[str, Wire], name: str) -> int:
    return deliver(
        office.store,
        engine=office.engine,
        clock=system.clock,
        worker="bench",
        channels=Carriers(wires),
        channel=name,
        base_url="https://dudao.example",
        words=writing,
        rules=lambda _: _RULES,
    ).done


def _until_nothing(turn: Callable[[], int]) -> None:
    while turn():
        pass


def _timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _rate(count: int, seconds: float) -> str:
    return f"{count / seconds:,.0f} a second"
