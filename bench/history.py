"""What a step costs when the case has a long history behind it."""

from __future__ import annotations

from bench.report import Figure, at_most
from bench.rounds import Spread, interleaved, ratios
from bench.run import Run
from bench.steps import Pile, Sample
from bench.stock import settle
from engine.store.reads import read_case


def measure(run: Run) -> list[Figure]:
    """Compare the steps of cases that were sent back many times with those of fresh ones."""
    sizes = run.sizes
    fresh = Sample(run.office())
    looped = Sample(fresh.office, loops=sizes.loops)
    fresh_ones = Pile(fresh.copies(max(sizes.stored, sizes.spare)))
    looped_ones = Pile(looped.copies(sizes.spare))
    settle(fresh.office.url)
    taken = interleaved(
        {
            "fresh": lambda: fresh.full(fresh_ones.take(sizes.cases)),
            "looped": lambda: looped.full(looped_ones.take(sizes.cases)),
        },
        rounds=sizes.rounds,
        slices=sizes.slices,
    )
    once = Sample(fresh.office, loops=1)
    states = [_state_bytes(each, each.stopped_before(0)) for each in (once, looped)]
    fresh.office.close()
    return [
        Figure("step after 0 loops", _milliseconds(taken["fresh"].costs)),
        Figure(f"step after {sizes.loops} loops", _milliseconds(taken["looped"].costs)),
        at_most(
            f"step cost after {sizes.loops} loops / after 0",
            ratios(taken["looped"].costs, taken["fresh"].costs),
            1.2,
        ),
        Figure("bytes of state after 1 loop and after all", "{} and {}".format(*states)),
    ]


def _state_bytes(sample: Sample, case_id: str) -> int:
    with sample.office.store.read() as session:
        return len(read_case(session, case_id).case.state)


def _milliseconds(costs: list[float]) -> str:
    return f"{Spread.of([1000 * each for each in costs]).shown()} ms"
