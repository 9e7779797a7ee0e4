"""Lists out of very many: the register of cases and the search over HTTP, and one's open work.

One request at a time, so that what is measured is how long an answer takes and not who waits for
whom. The clock of the client runs, so the way there and back is in it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from time import perf_counter
from urllib.parse import urlencode

from bench.clients import Clients
from bench.office import Office
from bench.register import CITY, COUNTIES, COUNTY, WORDS, fill
from bench.report import Figure, at_most
from bench.rounds import Spread, percentile
from bench.run import Run
from bench.web import request, served, tokens
from dudao import system
from engine.commands.work_reading import list_work
from engine.model.case import Actor

REQUESTS = 30
"""Of one list, for one person, in one round."""
PEOPLE = (CITY, COUNTY)
Said = dict[str, object]


def measure(run: Run) -> list[Figure]:
    """Ask for the same lists round by round, with other words, units and days in each."""
    count = run.sizes.many
    office = run.office()
    fill(office, count)
    secrets = {person: tokens(office, person, 8) for person in PEOPLE}
    waits: dict[str, list[list[float]]] = {}
    with served(office.url, run.places.folder / f"lists-{run.kind}") as web:
        client = Clients(web.address)
        for turn in range(run.sizes.rounds + 1):
            for person in PEOPLE:
                for name, path in _LISTS.items():
                    secret = secrets[person][turn % len(secrets[person])]
                    asked = [request(secret, "GET", each) for each in path(random.Random(turn))]  # noqa: S311 - variety
                    taken = client.drive([asked]).seconds
                    waits.setdefault(f"{name}, {_WHO[person]}", []).append(list(taken))
                name = f"my open work (the command), {_WHO[person]}"
                waits.setdefault(name, []).append(_open_work(office, person))
    office.close()
    return [
        at_most(
            f"{name}: p95", Spread.of([1000 * percentile(each, 0.95) for each in taken[1:]]),
            _target(name), " ms", 1,
        )
        for name, taken in waits.items()
    ]  # fmt: skip


_WHO = {CITY: "who sees all", COUNTY: f"who sees 1 in {COUNTIES}"}


def _target(name: str) -> float:
    return 30 if name.startswith("my open work") else 60


def _register(said: Callable[[], Said]) -> Iterator[str]:
    for _ in range(REQUESTS):
        yield f"/cases?{urlencode({'limit': 50, **said()})}"


def _by_due(chance: random.Random) -> Iterator[str]:
    return _register(
        lambda: {
            "status": "open",
            "light": chance.choice(("red", "yellow", "green")),
            "sort": "due",
        },
    )


def _by_unit(chance: random.Random) -> Iterator[str]:
    return _register(
        lambda: {
            "unit": f"4306{chance.randrange(COUNTIES):02d}-c",
            "sort": chance.choice(("opened", "due", "title")),
            "descending": "true",
        },
    )


def _by_text(chance: random.Random) -> Iterator[str]:
    return _register(lambda: {"text": chance.choice(WORDS), "status": "open", "sort": "opened"})


def _search(chance: random.Random) -> Iterator[str]:
    for _ in range(REQUESTS):
        yield f"/search?{urlencode({'text': chance.choice(WORDS), 'limit': 50})}"


_LISTS: dict[str, Callable[[random.Random], Iterator[str]]] = {
    "cases by light, sorted by due day": _by_due,
    "cases of a county, sorted variously": _by_unit,
    "cases with a word in the title": _by_text,
    "search for a word of two characters": _search,
}


def _open_work(office: Office, person: str) -> list[float]:
    taken: list[float] = []
    for _ in range(REQUESTS):
        begin = perf_counter()
        with office.store.read() as session:
            found = list_work(
                session, engine=office.engine, clock=system.clock, actor=Actor(person)
            )
        taken.append(perf_counter() - begin)
        assert len(found.rows) == 50, "too little open work"
    return taken
