"""Timers among very many: a heap due at once, then a trickle, fired by two real workers."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import bindparam, func, select, update

from bench.commits import CommitLimit
from bench.floor import Floor
from bench.places import ROOT
from bench.report import Figure, at_least, at_most, say
from bench.rounds import Spread, percentile
from bench.run import Run
from bench.steps import Pile
from dudao import system
from engine.store import Store
from engine.store.tables import history_event, timer

WORKERS = 2
EVERY = 1
"""Seconds between two looks of a worker: what its option --every says."""
PATIENCE = 180.0
COMMITS = 500
L_CASES = 50
"""Cases in which L is measured before the heap falls due, and again after it."""
DRAINED = 400
"""A second, where the targets were set."""
DRAINED_OF_L = {"sqlite": 400 / 2_890, "postgresql": 400 / 1_455}
"""The same as a part of L as it was there: machines differ, and their disks more."""

Workers = Sequence[subprocess.Popen[bytes]]


def measure(run: Run) -> list[Figure]:
    """Let two worker processes fire what is due; check that each timer fired once."""
    sizes = run.sizes
    sample, _ = run.big()
    store, url = sample.office.store, sample.office.url
    chosen = _some_cases(store, sizes.due + sizes.trickling)
    with store.read() as session:
        (waiting,) = session.execute(select(func.count()).select_from(timer)).one()

    floor, rests = Floor(url, sample.recorded), Pile(sample.copies(2 * L_CASES))
    limits, rates = [_commits(url)], [_rate(floor, rests)]
    heap = dict.fromkeys(chosen[: sizes.due], system.clock())
    _move(store, heap)
    with _workers(url) as workers:
        _until(lambda: not _left(store, list(heap)), workers)
        begin = system.clock() + timedelta(seconds=2)
        step = timedelta(seconds=sizes.trickle_seconds / sizes.trickling)
        trickle = {each: begin + n * step for n, each in enumerate(chosen[sizes.due :])}
        _move(store, trickle)
        _until(lambda: not _left(store, list(trickle)), workers)

    limits.append(_commits(url))
    rates.append(_rate(floor, rests))
    floor.close()
    fired = _fired(store, heap)
    drained = len(fired) / max((max(fired) - min(fired)).total_seconds(), 0.001)
    due = list(trickle.values())
    lags = [
        (at - when).total_seconds() for at, when in zip(_fired(store, trickle), due, strict=True)
    ]
    say(
        f"\n  {waiting:,} open timers, {sizes.due:,} due at once, then {sizes.trickling} in"
        f" {sizes.trickle_seconds:g} s; {WORKERS} × dudao worker --every {EVERY}"
    )
    return [
        Figure("commit limit before and after", "{:,.0f} and {:,.0f} /s".format(*limits)),
        Figure("timers fired exactly once", f"{len(chosen):,} of {len(chosen):,}", "all", "ok"),
        Figure("L before and after", "{:,.0f} and {:,.0f} /s".format(*rates)),
        at_least("due at once: drained", Spread.of([drained]), DRAINED, " /s", 0),
        at_least(
            "due at once: drained / L",
            Spread.of([drained / each for each in rates]),
            round(DRAINED_OF_L[run.kind], 2),
            " L",
        ),
        Figure("trickling: lag p50", f"{percentile(lags, 0.5):.2f} s"),
        at_most("trickling: lag p99", Spread.of([percentile(lags, 0.99)]), 2, " s"),
    ]


def _commits(url: str) -> float:
    """Return how many commits a second the disk allows just now."""
    with CommitLimit(url) as limit:
        seconds = limit.commits(COMMITS)
    return len(seconds) / sum(seconds)


def _rate(floor: Floor, rests: Pile) -> float:
    """Return how many steps a second L makes just now, in one process."""
    seconds = floor.core(rests.take(L_CASES))
    return len(seconds) / sum(seconds)


def _some_cases(store: Store, count: int) -> list[str]:
    with store.read() as session:
        ids = [str(row[0]) for row in session.execute(select(timer.c.case_id)).all()]
    return random.Random(3).sample(sorted(ids), count)  # noqa: S311 - a choice, not a secret


def _move(store: Store, due: Mapping[str, datetime]) -> None:
    statement = (
        update(timer).where(timer.c.case_id == bindparam("of_case")).values(due_at=bindparam("due"))
    )
    with store.begin() as session:
        session.execute(statement, [{"of_case": each, "due": at} for each, at in due.items()])


@contextmanager
def _workers(url: str) -> Iterator[Workers]:
    command = [sys.executable, "-m", "dudao", "worker", "--every", str(EVERY), "--database", url]
    children = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
        for _ in range(WORKERS)
    ]
    try:
        yield children
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()


def _until(is_done: Callable[[], bool], workers: Workers) -> None:
    end = time.monotonic() + PATIENCE
    while not is_done():
        assert all(each.poll() is None for each in workers), "a worker ended before its time"
        assert time.monotonic() < end, f"timers were left after {PATIENCE:g} seconds"
        time.sleep(0.25)


def _left(store: Store, cases: Sequence[str]) -> bool:
    """Say whether timers of these cases are still there; one is looked for before all are."""
    return any(_waiting(store, some) for some in (cases[-1:], cases[:1], cases))


def _waiting(store: Store, cases: Sequence[str]) -> bool:
    query = select(timer.c.id).limit(1)
    with store.read() as session:
        return any(
            session.execute(query.where(timer.c.case_id.in_(piece))).first()
            for piece in _pieces(cases)
        )


def _fired(store: Store, due: Mapping[str, datetime]) -> list[datetime]:
    """Return when each timer fired, in the same order; each must have, once, and not early."""
    found: list[tuple[str, datetime]] = []
    with store.read() as session:
        for piece in _pieces(list(due)):
            events = session.execute(
                select(history_event.c.case_id, history_event.c.at).where(
                    history_event.c.case_id.in_(piece), history_event.c.type == "timer_fired"
                )
            )
            found += cast("list[tuple[str, datetime]]", events.all())
    at = dict(found)
    times = Counter(case_id for case_id, _ in found)
    assert set(times) == set(due), f"{len(set(due) - set(times))} timers never fired"
    assert set(times.values()) == {1}, "a timer fired more than once"
    assert all(at[each] >= when for each, when in due.items()), "a timer fired early"
    return [at[each] for each in due]


def _pieces(cases: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    for begin in range(0, len(cases), size):
        yield cases[begin : begin + size]
