"""A year of an office: cases are opened and answered early, in time or late; a worker looks hourly.

Who acts when is drawn by lot from a seed, so that a year can be lived again. Nobody acts in the
morning: what the worker has to say of a day is said before.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import chinese_calendar
from sqlalchemy import insert

from dudao.composition import case_types
from engine import commands
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.calendar import SHANGHAI
from engine.model.case import Actor
from engine.store import Store
from engine.store.case_reads import work_of_case
from engine.store.tables import contact, notification_choice
from notifications.channel import Parcel
from notifications.delivering.delivering import deliver
from notifications.marks.marking import mark_due
from notifications.rules.stored import rules_in_force
from notifications.spreading.spreading import spread
from tests.cases.desk import Desk
from tests.cases.drawing import diagram, end, path, start, user
from tests.notifications.spread.post import Carriers, ShortWords, World
from tests.support.clock import HandClock

YEARLY = diagram(
    "yearly",
    start("who:string!", "term:string!"),
    user("report", assignee="${who}", due="${term}"),
    user("check", groups="case_officer", due="5工作日"),
    end(),
    path("start", "report", "check", "end"),
)
UNITS = tuple(f"r{number:02}" for number in range(30))
"""Who is asked to report, each of their own unit for all that matters here."""
DIGESTED = frozenset(UNITS[::5])
"""Who wants everything at once, at ten."""
OFFICERS = ("chen", "li")
OPENER, LEADER = "li", "wang"
TERMS = {"10工作日": 10, "15工作日": 15, "30日": 21}
"""Terms, with about how many working days they are."""
_TICK = time(0, 30)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Lived:
    """Open work from its beginning to its end; `ended_at` is None where the year ended first."""

    case_id: str
    node: str
    people: tuple[str, ...]
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Carried:
    """A parcel as it arrived."""

    at: datetime
    parcel: Parcel


@cache
def is_working(day: date) -> bool:
    """Say whether a day is worked: by the published arrangements, or by the week before those."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def ticks(begin: date, end_: date) -> Iterator[datetime]:
    """Yield half past every hour of the days from `begin` up to `end_`."""
    at = datetime.combine(begin, _TICK, SHANGHAI)
    while at.date() < end_:
        yield at.astimezone(UTC)
        at += _HOUR


