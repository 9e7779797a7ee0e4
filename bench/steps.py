"""The full step against L: the real command with all it does, against its rows alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from time import perf_counter

from bench.floor import Floor
from bench.office import CASE, Act, Office
from bench.rounds import Spread, Taken
from bench.stock import multiply, settle
from bench.writes import Recorded, record


class Sample:
    """A case made by real commands: what its steps wrote, and where its work was."""

    def __init__(self, office: Office, acts: Sequence[Act] = CASE) -> None:
        self.acts = acts
        self.case_id = office.open()
        self.recorded: list[Recorded] = [record(office, self.case_id, act) for act in acts]

    def work_ids(self, case_id: str) -> list[tuple[Act, str]]:
        """Return who does what in a copy of the case as it was before its first step."""
        return [
            (act, each.work_id.replace(self.case_id, case_id))
            for act, each in zip(self.acts, self.recorded, strict=True)
        ]


def full_steps(
    office: Office, sample: Sample, case_ids: Sequence[str]
) -> list[float]:
    """Return the seconds of each full step of these cases."""
    todo = [each for case_id in case_ids for each in sample.work_ids(case_id)]
    return [_timed(office, act, work_id) for act, work_id in todo]


def _timed(office: Office, act: Act, work_id: str) -> float:
    begin = perf_counter()
    office.step(act, work_id)
    return perf_counter() - begin


class Pile:
    """Cases in the same state, each used once, in an order that is not the order of the rows."""

    def __init__(self, case_ids: Sequence[str]) -> None:
        self._ids = list(case_ids)
        random.Random(2).shuffle(self._ids)  # noqa: S311 - an order, not a secret

    def take(self, count: int) -> list[str]:
        taken, self._ids = self._ids[:count], self._ids[count:]
        assert len(taken) == count, "too few stored cases"
        return taken
