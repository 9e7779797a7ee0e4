"""Where the time of a step goes: cProfile over the steps of many cases."""

from __future__ import annotations

import cProfile
import io
import pstats
from collections.abc import Callable
from pathlib import Path

from bench.floor import Floor
from bench.places import ROOT
from bench.report import say
from bench.run import Run
from bench.steps import Pile, Sample
from bench.stock import settle

CASES = 200
LINES = 40
NAMES = ("step", "loops", "floor")


def profile(run: Run, name: str) -> None:
    """Print the functions that take most time of their own: full steps, or L."""
    sample = Sample(run.office(), loops=run.sizes.loops if name == "loops" else 0)
    pile = Pile(sample.copies(max(run.sizes.stored, 2 * CASES)))
    settle(sample.office.url)
    floor = Floor(sample.office.url, sample.recorded)
    measure: Callable[[list[str]], list[float]] = floor.core if name == "floor" else sample.full
    measure(pile.take(20))
    cases = pile.take(CASES)
    profiler = cProfile.Profile()
    profiler.enable()
    steps = len(measure(cases))
    profiler.disable()
    out = io.StringIO()
    pstats.Stats(profiler, stream=out).sort_stats("tottime").print_stats(LINES)
    say(f"\n{steps} steps ({name}) on {run.kind}, by own time, commit included")
    say(out.getvalue().replace(f"{ROOT}/", "").replace(f"{Path.home()}/", ""))
    floor.close()
    sample.office.close()
