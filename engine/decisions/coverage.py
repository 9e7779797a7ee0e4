"""Overlaps, gaps and rules that can never decide, found by looking at samples.

Sound, not complete: every claim rests on values that were tested with the table's own cells, or
(for rules that never match) on cells simple enough that the samples stand for all values. Where
a column cannot be foreseen, nothing is claimed that would depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.decisions.columns import Column
from engine.decisions.samples import is_fractional
from engine.feel import Value

_MAX_STEPS = 300_000
"""Work of one search; beyond it the linter stays silent rather than slow."""

Witness = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules (numbers from 1) that match together, for instance at the witness."""

    first: int
    second: int
    witness: Witness
    is_fractional: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Values for which no rule matches."""

    witness: Witness
    is_fractional: bool


def _bits(mask: int) -> Iterator[int]:
    bit = 0
    while mask:
        if mask & 1:
            yield bit
        mask >>= 1
        bit += 1


def _best(column: Column, mask: int) -> int:
    """Return the bit of the sample that reads best: a whole number where there is one."""
    bits = list(_bits(mask))
    return next((bit for bit in bits if not is_fractional(column.sample(bit))), bits[0])


# -------------------------------------------------------------------------------------- overlaps


def overlaps(columns: tuple[Column, ...], rules: int) -> Iterator[Overlap]:
    """Yield every pair of rules that match together."""
    for second in range(rules):
        for first in range(second):
            found = _overlap(columns, first, second)
            if found is not None:
                yield found


def _overlap(columns: tuple[Column, ...], first: int, second: int) -> Overlap | None:
    witness: list[tuple[str, Value]] = []
    for column in columns:
        common = _common(column, first, second)
        if common is None:
            return None
        if common and not (column.cells[first].is_any and column.cells[second].is_any):
            witness.append((column.title, column.sample(_best(column, common))))
    fractional = any(is_fractional(value) for _, value in witness)
    return Overlap(first + 1, second + 1, tuple(witness), fractional)


def _common(column: Column, first: int, second: int) -> int | None:
    """Return the samples both rules pass, 0 if they agree on unforeseen values, None if unsure."""
    a, b = column.cells[first], column.cells[second]
    if column.is_dependent:
        return 0 if a.is_any and b.is_any else None
    one, other = column.masks[first], column.masks[second]
    if one is not None and other is not None:
        return one & other & column.solid or None
    if not column.samples and (a.is_any or b.is_any or a.tests.text == b.tests.text):
        return 0
    return None


# ------------------------------------------------------------------------------------------ gaps

Passing = tuple[tuple[int, int], ...]
"""For a column: sets of rules (as bits), each with the samples that exactly these rules pass."""


def _passing(masks: list[int], samples: int) -> Passing:
    """Return which rules pass together, fewest first, for these samples of a column."""
    groups: dict[int, int] = {}
    for bit in _bits(samples):
        rules = sum(1 << rule for rule, mask in enumerate(masks) if mask >> bit & 1)
        groups[rules] = groups.get(rules, 0) | 1 << bit
    return tuple(sorted(groups.items(), key=lambda group: group[0].bit_count()))


def gaps(columns: tuple[Column, ...], rules: int, *, at_most: int) -> tuple[Gap, ...]:
    """Return combinations of samples that no rule matches."""
    if any(column.is_dependent for column in columns):
        return ()
    foreseen = [column for column in columns if column.samples]
    passing = [_passing(_may_match(column), column.solid) for column in foreseen]
    search = _Search(foreseen, passing, at_most=at_most, steps=_MAX_STEPS)
    search.run(0, (1 << rules) - 1, ())
    return tuple(search.found)


def _may_match(column: Column) -> list[int]:
    """Return for every rule the samples it may pass: all of them where that is not known."""
    return [column.solid if mask is None else mask & column.solid for mask in column.masks]


class _Search:
    """Walk the columns, keeping the rules that still may match; stop when none is left."""

    def __init__(
        self, columns: list[Column], passing: list[Passing], *, at_most: int, steps: int
    ) -> None:
        self._columns = columns
        self._passing = passing
        self._at_most = at_most
        self._seen: set[tuple[int, int]] = set()
        self.steps = steps
        self.found: list[Gap] = []

    def run(self, index: int, alive: int, path: tuple[tuple[Column, int], ...]) -> None:
        """Search from this column on, with these rules still alive; the path holds samples."""
        if not alive:
            witness = tuple((column.title, column.sample(_best(column, m))) for column, m in path)
            self.found.append(Gap(witness, any(is_fractional(value) for _, value in witness)))
            return
        if index == len(self._columns) or (index, alive) in self._seen:
            return
        self._seen.add((index, alive))
        groups: dict[int, int] = {}
        for rules, samples in self._passing[index]:
            groups[alive & rules] = groups.get(alive & rules, 0) | samples
        self.steps -= len(self._passing[index])
        column = self._columns[index]
        for left, mask in groups.items():
            if len(self.found) >= self._at_most or self.steps <= 0:
                return
            step = () if left == alive else ((column, mask),)
            self.run(index + 1, left, path + step)


# ----------------------------------------------------------------------------------- unreachable


def never_matching(columns: tuple[Column, ...], rules: int) -> tuple[int, ...]:
    """Return the rules (from 1) one of whose cells no value passes."""
    return tuple(
        rule + 1
        for rule in range(rules)
        if any(
            column.cells[rule].is_simple and _is_exact(column) and column.masks[rule] == 0
            for column in columns
        )
    )


def hidden(columns: tuple[Column, ...], rules: int) -> tuple[int, ...]:
    """Return the rules (from 1) all of whose values an earlier rule takes (hit policy FIRST)."""
    sure = [_Sure(column, rules) for column in columns]
    found: list[int] = []
    steps = _MAX_STEPS
    for rule in range(1, rules):
        passing = [one.earlier(rule) for one in sure]
        if not all(passing):
            continue  # it never matches, which is another finding
        search = _Search(list(columns), passing, at_most=1, steps=steps)
        search.run(0, (1 << rule) - 1, ())
        steps = search.steps
        if not search.found and steps > 0:
            found.append(rule + 1)
    return tuple(found)


def _is_exact(column: Column) -> bool:
    """Return whether the samples stand for all values of the column."""
    ordered_text = column.kind == "string" and any(cell.uses_order for cell in column.cells)
    return bool(column.samples) and not ordered_text


class _Sure:
    """What is sure in a column: for each sample the rules that it passes whatever else holds.

    A column that cannot be foreseen has one sample, which only ``-`` surely passes.
    """

    def __init__(self, column: Column, rules: int) -> None:
        self._column = column
        self._is_exact = _is_exact(column)
        self._everything = column.everything if self._is_exact else 1
        masks = [self._mask(rule) or 0 for rule in range(rules)]
        self._passing = _passing(masks, self._everything)
        self._texts: dict[str, int] = {}
        for rule, cell in enumerate(column.cells):
            self._texts[cell.tests.text] = self._texts.get(cell.tests.text, 0) | 1 << rule

    def _mask(self, rule: int) -> int | None:
        """Return the samples that a rule surely passes, None if nothing is sure."""
        cell = self._column.cells[rule]
        if cell.is_any:
            return self._everything
        return self._column.masks[rule] if self._is_exact and cell.is_simple else None

    def earlier(self, rule: int) -> Passing:
        """Return, for the samples this rule may pass, the earlier rules that surely pass too."""
        known = self._mask(rule)
        own = self._everything if known is None else known
        below = (1 << rule) - 1
        same = self._texts[self._column.cells[rule].tests.text] & below
        groups: dict[int, int] = {}
        for rules, samples in self._passing:
            if samples & own:
                key = rules & below | same
                groups[key] = groups.get(key, 0) | samples & own
        return tuple(sorted(groups.items(), key=lambda group: group[0].bit_count()))
