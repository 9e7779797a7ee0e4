"""Every page of the office at 100,000 cases: how long the server takes to answer.

Pages are found as people find them, by their links, one kind after another, and lists are asked
for with each of their filters and orders. In one process and without a socket, so that what is
measured is the server's own time: the processor time of the process and of its database backend,
which whoever else uses the machine disturbs least, and the clock beside it.

A machine shared with others goes at half its speed now and then, for minutes or for moments. So
the same small piece of work is done before and after each request, and what that took is reckoned
at the pace that the machine kept for that work at its best in this run; what was measured stands
beside it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from lxml import html
from sqlalchemy import text
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client

from api.application import create_app
from api.service import Limits, Service
from bench.city import COUNTY_LEADER, RESPONDENT, build
from bench.office import Office
from bench.page_lists import LISTS
from bench.report import Figure, say
from bench.rounds import percentile
from bench.run import Run
from dudao import system
from dudao.memory import Requests, keep_for_good
from engine.commands import begin_session
from engine.commands.reading.overview.ahead import count_ahead
from web.application import add_pages

REQUESTS = 4
"""Of one kind of page, for one person, in one round."""
ROUNDS = 5
SAMPLES = 3
"""Addresses of one kind."""
TARGET = 100
_PACED = 30_000
"""Numbers that are written to see how fast the machine is just now."""
_BEST = 0.01
"""Of all paces the one that counts as the machine's best: a few are measured too short."""
_STARTS = ("/desk", "/overview", "/search?text=%E9%A3%9F%E5%A0%82", "/public", "/demands")
_PEOPLE = {
    "wang": "leader of the city",
    "li": "official of the city",
    COUNTY_LEADER: "leader of a county",
    RESPONDENT: "respondent of a county",
    "shen": "auditor",
    "admin": "administrator",
}
_EVERYWHERE = ("wang", "li", RESPONDENT)
"""Whoever is asked about all pages; of the others lists alone, and what these may not open."""
_UNLIMITED = Limits(each_client=None, public=None, sign_in=None, refused=None)
_FILES = ("/static/", "/api/")
_BACKENDS = text(
    "SELECT pid FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend'"
)
_MS = 1_000
_NS_IN_MS = 1_000_000


@dataclass(slots=True)
class Waits:
    """Milliseconds of each request: of processors, by the clock, and what the pace was meanwhile."""

    spent: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    paces: list[float] = field(default_factory=list)

    def add(self, more: Waits) -> None:
        """Take the requests of another round."""
        self.spent += more.spent
        self.taken += more.taken
        self.paces += more.paces

    def at(self, best: float) -> list[float]:
        """Return the processor times as they would be at another pace."""
        return [
            spent * min(1.0, best / pace)
            for spent, pace in zip(self.spent, self.paces, strict=True)
        ]

    def figure(self, name: str, *, best: float, cheapest: float) -> Figure:
        """Compare the 95th percentile of the processor time, at the best pace, with the target."""
        reckoned = self.at(best)
        verdict = "ok" if percentile(reckoned, 0.95) <= TARGET else "MISSED"
        ratio = percentile(reckoned, 0.5) / cheapest
        shown = (
            f"{_three(reckoned)} ms ({ratio:.1f} ×);"
            f" measured {_three(self.spent)}; by the clock {_three(self.taken)}"
        )
        return Figure(name, shown, f"p95 ≤ {TARGET} ms", verdict)


def _pace() -> float:
    """Return the milliseconds of processor that a piece of work takes which is always the same."""
    begin = time.process_time()
    sum(map(len, map(str, range(_PACED))))
    return _MS * (time.process_time() - begin)


def _three(values: list[float], form: str = ".0f") -> str:
    three = (*(percentile(values, at) for at in (0.5, 0.95)), max(values))
    return " / ".join(format(each, form) for each in three)


