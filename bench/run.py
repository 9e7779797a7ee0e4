"""What all benchmarks of a run share: the store they are about, its size, the rounds."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.office import Office
from bench.places import Places
from bench.steps import Sample
from bench.stock import settle


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything."""

    stored: int = 10_000
    few: int = 1_000
    many: int = 100_000
    loops: int = 50
    due: int = 5_000
    trickling: int = 600
    trickle_seconds: float = 20.0
    messages: int = 10_000
    rounds: int = 5
    slices: int = 12
    cases: int = 6
    """Cases per slice; a round has slices × cases × 3 steps of each kind."""
    http_cases: int = 25
    """Cases of each client in a round over HTTP, three requests each."""

    @property
    def spare(self) -> int:
        """Cases that one measure uses up, the round that is not counted included."""
        return (self.rounds + 1) * self.slices * self.cases


QUICK = Sizes(
    stored=2_000,
    few=400,
    many=5_000,
    due=500,
    trickling=150,
    trickle_seconds=5,
    messages=1_000,
    rounds=3,
    slices=4,
)
PIECES = 10


@dataclass(slots=True)
class Run:
    """One kind of store, with what was made on it so far."""

    kind: str
    places: Places
    sizes: Sizes
    _big: tuple[Sample, list[str]] | None = field(default=None)

    def office(self) -> Office:
        """Furnish an empty database."""
        return Office.furnish(self.places.empty(self.kind))

    def filled(self, stored: int) -> tuple[Sample, list[str]]:
        """Store cases that wait for B, each with a timer, and `spare` ones that wait for A.

        Return the sample and the ids of the latter.
        """
        sample = Sample(self.office())
        fresh: list[str] = []
        for _ in range(PIECES):  # so that the fresh ones lie all over the tables
            fresh += sample.copies(-(-self.sizes.spare // PIECES))
            sample.copies(-(-stored // PIECES), before=1)
        settle(sample.office.url)
        return sample, fresh

    def big(self) -> tuple[Sample, list[str]]:
        """Return the one big store of the run: two benchmarks share it."""
        if self._big is None:
            self._big = self.filled(self.sizes.many)
        return self._big
