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

_MAX_STATES = 5_000

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


def gaps(columns: tuple[Column, ...], rules: int, *, at_most: int) -> tuple[Gap, ...]:
    """Return combinations of samples that no rule matches."""
    if any(column.is_dependent for column in columns):
        return ()
    search = _Search(columns, [_may_match(column) for column in columns], at_most)
    search.run(0, (1 << rules) - 1, ())
    return tuple(search.found) if search.is_complete else ()


def _may_match(column: Column) -> list[int]:
    """Return for every rule the samples it may pass: all of them where that is not known."""
    return [column.solid if mask is None else mask & column.solid for mask in column.masks]


class _Search:
    """Walk the columns, keeping the rules that still may match."""

    def __init__(self, columns: tuple[Column, ...], masks: list[list[int]], at_most: int) -> None:
        self._columns = columns
        self._masks = masks
        self._at_most = at_most
        self._seen: set[tuple[int, int]] = set()
        self.found: list[Gap] = []
        self.is_complete = True

    def run(self, index: int, alive: int, witness: Witness) -> None:
        """Search from this column on, with these rules still alive."""
        if len(self.found) >= self._at_most or (index, alive) in self._seen:
            return
        if len(self._seen) > _MAX_STATES:
            self.is_complete = False
            return
        self._seen.add((index, alive))
        if not alive:
            fractional = any(is_fractional(value) for _, value in witness)
            self.found.append(Gap(witness, fractional))
        elif index < len(self._columns):
            self._next_column(index, alive, witness)

    def _next_column(self, index: int, alive: int, witness: Witness) -> None:
        column = self._columns[index]
        if not column.samples:
            self.run(index + 1, alive, witness)
            return
        groups: dict[int, int] = {}
        for bit in _bits(column.solid):
            left = _alive_at(self._masks[index], alive, bit)
            groups[left] = groups.get(left, 0) | 1 << bit
        decided = len(groups) > 1 or alive not in groups
        for left, mask in groups.items():
            step = ((column.title, column.sample(_best(column, mask))),) if decided else ()
            self.run(index + 1, left, witness + step)


def _alive_at(masks: list[int], alive: int, bit: int) -> int:
    left = 0
    for rule in _bits(alive):
        if masks[rule] >> bit & 1:
            left |= 1 << rule
    return left


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
    return tuple(rule + 1 for rule in range(1, rules) if _is_hidden(columns, rule))


def _is_exact(column: Column) -> bool:
    """Return whether the samples stand for all values of the column."""
    ordered_text = column.kind == "string" and any(cell.uses_order for cell in column.cells)
    return bool(column.samples) and not ordered_text


def _is_hidden(columns: tuple[Column, ...], rule: int) -> bool:
    states = {(1 << rule) - 1}
    for column in columns:
        own, earlier = _surely(column, rule)
        if not own:
            return False  # it never matches, which is another finding
        states = {_alive_at(earlier, alive, bit) for alive in states for bit in _bits(own)}
        if 0 in states or len(states) > _MAX_STATES:
            return False
    return True


def _surely(column: Column, rule: int) -> tuple[int, list[int]]:
    """Return the samples the rule may pass, and for earlier rules those they surely pass."""
    own_cell = column.cells[rule]
    everything = column.everything if _is_exact(column) else 1
    own = everything
    if _is_exact(column) and own_cell.is_simple:
        own = column.masks[rule] or 0
    surely: list[int] = []
    for cell, mask in zip(column.cells[:rule], column.masks[:rule], strict=True):
        if cell.is_any or cell.tests.text == own_cell.tests.text:
            surely.append(everything)
        elif _is_exact(column) and cell.is_simple and mask is not None:
            surely.append(mask)
        else:
            surely.append(0)
    return own, surely
