"""Rounds: what is compared takes turns, so that a busy minute of the machine hits all of it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Measure = Callable[[], Sequence[float]]
"""Do a slice of a round and return the seconds of each step."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A median with the lowest and the highest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(statistics.median(values), min(values), max(values))

    def shown(self, digits: int = 2) -> str:
        return f"{self.median:,.{digits}f} ({self.low:,.{digits}f}…{self.high:,.{digits}f})"


@dataclass(frozen=True, slots=True)
class Taken:
    """The seconds of all steps, round by round."""

    rounds: tuple[tuple[float, ...], ...]

    @property
    def rates(self) -> list[float]:
        """Steps per second of each round."""
        return [len(each) / sum(each) for each in self.rounds]

    @property
    def costs(self) -> list[float]:
        """Seconds of the middle step of each round."""
        return [statistics.median(each) for each in self.rounds]

    def percentile(self, share: float) -> float:
        """Return the milliseconds that this share of all steps stayed within."""
        return 1000 * percentile([each for one in self.rounds for each in one], share)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def interleaved(measures: Mapping[str, Measure], *, rounds: int, slices: int) -> dict[str, Taken]:
    """Run all measures in turn; a first round is not counted.

    A round has many slices, and each measure has its turn in each of them, so that whatever else
    the machine does in the meantime strikes all of them alike.
    """
    taken: dict[str, list[tuple[float, ...]]] = {name: [] for name in measures}
    for turn in range(rounds + 1):
        seconds: dict[str, list[float]] = {name: [] for name in measures}
        for piece in range(slices):
            for name in _rotated(list(measures), piece):
                seconds[name] += measures[name]()
        for name, each in seconds.items():
            taken[name] += [tuple(each)] if turn else []
    return {name: Taken(tuple(each)) for name, each in taken.items()}


def _rotated(names: list[str], by: int) -> list[str]:
    start = by % len(names)
    return names[start:] + names[:start]


def ratios(above: Sequence[float], below: Sequence[float]) -> Spread:
    """Compare two measures round by round."""
    return Spread.of([a / b for a, b in zip(above, below, strict=True)])