def measure(run: Run) -> list[Figure]:
    """Walk through the office as six people, then ask for each kind of page round by round."""
    count = run.sizes.many
    office = Office(
        run.places.kept(run.kind, f"city_{count}", lambda url, at: build(url, at, count))
    )
    service = Service(office.store, office.engine, system.clock, limits=_UNLIMITED)
    asking = _Asking(office, add_pages(create_app(service)))
    keep_for_good()  # as a web process does
    waits: dict[tuple[str, str], Waits] = {}
    known: set[str] = set()
    for person, who in _PEOPLE.items():
        found = {
            kind: paths
            for kind, paths in asking.pages_of(person).items()
            if person in _EVERYWHERE or kind in LISTS or kind not in known
        }
        known.update(found)
        for turn in range(ROUNDS + 1):
            # As the worker does, so that nobody waits for it.
            count_ahead(office.store, engine=office.engine, clock=system.clock)
            for kind, paths in found.items():
                each = asking.ask(person, paths)
                if turn:
                    waits.setdefault((kind, person), Waits()).add(each)
        say(f"  {who}: {len(found)} kinds of pages")
    office.close()
    paces = [pace for each in waits.values() for pace in each.paces]
    best = percentile(paces, _BEST)
    say(f"  the same piece of work took {best:.1f} ms at best, and {_three(paces, '.1f')} ms")
    say(
        "\n  processor time of a request at the best pace: p50 / p95 / max"
        " (p50 as a multiple of the cheapest page's)"
    )
    cheapest = min(percentile(each.at(best), 0.5) for each in waits.values())
    return [
        each.figure(f"{kind}, {_PEOPLE[person]}", best=best, cheapest=cheapest)
        for (kind, person), each in sorted(waits.items())
    ]


class _Asking:
    """The pages of one store, and people who have signed in."""

    def __init__(self, office: Office, app: Any) -> None:  # noqa: ANN401 - Flask is untyped here
        self._office = office
        self._app = app
        self._adapter = app.url_map.bind("")
        self._clients: dict[str, Client] = {}
        self._requests = Requests()

    def pages_of(self, person: str) -> dict[str, list[str]]:
        """Return the addresses of each kind of page that a person may open."""
        client = self._clients[person] = _signed_in(self._app.test_client(), self._office, person)
        found: dict[str, list[str]] = {}
        for kind, path in _walk(client, self._kind_of):
            found.setdefault(kind, []).append(path)
        for name, path in LISTS.items():
            if client.get(path).status_code == 200:
                found[name] = [path]
        return found

    def _kind_of(self, path: str) -> str | None:
        plain = urlsplit(path).path
        if plain.startswith(_FILES):
            return None
        try:
            return str(self._adapter.match(plain, method="GET")[0]).removeprefix("pages-")
        except HTTPException:
            return None

    def ask(self, person: str, paths: list[str]) -> Waits:
        """Ask for pages in turn."""
        client, found, backends = self._clients[person], Waits(), self._backends()
        before = _pace()
        for nth in range(REQUESTS):
            path = paths[nth % len(paths)]
            spent = _MS * time.process_time() + _spent_by(backends)
            begin = time.perf_counter()
            answer = client.get(path)
            found.taken.append(_MS * (time.perf_counter() - begin))
            found.spent.append(_MS * time.process_time() + _spent_by(backends) - spent)
            self._requests.end()  # as a web process does, after the answer
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            after = _pace()
            found.paces.append((before + after) / 2)
            before = after
        return found

    def _backends(self) -> list[int]:
        if self._office.store.kind == "sqlite":
            return []  # it works in our own process
        with self._office.store.read() as session:
            return [int(str(row[0])) for row in session.execute(_BACKENDS)]


def _spent_by(backends: list[int]) -> float:
    """Return the milliseconds that backends of the database have run so far (Linux says).

    With them those that helped them: a server sums up what its processes took when they end.
    """
    told = (Path(f"/proc/{pid}/schedstat").read_text("ascii") for pid in backends)
    return sum(int(each.split()[0]) for each in told) / _NS_IN_MS + _spent_by_ended(backends[:1])


def _spent_by_ended(backends: list[int]) -> float:
    for pid in backends:
        server = psutil.Process(pid).parent()
        if server is not None:
            times = server.cpu_times()
            return float(_MS * (times.children_user + times.children_system))
    return 0.0


def _signed_in(client: Client, office: Office, person: str) -> Client:
    with office.store.begin() as session:
        begun = begin_session(
            session, engine=office.engine, clock=system.clock, person=person, means="password"
        )
    client.set_cookie("dudao_session", begun.secret)
    return client


def _walk(client: Client, kind_of: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    """Yield pages by their links, a few of each kind."""
    waiting, known = deque(_STARTS), set(_STARTS)
    counts: dict[str, int] = {}
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if kind is None or counts.get(kind, 0) >= SAMPLES:
            continue
        answer = client.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        counts[kind] = counts.get(kind, 0) + 1
        yield kind, path
        tree: Any = html.fromstring(answer.text)
        for link in tree.xpath("//a[not(@download)]/@href"):
            if link.startswith("/") and link not in known:
                known.add(link)
                waiting.append(link)
