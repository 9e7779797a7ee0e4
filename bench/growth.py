"""What a step costs when many other cases are stored."""

from __future__ import annotations

from bench.report import Figure, at_most
from bench.rounds import Spread, interleaved, ratios
from bench.run import Run
from bench.steps import Pile


def measure(run: Run) -> list[Figure]:
    """Compare the steps in a big store with those in a small one."""
    sizes = run.sizes
    small, small_ids = run.filled(max(1, sizes.few - sizes.spare))
    big, big_ids = run.big()
    few, many = Pile(small_ids), Pile(big_ids)
    taken = interleaved(
        {
            "few": lambda: small.full(few.take(sizes.cases)),
            "many": lambda: big.full(many.take(sizes.cases)),
        },
        rounds=sizes.rounds,
        slices=sizes.slices,
    )
    small.office.close()
    return [
        Figure(f"step with {sizes.few:,} stored cases", _milliseconds(taken["few"].costs)),
        Figure(f"step with {sizes.many:,} stored cases", _milliseconds(taken["many"].costs)),
        at_most(
            f"step cost with {sizes.many:,} / {sizes.few:,} cases",
            ratios(taken["many"].costs, taken["few"].costs),
            1.2,
        ),
    ]


def _milliseconds(costs: list[float]) -> str:
    return f"{Spread.of([1000 * each for each in costs]).shown()} ms"
