"""The full step against L, against the driver alone, and against viewflow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from bench.commits import CommitLimit
from bench.floor import Floor
from bench.peers.environment import NotInstalled
from bench.peers.viewflow import Viewflow
from bench.report import Figure, at_least, say
from bench.rounds import Spread, Taken, interleaved, ratios
from bench.run import Run
from bench.steps import Pile, Sample
from bench.stock import settle
from bench.writes import rows_of

Measure = Callable[[], list[float]]


def measure(run: Run) -> list[Figure]:
    """Make the steps of cases among `stored` others; L and viewflow take turns with us."""
    sizes = run.sizes
    sample = Sample(run.office())
    pile = Pile(sample.copies(max(sizes.stored, 3 * sizes.spare + 3)))
    settle(sample.office.url)
    floor = Floor(sample.office.url, sample.recorded)
    _tell(sample)
    with ExitStack() as stack:
        stack.callback(sample.office.close)
        stack.callback(floor.close)
        limit = stack.enter_context(CommitLimit(sample.office.url))
        measures: dict[str, Measure] = {
            "limit": lambda: limit.commits(3 * sizes.cases),
            "L": lambda: floor.core(pile.take(sizes.cases)),
            "driver": lambda: floor.driver(pile.take(sizes.cases)),
            "full": lambda: sample.full(pile.take(sizes.cases)),
        }
        peer = _peer(run)
        if peer is not None:
            child = stack.enter_context(peer)
            measures["viewflow"] = lambda: child.steps(sizes.cases)
        _check(sample, floor, pile)
        taken = interleaved(measures, rounds=sizes.rounds, slices=sizes.slices)
    return _figures(taken, peer)


def _figures(taken: dict[str, Taken], peer: Viewflow | None) -> list[Figure]:
    full = taken["full"]
    figures = [
        _rate("commit limit: two rows, raw driver", taken["limit"]),
        _rate("L: the rows of a step, SQLAlchemy Core", taken["L"]),
        _rate("the rows of a step, driver alone, one batch", taken["driver"]),
        _rate("full step", full),
        at_least("full step / L", ratios(full.rates, taken["L"].rates), 0.5, " L"),
        Figure(
            "full step / driver alone (not the target)",
            ratios(full.rates, taken["driver"].rates).shown(),
        ),
    ]
    if peer is None:
        return [*figures, Figure("full step / viewflow", "not measured", "≥ 6 ×", "?")]
    return [
        *figures,
        _rate(peer.version, taken["viewflow"]),
        at_least("full step / viewflow", ratios(full.rates, taken["viewflow"].rates), 6, " ×", 1),
    ]


def _rate(name: str, taken: Taken) -> Figure:
    middle, slow = taken.percentile(0.5), taken.percentile(0.99)
    return Figure(
        name, f"{Spread.of(taken.rates).shown(0)} /s, p50 {middle:.2f} ms, p99 {slow:.2f} ms"
    )


def _check(sample: Sample, floor: Floor, pile: Pile) -> None:
    """Hold that L, the driver and the real command leave the same rows behind."""
    (by_core,), (by_driver,), (by_command,) = pile.take(1), pile.take(1), pile.take(1)
    floor.core([by_core])
    floor.driver([by_driver])
    sample.full([by_command])
    with sample.office.store.read() as session:
        left = {each: rows_of(session, each) for each in (by_core, by_driver, by_command)}
    for case_id, rows in left.items():
        assert {name: len(each) for name, each in rows.items()} == {
            name: len(each) for name, each in left[by_command].items()
        }, "L does not write the rows of a step"
        case = rows["case_file"][(case_id,)]
        assert case["status"] == "closed", "a case should have been closed by its three steps"
        assert case["head_seq"] == len(rows["history_event"])


def _tell(sample: Sample) -> None:
    say("\n  L reads open_work ⋈ case_file and writes (~ updated, - deleted, + inserted):")
    for name, step in zip("ABC", sample.recorded, strict=True):
        say(f"    step {name}: {step.named()}")


def _peer(run: Run) -> Viewflow | None:
    try:
        return Viewflow(run.places.empty(run.kind), stored=run.sizes.stored)
    except NotInstalled as why:
        say(f"\n  viewflow could not be installed, so there is no ratio to it: {why}")
        return None
