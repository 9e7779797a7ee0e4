"""Every page of the office at very many cases: how long the server takes to answer.

Pages are found as people find them, by their links, one kind after another; each kind is then
asked for again and again. In one process and without a socket, so that what is measured is the
server's own time; the clock around the call runs.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client

from api.application import create_app
from api.service import Limits, Service
from bench.office import Office
from bench.register import CITY, COUNTIES, COUNTY, fill
from bench.report import Figure, at_most
from bench.rounds import Spread, percentile
from bench.run import Run
from dudao import system
from engine.commands import begin_session
from web.application import add_pages

REQUESTS = 20
"""Of one kind of page, for one person, in one round."""
SAMPLES = 3
"""Addresses of one kind."""
TARGET = 100
STARTS = ("/desk", "/overview", "/search?text=%E9%A3%9F%E5%A0%82", "/public")
_WHO = {CITY: "who sees all", COUNTY: f"who sees 1 in {COUNTIES}"}
_UNLIMITED = Limits(each_client=None, public=None, sign_in=None, refused=None)
_FILES = ("/static/", "/api/")


def measure(run: Run) -> list[Figure]:
    """Walk through the office as two leaders, then ask for each kind of page round by round."""
    office = run.office()
    fill(office, run.sizes.many)
    service = Service(office.store, office.engine, system.clock, limits=_UNLIMITED)
    app = add_pages(create_app(service))
    adapter = app.url_map.bind("")

    def kind_of(path: str) -> str | None:
        plain = urlsplit(path).path
        if plain.startswith(_FILES):
            return None
        try:
            return str(adapter.match(plain, method="GET")[0]).removeprefix("pages-")
        except HTTPException:
            return None

    waits: dict[str, list[list[float]]] = {}
    for person, said in _WHO.items():
        client = _signed_in(app.test_client(), office, person)
        found: dict[str, list[str]] = {}
        for kind, path in _walk(client, kind_of):
            found.setdefault(kind, []).append(path)
        for _ in range(run.sizes.rounds + 1):
            for kind, paths in found.items():
                taken = [_ask(client, paths[nth % len(paths)]) for nth in range(REQUESTS)]
                waits.setdefault(f"{kind}, {said}", []).append(taken)
    office.close()
    return [
        at_most(
            f"{name}: p95", Spread.of([1000 * percentile(each, 0.95) for each in taken[1:]]),
            TARGET, " ms", 1,
        )
        for name, taken in sorted(waits.items())
    ]  # fmt: skip


def _signed_in(client: Client, office: Office, person: str) -> Client:
    with office.store.begin() as session:
        begun = begin_session(
            session, engine=office.engine, clock=system.clock, person=person, means="password"
        )
    client.set_cookie("dudao_session", begun.secret)
    return client


def _walk(client: Client, kind_of: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    """Yield pages by their links, a few of each kind."""
    waiting, known = deque(STARTS), set(STARTS)
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


def _ask(client: Client, path: str) -> float:
    begin = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - begin
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return taken
