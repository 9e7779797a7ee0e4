"""Completing user tasks over HTTP: a real server with two web processes, tokens, kept connections."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from bench.clients import Clients, Driven
from bench.office import PEOPLE
from bench.report import Figure, at_least, at_most, say
from bench.rounds import Spread, percentile
from bench.run import Run
from bench.steps import Pile, Sample
from bench.stock import settle
from bench.web import WORKERS, request, served, tokens

CLIENTS = 8
TOKENS = 20
"""Of each person, so that the limit of a client (1,200 a minute) does not end the run."""
TARGET = {"sqlite": 250, "postgresql": 300}


def measure(run: Run) -> list[Figure]:
    """Let clients complete the three user tasks of cases; the bare command takes turns with them."""
    sizes = run.sizes
    each_round = CLIENTS * sizes.http_cases
    sample = Sample(run.office())
    rounds = sizes.rounds + 1
    pile = Pile(sample.copies(max(sizes.stored, rounds * (each_round + sizes.spare // rounds))))
    settle(sample.office.url)
    secrets = {person: tokens(sample.office, person, TOKENS) for person in PEOPLE}
    over: list[Driven] = []
    command: list[list[float]] = []
    with served(sample.office.url, run.places.folder / f"web-{run.kind}") as address:
        clients = Clients(address, CLIENTS)
        for _ in range(rounds):
            command.append(sample.full(pile.take(sizes.spare // rounds)))
            todo = [pile.take(sizes.http_cases) for _ in range(CLIENTS)]
            over.append(clients.drive([_requests(sample, secrets, each) for each in todo]))
    sample.office.close()
    return _figures(run.kind, over[1:], command[1:])


def _requests(
    sample: Sample, secrets: dict[str, list[str]], case_ids: Sequence[str]
) -> list[bytes]:
    turns = {person: cycle(each) for person, each in secrets.items()}
    return [
        request(
            next(turns[act.person]), "POST", f"/work/{work_id}/completion", {"form": dict(act.form)}
        )
        for case_id in case_ids
        for act, work_id in sample.todo(case_id)
    ]


def _figures(kind: str, over: Sequence[Driven], command: Sequence[Sequence[float]]) -> list[Figure]:
    rates = [each.rate for each in over]
    alone = [len(each) / sum(each) for each in command]
    slow = [1000 * percentile(each.seconds, 0.99) for each in over]
    middle = [1000 * percentile(each.seconds, 0.5) for each in over]
    own = 1000 * sum(each.own for each in over) / sum(len(each.seconds) for each in over)
    share = sum(each.own for each in over) / sum(each.wall for each in over)
    say(
        f"\n  dudao serve with {WORKERS} web processes and a worker; {CLIENTS} clients at once,"
        f" bearer tokens, kept connections;\n  the clients cost {own:.2f} ms of a core per request"
        f" ({share:.0%} of one core)"
    )
    name = f"complete a task over HTTP, {WORKERS} processes"
    return [
        at_least(name, Spread.of(rates), TARGET[kind], " /s", 0),
        Figure(f"{name}: p50", f"{Spread.of(middle).shown(1)} ms"),
        at_most(f"{name}: p99", Spread.of(slow), 50, " ms", 1),
        Figure("the command alone, one process", f"{Spread.of(alone).shown(0)} /s"),
        Figure(
            "over HTTP / the command alone",
            Spread.of([a / b for a, b in zip(rates, alone, strict=True)]).shown(),
        ),
    ]
