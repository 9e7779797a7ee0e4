"""`make bench`: measure what docs and issues promise, and print each figure with its target.

python -m bench [NAME…] [--store sqlite|postgresql|both] [--quick] [--profile NAME]
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable

from bench import (
    against_floor,
    growth,
    history,
    http,
    lists,
    messages,
    pages,
    profiling,
    sizes,
    timers,
)
from bench.machine import filesystem, machine, postgres_version, versions
from bench.places import Places, places
from bench.report import Figure, say, table
from bench.run import QUICK, Run, Sizes

BENCHMARKS: dict[str, Callable[[Run], list[Figure]]] = {
    "step": against_floor.measure,
    "history": history.measure,
    "stored": growth.measure,
    "bytes": sizes.measure,
    "timers": timers.measure,
    "messages": messages.measure,
    "http": http.measure,
    "lists": lists.measure,
    "pages": pages.measure,
}
STORES = ("sqlite", "postgresql")


def main() -> int:
    """Run what was asked for; return 1 when a benchmark found that its own result is wrong."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave no server behind
    kinds = STORES if asked.store == "both" else (asked.store,)
    amount = QUICK if asked.quick else Sizes()
    begin = time.monotonic()
    is_right = True
    with places() as found:
        _introduce(found, kinds, amount, is_quick=asked.quick)
        for kind in kinds:
            run = Run(kind, found, amount)
            if asked.profile:
                profiling.profile(run, asked.profile)
                continue
            for name in asked.names or BENCHMARKS:
                is_right = _measure(run, name) and is_right
    say(f"\n{time.monotonic() - begin:.0f} seconds in all")
    return 0 if is_right else 1


def _measure(run: Run, name: str) -> bool:
    begin = time.monotonic()
    try:
        figures = BENCHMARKS[name](run)
    except AssertionError as wrong:
        notes = "\n".join(["", *getattr(wrong, "__notes__", ())])
        say(f"\n{run.kind}: {name}: WRONG, so there are no figures: {wrong}{notes}")
        return False
    table(f"{run.kind}: {name} ({time.monotonic() - begin:.0f} s)", figures)
    return True


def _introduce(found: Places, kinds: tuple[str, ...], amount: Sizes, *, is_quick: bool) -> None:
    say(machine())
    say(versions())
    if "sqlite" in kinds:
        say(f"sqlite: WAL, synchronous = FULL, on {filesystem(found.folder)}")
    if "postgresql" in kinds:
        say(
            f"postgresql: {postgres_version(found.server())}, fsync and synchronous_commit on,"
            f" on {filesystem(found.folder)}"
        )
    say(
        f"one process, {amount.stored:,} stored cases, {amount.rounds} rounds of"
        f" {amount.slices * amount.cases * 3} steps in {amount.slices} slices taken in turn"
    )
    if is_quick:
        say("QUICK: small sizes, for trying out; these figures prove nothing")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--store", choices=(*STORES, "both"), default="both")
    parser.add_argument("--quick", action="store_true", help="small sizes, for trying out")
    parser.add_argument("--profile", choices=profiling.NAMES, help="print where the time goes")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
