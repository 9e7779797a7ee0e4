"""A real PostgreSQL goes away and comes back while a real worker fires timers and sends mails."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from engine import commands
from engine.commands.sweeping import LEASE as OF_TIMERS
from engine.store import Store, migrate
from engine.store.tables import contact, delivery
from notifications.channels.mail.names import named_by, opened
from notifications.delivering.delivering import LANES
from notifications.delivering.delivering import LEASE as OF_DELIVERIES
from tests.cases.drawing import boundary, diagram, end, path, service, start, timer, user
from tests.notifications.clockwork.conftest import Works
from tests.notifications.clockwork.machine import (
    PATIENT,
    SystemClock,
    WorkerProcess,
    running_worker,
    wait_until,
)
from tests.notifications.clockwork.own_server import Mode, OwnServer, own_server
from tests.notifications.clockwork.record import expect_whole, fired, firings
from tests.notifications.mail.post_office import Rooms, mail_server
from tests.support.clock import HandClock

TELLING = diagram(
    "telling",
    start(),
    user("a", assignee="${case.opened_by}"),
    boundary("reminder", "a", timer("R/PT1H", "timeCycle"), interrupting=False),
    service("tell", "notify", to="respondent", kind="supervise", text="请尽快报告"),
    end("end"),
    end("reminded"),
    path("start", "a", "end"),
    path("reminder", "tell", "reminded"),
)
QUIET_ONE = diagram(
    "quiet",
    start(),
    user("a", assignee="${case.opened_by}"),
    boundary("reminder", "a", timer("R/PT30M", "timeCycle"), interrupting=False),
    end("end"),
    end("reminded"),
    path("start", "a", "end"),
    path("reminder", "reminded"),
)
TOLD, QUIET, HOURS = 6, 10, 5
AT_ONCE = 4
"""Mails that the receiver takes before it hesitates."""
MAIL = "smtp://127.0.0.1:{}/?from=督导办 <office@example.org>&tls=none"
ALWAYS = {
    "notifications.working_days_only": False,
    "notifications.quiet_from": 0,
    "notifications.quiet_until": 0,
}
AWAY = "is tried again"
"""What a worker says once of a job that fails."""
A_MOMENT = timedelta(seconds=1)


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as made:
        yield made


@pytest.fixture
def url(server: OwnServer, request: pytest.FixtureRequest) -> str:
    made = server.database(f"restarted_{abs(hash(request.node.name))}")
    migrate(made)
    return made


@pytest.fixture
def office(url: str, clock: HandClock, tmp_path: Path) -> Iterator[Works]:
    """An office that may be told at any hour, and a respondent who has an address."""
    (tmp_path / "data").mkdir()
    store = Store(url)
    works = Works(store, clock)
    works.deploy(TELLING, QUIET_ONE)
    for key, value in ALWAYS.items():
        works.give(commands.change_setting, "guan", key=key, value=value)
    row = {
        "person": "xiao",
        "channel": "mail",
        "address": "xiao@example.org",
        "given_at": clock(),
        "given_by": "xiao",
        "confirmed_at": clock(),
        "code_tries": 0,
    }
    with store.begin() as session:
        session.execute(insert(contact), [row])
    yield works
    store.close()


class Slow(Rooms):
    """A receiver that takes a few mails, and the next ones only when the test goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.holding, self.going_on = Event(), Event()

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if len(self.arrived) >= AT_ONCE:
            self.holding.set()
            await asyncio.to_thread(self.going_on.wait, PATIENT)
        return await super().handle_DATA(server, session, envelope)

    def ids(self) -> Counter[str]:
        """How often each delivery arrived, by what a receiver tells mails apart by."""
        names = (named_by(str(each.mail["Message-ID"])) for each in self.arrived)
        return Counter(opened(name)[0] for (name,) in names)


def again(ask: Callable[[], int]) -> int:
    """Ask a database that has just come back, to which our own connections are broken."""
    for _ in range(10):
        with suppress(DBAPIError):
            return ask()
    return ask()


def sent(works: Works) -> int:
    return sum(status == "sent" for _, status in deliveries(works).values())


def deliveries(works: Works) -> dict[str, tuple[str, str]]:
    """The message and status of each delivery by mail."""
    query = select(delivery.c.id, delivery.c.message_id, delivery.c.status)
    with works.store.read() as session:
        rows = session.execute(query).all()
    return {str(row[0]): (str(row[1]), str(row[2])) for row in rows}


@contextmanager
def away(server: OwnServer, worker: WorkerProcess, mode: Mode) -> Iterator[None]:
    """Let the server be away until the worker has noticed."""
    before = worker.said().count(AWAY)
    server.stop(mode)
    yield
    wait_until(lambda: worker.said().count(AWAY) > before, what=worker.said)
    server.start()


def test_a_database_that_restarts_while_timers_fire_and_mails_leave_loses_none_and_doubles_none(
    server: OwnServer, url: str, office: Works, tmp_path: Path, clock: HandClock
) -> None:
    machine, rooms = SystemClock(tmp_path / "clock", clock), Slow()
    told = [office.open("telling").case_id for _ in range(TOLD)]
    quiet = [office.open("quiet").case_id for _ in range(QUIET)]
    machine.step(timedelta(hours=HOURS))
    with mail_server(rooms) as port, running_worker(
        url, tmp_path, DUDAO_CHANNEL_MAIL=MAIL.format(port), **machine.environment(looks_always=False)
    ) as worker:  # fmt: skip
        wait_until(lambda: firings(office) > TOLD + QUIET, what=worker.said)
        with away(server, worker, "immediate"):
            pass
        before = again(lambda: firings(office))
        machine.step(OF_TIMERS + A_MOMENT)  # what was claimed may be claimed by anybody
        wait_until(rooms.holding.is_set, what=worker.said)
        with away(server, worker, "fast"):
            rooms.going_on.set()  # taken by the receiver, and nobody can write that down
        machine.step(OF_DELIVERIES + A_MOMENT)
        wait_until(lambda: again(lambda: sent(office)) == TOLD * HOURS, what=worker.said)
        wait_until(lambda: firings(office) >= TOLD * HOURS + QUIET * HOURS * 2, what=worker.said)
        worker.stop()
    assert before < TOLD * HOURS + QUIET * HOURS * 2
    assert_each_fired_once(office, told, HOURS)
    assert_each_fired_once(office, quiet, HOURS * 2)
    made = deliveries(office)
    assert len({message for message, _ in made.values()}) == len(made) == TOLD * HOURS
    assert set(rooms.ids()) == set(made)
    assert 0 < rooms.ids().total() - len(made) <= LANES  # again under the same id, and no others
    expect_whole(office, [*told, *quiet])


def assert_each_fired_once(works: Works, cases: Sequence[str], count: int) -> None:
    for each in cases:
        dues = fired(works, each)
        assert dues == sorted(set(dues))
        assert len(dues) == count
