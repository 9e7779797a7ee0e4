"""Who can do which duty, when some must not be done by the same person: given real people.

List colouring, exact: duties that always find somebody are set aside first, the rest is searched
with a bound; it says when the bound was reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.model.division import Apart, neighbours

MOST_STEPS = 20_000
Candidates = Mapping[str, frozenset[str]]
"""Duty → people who may do it."""


@dataclass(frozen=True, slots=True)
class Manning:
    """Duty → person, {} where there is no way; without `is_exact` one may have been missed."""

    people: Mapping[str, str]
    is_possible: bool = True
    is_exact: bool = True


def man(candidates: Candidates, apart: Apart, *, most_steps: int = MOST_STEPS) -> Manning:
    """Give each duty to somebody who may do it and has none it must be kept apart from."""
    if any(len(pair) == 1 and not pair.isdisjoint(candidates) for pair in apart):
        return Manning({}, is_possible=False)
    near = neighbours(candidates, apart)
    easy, hard = _split(candidates, near)
    search = _Search({duty: candidates[duty] for duty in hard}, near, most_steps)
    found = search.run()
    if found is None:
        return Manning({}, is_possible=False, is_exact=search.steps <= most_steps)
    for duty in reversed(easy):
        taken = {found[other] for other in near[duty] if other in found}
        found[duty] = min(candidates[duty] - taken)
    return Manning({duty: found[duty] for duty in candidates})


def stuck_together(candidates: Candidates, apart: Apart) -> tuple[str, ...]:
    """Return duties that cannot be manned together, none of which could be left out.

    () when all can be manned, or when the bound was reached.
    """
    if not _is_stuck(candidates, candidates, apart):
        return ()
    kept = list(candidates)
    for duty in candidates:
        fewer = [each for each in kept if each != duty]
        if _is_stuck(fewer, candidates, apart):
            kept = fewer
    return tuple(kept)


def _is_stuck(duties: Iterable[str], candidates: Candidates, apart: Apart) -> bool:
    found = man({duty: candidates[duty] for duty in duties}, apart)
    return not found.is_possible and found.is_exact


def _split(candidates: Candidates, near: Mapping[str, set[str]]) -> tuple[list[str], list[str]]:
    """Set aside, in order, duties with more candidates than others that could take them."""
    left = dict.fromkeys(candidates)
    easy: list[str] = []
    is_shrinking = True
    while is_shrinking:
        gone = [d for d in left if len(candidates[d]) > sum(each in left for each in near[d])]
        is_shrinking = bool(gone)
        for duty in gone:
            del left[duty]
        easy += gone
    return easy, list(left)


class _Search:
    """Backtracking; the duty with the fewest people left comes next."""

    def __init__(
        self, left: dict[str, frozenset[str]], near: Mapping[str, set[str]], most_steps: int
    ) -> None:
        self._left = left
        self._near = near
        self._most_steps = most_steps
        self._found: dict[str, str] = {}
        self.steps = 0

    def run(self) -> dict[str, str] | None:
        """Return duty → person; None when there is no way or the steps are used up."""
        total = len(self._left)
        waiting = [self._choices()] if total else []
        while waiting:
            if self.steps > self._most_steps:
                return None
            if next(waiting[-1], None) is None:
                waiting.pop()
                continue
            self.steps += 1
            if len(self._found) == total:
                return dict(self._found)
            waiting.append(self._choices())
        return None if total else {}

    def _choices(self) -> Iterator[bool]:
        open_ = [duty for duty in self._left if duty not in self._found]
        duty = min(open_, key=lambda each: (len(self._free(each)), -len(self._near[each])))
        for person in sorted(self._free(duty)):
            self._found[duty] = person
            yield True
            del self._found[duty]

    def _free(self, duty: str) -> set[str]:
        taken = {self._found[other] for other in self._near[duty] if other in self._found}
        return set(self._left[duty]) - taken
