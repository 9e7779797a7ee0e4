"""The rows of a board: the normal course on the first row, each branch on a row below."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagram.layout.grid import Board, Leg
from engine.diagram.layout.ranks import backward, columns, lengths, names_leading_back

Place = tuple[int, int]
"""Column and row."""


@dataclass(slots=True)
class _Rows:
    board: Board
    back: set[Leg]
    column: dict[str, int]
    length: dict[str, int]
    row: dict[str, int] = field(default_factory=dict)
    taken: set[Place] = field(default_factory=set)

    def main(self, cell: str) -> Leg | None:
        """Return the leg on which the normal course leaves a cell.

        That is the first one written that is not the default flow; ways that soon end do not
        count beside longer ones.
        """
        onward = [leg for leg in self.board.leaving(cell) if leg not in self.back]
        own = [
            leg
            for leg in onward
            if self.board.host(leg.source) == leg.source
            and self.column[leg.end] > self.column[cell]
        ]
        if not own:
            return None
        longest = max(self.length[leg.end] for leg in own)
        normal = [leg for leg in own if 2 * self.length[leg.end] >= longest]
        return min(normal, key=lambda leg: leg.is_default)

    def chain(self, first: str) -> list[str]:
        """Return the cells of the course from here on that have no row yet."""
        found = [first]
        while True:
            leg = self.main(found[-1])
            if leg is None or leg.end in self.row or leg.end in found:
                return found
            found.append(leg.end)

    def put(self, first: str, source: str | None) -> None:
        """Give a row to a course, then to the branches of its cells, the last ones first."""
        waiting: list[tuple[str, str | None]] = [(first, source)]
        while waiting:
            first, source = waiting.pop()
            if first in self.row:
                continue
            chain = self.chain(first)
            self._take(chain, source)
            waiting += [(leg.end, cell) for cell in chain for leg in self._branches(cell)]

    def _branches(self, cell: str) -> list[Leg]:
        """Return the legs to be placed, the nearest row last; it is that of the last event."""
        guests = self.board.guests.get(cell, [])
        legs = [leg for leg in self.board.leaving(cell) if leg not in self.back]
        own = [leg for leg in legs if leg.source not in guests]
        events = [leg for guest in guests for leg in legs if leg.source == guest]
        return own[::-1] + events

    def _take(self, chain: list[str], source: str | None) -> None:
        stem = self.column[chain[0] if source is None else source]
        left = min(stem, self.column[chain[0]])
        right = self.column[chain[-1]] + self.board.span(chain[-1])[0]
        right = max(stem, right)
        after = self.main(chain[-1])
        joins = after is not None and after.end in self.row
        if after is not None and joins:
            right = max(right, self.column[after.end])
        above = -1 if source is None else self.row[source]
        row = above + 1
        while self.taken & (needed := self._needed(chain, row, left, right)):
            row += 1
        for cell in chain:
            self.row[cell] = row
        self.taken |= needed
        if source is not None:
            self.taken |= {(stem, each) for each in range(above, row)}
        if after is not None and joins:
            self.taken |= {(right, each) for each in range(self.row[after.end], row)}

    def _needed(self, chain: list[str], row: int, left: int, right: int) -> set[Place]:
        """Return the places that a course takes in a row, and below it where cells are large."""
        found = {(column, row) for column in range(left, right + 1)}
        for cell in chain:
            found |= covered((self.column[cell], row), self.board.span(cell))
        return found


def covered(at: Place, span: tuple[int, int]) -> set[Place]:
    """Return the places that a cell covers."""
    return {
        (at[0] + right, at[1] + down) for right in range(span[0] + 1) for down in range(span[1] + 1)
    }


def places(board: Board) -> dict[str, Place]:
    """Return cell → column and row, both counted from 0."""
    back = backward(board)
    column = columns(board, back)
    length = lengths(board, back, column)
    column |= names_leading_back(board, back, column)
    rows = _Rows(board, back, column, length)
    reached = {leg.end for leg in board.legs if leg not in back}
    for cell in sorted(board.cells, key=lambda cell: cell in reached):
        if cell not in rows.row:
            rows.put(cell, None)
    return {cell: (column[cell], rows.row[cell]) for cell in board.cells}
