"""Completing user tasks over HTTP: a real server with two web processes, tokens, kept connections.

The bare command takes turns with it. Beside the rates stands what each costs in processor time,
which other programs on the machine disturb much less; what PostgreSQL spends is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from time import process_time

from bench.clients import Clients, Driven
from bench.office import PEOPLE
from bench.report import Figure, at_least, at_most, say
from bench.rounds import Spread, percentile, ratios
from bench.run import Run
from bench.steps import Pile, Sample
from bench.stock import settle
from bench.web import WORKERS, Web, request, served, tokens

CLIENTS = 8
TOKENS = 20
"""Of each person, so that the limit of a client (1,200 a minute) does not end the run."""
TARGET = {"sqlite": 250, "postgresql": 300}
NAME = f"complete a task over HTTP, {WORKERS} processes"


@dataclass(frozen=True, slots=True)
class Round:
    """The same number of cases by the command in this process, and more of them over HTTP."""

    command: Sequence[float]
    command_cost: float
    """Milliseconds of processor time for each."""
    over: Driven
    over_cost: float


def measure(run: Run) -> list[Figure]:
    """Let clients complete the three user tasks of cases; the bare command takes turns with them."""
    sizes = run.sizes
    rounds = sizes.rounds + 1
    alone = sizes.slices * sizes.cases
    sample = Sample(run.office())
    needed = rounds * (CLIENTS * sizes.http_cases + alone)
    pile = Pile(sample.copies(max(sizes.stored, needed)))
    settle(sample.office.url)
    secrets = {person: tokens(sample.office, person, TOKENS) for person in PEOPLE}
    with served(sample.office.url, run.places.folder / f"web-{run.kind}") as web:
        taken = [
            _round(
                web,
                sample,
                secrets,
                pile.take(alone),
                [pile.take(sizes.http_cases) for _ in range(CLIENTS)],
            )
            for _ in range(rounds)
        ]
    sample.office.close()
    return _figures(run.kind, taken[1:])


def _round(
    web: Web,
    sample: Sample,
    secrets: Mapping[str, Sequence[str]],
    alone: Sequence[str],
    shared: Sequence[Sequence[str]],
) -> Round:
    begin = process_time()
    command = sample.full(alone)
    command_cost = process_time() - begin
    asked = [_requests(sample, secrets, each) for each in shared]
    before = web.spent()
    over = Clients(web.address).drive(asked)
    spent = web.spent() - before
    return Round(
        command, 1000 * command_cost / len(command), over, 1000 * spent / len(over.seconds)
    )


def _requests(
    sample: Sample, secrets: Mapping[str, Sequence[str]], case_ids: Sequence[str]
) -> list[bytes]:
    turns = {person: cycle(each) for person, each in secrets.items()}
    return [
        request(
            next(turns[act.person]), "POST", f"/work/{work_id}/completion", {"form": dict(act.form)}
        )
        for case_id in case_ids
        for act, work_id in sample.todo(case_id)
    ]


def _figures(kind: str, taken: Sequence[Round]) -> list[Figure]:
    over = [each.over for each in taken]
    rates = [each.rate for each in over]
    alone = [len(each.command) / sum(each.command) for each in taken]
    middle, slow = (
        Spread.of([1000 * percentile(each.seconds, share) for each in over])
        for share in (0.5, 0.99)
    )
    costs = [each.over_cost for each in taken]
    bare = [each.command_cost for each in taken]
    say(
        f"\n  dudao serve with {WORKERS} web processes and a worker; {CLIENTS} clients at once,"
        " bearer tokens, kept connections;\n  the clients cost"
        f" {1000 * Spread.of([each.cost for each in over]).median:.2f} ms of a core per request"
    )
    return [
        at_least(NAME, Spread.of(rates), TARGET[kind], " /s", 0),
        Figure(f"{NAME}: p50", f"{middle.shown(1)} ms"),
        at_most(f"{NAME}: p99", slow, 50, " ms", 1),
        Figure("the command alone, one process", f"{Spread.of(alone).shown(0)} /s"),
        Figure("over HTTP / the command alone", ratios(rates, alone).shown()),
        Figure("processor time of the web processes per request", _milliseconds(costs)),
        Figure("processor time of the command alone", _milliseconds(bare)),
        Figure("processor time over HTTP / the command alone", ratios(costs, bare).shown()),
    ]


def _milliseconds(costs: Sequence[float]) -> str:
    return f"{Spread.of(costs).shown()} ms"
