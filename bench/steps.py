"""Full steps: the real command with all it does, on copies of a case that was walked through."""

from __future__ import annotations

import random
from collections.abc import Sequence
from time import perf_counter

from bench.office import CASE, DRAFT, RETURN, Act, Office
from bench.stock import multiply
from bench.writes import Recorded, record


class Sample:
    """A case made by real commands: what its last three steps wrote, and where its work was.

    `loops` is how often it was sent back before.
    """

    def __init__(self, office: Office, *, loops: int = 0) -> None:
        self.office = office
        self.loops = loops
        self.case_id = self.stopped_before(0)
        self.recorded: list[Recorded] = [record(office, self.case_id, act) for act in CASE]

    def stopped_before(self, step: int) -> str:
        """Open a case and return it as it is before this one of its last three steps."""
        case_id = self.office.open()
        for _ in range(self.loops):
            self.office.act(DRAFT, case_id)
            self.office.act(RETURN, case_id)
        for act in CASE[:step]:
            self.office.act(act, case_id)
        return case_id

    def copies(self, count: int, *, before: int = 0) -> list[str]:
        """Store so many cases that wait for this one of their last three steps."""
        case_id = self.stopped_before(before)
        self.office.rest()
        return multiply(self.office.store, case_id, count)

    def todo(self, case_id: str) -> list[tuple[Act, str]]:
        """Return who completes which work in a copy."""
        return [
            (act, each.work_id.replace(self.case_id, case_id))
            for act, each in zip(CASE, self.recorded, strict=True)
        ]

    def full(self, case_ids: Sequence[str]) -> list[float]:
        """Make the three steps of each case; return the seconds of each step."""
        todo = [each for case_id in case_ids for each in self.todo(case_id)]
        return [_timed(self.office, act, work_id) for act, work_id in todo]


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