@dataclass(slots=True)
class Year:
    """The office, and what happened in it."""

    store: Store
    clock: HandClock
    seed: int
    desk: Desk = field(init=False)
    carriers: Carriers = field(default_factory=lambda: Carriers({"mail": World()}))
    arrived: list[Carried] = field(default_factory=list)
    lived: list[Lived] = field(default_factory=list)
    _open: dict[str, Lived] = field(default_factory=dict)
    _planned: dict[datetime, list[Callable[[], None]]] = field(default_factory=dict)
    _lots: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._lots = random.Random(self.seed)
        self.desk, types = Desk(self.store, self.clock), case_types()
        self.desk.engine = replace(
            self.desk.engine,
            settings=types.settings,
            message_kinds=types.message_kinds,
            own_reminders=types.own_reminders,
        )
        self._people()
        self.desk.deploy(YEARLY)
        world = self.carriers.worlds["mail"]
        world.way = lambda parcel: self.arrived.append(Carried(self.clock(), parcel))

    def _people(self) -> None:
        now = self.clock()
        reached = (*UNITS, *OFFICERS, LEADER)
        with self.store.begin() as session:
            upsert_people(
                session,
                [
                    PersonEntry(each, f"{each}某", "430621", (Membership("respondent"),))
                    for each in UNITS
                ],
            )
            session.execute(
                insert(contact),
                [
                    {
                        "person": each,
                        "channel": "mail",
                        "address": f"{each}@example.cn",
                        "given_at": now,
                        "given_by": each,
                        "confirmed_at": now,
                        "code_tries": 0,
                    }
                    for each in reached
                ],
            )
            session.execute(
                insert(notification_choice),
                [
                    {"person": each, "digest_at": 10, "language": "zh", "off_channels": []}
                    for each in sorted(DIGESTED)
                ],
            )

    # --------------------------------------------------------------------------- what people do

    def plan(self, cases: int, begin: date, end_: date) -> None:
        """Draw when cases are opened: by day and by night, now and then on a day off."""
        days = [begin + timedelta(days=each) for each in range((end_ - begin).days)]
        weights = [9 if is_working(each) else 1 for each in days]
        for day in self._lots.choices(days, weights, k=cases):
            hour = self._lots.choice((12, 13, 14, 15, 16, 17, 21, 23))
            self._at(day, hour, self._open_case)

    def _open_case(self) -> None:
        who, term = self._lots.choice(UNITS), self._lots.choice(sorted(TERMS))
        with self.store.begin() as session:
            opened = commands.open_case(
                session,
                engine=self.desk.engine,
                clock=self.clock,
                actor=Actor(OPENER),
                process="yearly",
                unit="430621",
                title=f"{who}的整改",
                form={"who": who, "term": term},
            )
        self._begin(opened.case_id, (who,), TERMS[term])

    def _begin(self, case_id: str, people: tuple[str, ...], days: int) -> None:
        """Look what is open now, and draw when it is done: most in time, some late."""
        with self.store.read() as session:
            (work,) = work_of_case(session, case_id)
        assert work.due_at is not None
        self._open[work.id] = Lived(case_id, work.node, people, self.clock(), work.due_at, None)
        late = self._lots.choices((0, self._lots.randint(1, 12)), (3, 1))[0]
        wait = days + late if late else self._lots.randint(1, days)
        day = self._today()
        while wait:
            day += timedelta(days=1)
            wait -= is_working(day)
        doer = self._lots.choice(people)
        self._at(day, self._lots.randint(12, 17), lambda: self._do(work.id, doer))

    def _do(self, work_id: str, person: str) -> None:
        with self.store.begin() as session:
            commands.complete(
                session,
                engine=self.desk.engine,
                clock=self.clock,
                actor=Actor(person),
                work_id=work_id,
                form={},
            )
        done = replace(self._open.pop(work_id), ended_at=self.clock())
        self.lived.append(done)
        if done.node == "report":
            self._begin(done.case_id, OFFICERS, 5)

    def _today(self) -> date:
        return self.clock().astimezone(SHANGHAI).date()

    def _at(self, day: date, hour: int, act: Callable[[], None]) -> None:
        at = datetime.combine(day, time(hour, 30), SHANGHAI).astimezone(UTC)
        self._planned.setdefault(at, []).append(act)

    def act(self) -> None:
        """Do what was drawn for now."""
        for act in self._planned.pop(self.clock(), ()):
            act()

    def all_lived(self) -> list[Lived]:
        """Return all work, that which is still open as well."""
        return [*self.lived, *self._open.values()]


@dataclass(slots=True)
class Worker:
    """One worker of the office: due timers, marks, outbox, mail."""

    year: Year
    store: Store
    name: str = "w1"
    lanes: int = 1

    def turn(self) -> None:
        """Do all that is due now."""
        engine, clock = self.year.desk.engine, self.year.clock
        commands.sweep(self.store, engine=engine, clock=clock, worker=self.name)
        mark_due(self.store, engine=engine, clock=clock, worker=self.name, limit=10_000)
        while spread(
            self.store,
            engine=engine,
            clock=clock,
            worker=self.name,
            channels=self.year.carriers,
            rules=lambda session: rules_in_force(session, engine.own_reminders),
        ):
            pass
        while deliver(
            self.store,
            engine=engine,
            clock=clock,
            worker=self.name,
            channels=self.year.carriers,
            channel="mail",
            base_url="https://dudao.example",
            words=ShortWords(),
            rules=lambda session: rules_in_force(session, engine.own_reminders),
            limit=200,
            lanes=self.lanes,
        ).done:
            pass
