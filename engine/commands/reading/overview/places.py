"""To which line of the overview a unit belongs: a county, the part of a unit, or itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine.identity import UnitTree

COUNTY = "county"
"""The kind of unit that is a county-level one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with all below it; `is_alone`: without."""

    code: str
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """The lines of one overview: no unit is in two of them.

    Of a chosen unit they are those directly below it. Otherwise they are the counties or, within
    one, what is directly below it. Units above these have lines of their own, alone; what is
    neither above nor below one belongs to the highest unit that is not.
    """

    tree: UnitTree
    heads: frozenset[str]
    above: frozenset[str]

    @classmethod
    def of(cls, tree: UnitTree, *, chosen: str | None, below: Collection[str]) -> Places:
        """Return the lines for a chosen unit, or for all that posts in these units see."""
        (only,) = below if len(below) == 1 else (None,)
        top = only if chosen is None else chosen
        heads = frozenset() if chosen is not None else _counties(tree, top)
        heads = heads or frozenset(
            code for code, unit in tree.units.items() if (unit.parent or None) == top
        )
        above = {code for head in heads for code in tree.path(head)[1:]} | {*tree.path(top)}
        return cls(tree, heads, frozenset(above))

    def of_unit(self, code: str) -> Place:
        """Return the line of a unit of the tree."""
        path = self.tree.path(code)
        head = next((each for each in path if each in self.heads), None)
        if head is not None:
            return Place(head)
        if code in self.above:
            return Place(code, is_alone=True)
        return Place([each for each in path if each not in self.above][-1])


def _counties(tree: UnitTree, top: str | None) -> frozenset[str]:
    """Return the highest counties below a unit, or all without one."""
    counties = {
        code
        for code, unit in tree.units.items()
        if unit.kind == COUNTY and (top is None or top in tree.path(code)[1:])
    }
    return frozenset(each for each in counties if counties.isdisjoint(tree.path(each)[1:]))
