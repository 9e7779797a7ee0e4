"""At which side of its cell a line starts and at which sides it may end."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import Enum

from engine.diagram.layout.grid import Board, Leg, is_event, is_gateway, may_leave_below
from engine.diagram.layout.rows import Place


class Port(Enum):
    """The middle of a side of a cell, or the boundary event that the line leaves."""

    LEFT = "left"
    RIGHT = "right"
    TOP = "top"
    BOTTOM = "bottom"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Ends:
    """The port where a leg starts and those where it may end, with what each costs."""

    start: Port
    ends: tuple[tuple[Port, int], ...]


def ports(board: Board, place: dict[str, Place], noted: set[str]) -> dict[Leg, Ends]:
    """Return the ports of each leg; the upper side of `noted` nodes belongs to their notes."""
    starts = {
        leg: port
        for cell in board.cells
        for leg, port in _starts(board, cell, place, noted).items()
    }
    used: defaultdict[str, set[Port]] = defaultdict(set)
    for leg, port in starts.items():
        used[leg.start].add(port)
    return {
        leg: Ends(starts[leg], _ends(board, leg, used[leg.end], noted)) for leg in board.legs
    }


def _starts(
    board: Board, cell: str, place: dict[str, Place], noted: set[str]
) -> dict[Leg, Port]:
    legs = board.leaving(cell)
    if cell in board.named:
        return dict.fromkeys(legs, Port.RIGHT)
    found = {leg: Port.GUEST for leg in legs if leg.source != cell}
    own = [leg for leg in legs if leg.source == cell]
    if not own:
        return found
    column, row = place[cell]
    straight = [leg for leg in own if place[leg.end][1] == row and place[leg.end][0] > column]
    first = min(straight or own, key=lambda leg: place[leg.end][0])
    node = board.scope.nodes[cell]
    below = Port.BOTTOM if may_leave_below(board, node) else Port.RIGHT
    for leg in own:
        found[leg] = Port.RIGHT if leg is first else below
    others = [leg for leg in own if leg is not first]
    if len(others) == 1 and is_gateway(node) and cell not in noted:
        higher = place[others[0].end][1] < row
        found[others[0]] = Port.TOP if higher else Port.BOTTOM
    return found


def _ends(
    board: Board, leg: Leg, used: set[Port], noted: set[str]
) -> tuple[tuple[Port, int], ...]:
    found = [(Port.LEFT, 0)]
    if leg.end in board.named:
        return tuple(found)
    node = board.scope.nodes[leg.end]
    cost = 0 if is_gateway(node) else 60
    if Port.TOP not in used and leg.end not in noted:
        found.append((Port.TOP, cost + 10))
    free_below = leg.end not in board.guests and not (is_event(node) and node.name.strip())
    if Port.BOTTOM not in used and free_below:
        found.append((Port.BOTTOM, cost))
    return tuple(found)


def alone(ends: dict[Leg, Ends]) -> set[Leg]:
    """Return the legs that share the port where they start with no other."""
    count = Counter((leg.start, leg.source, each.start) for leg, each in ends.items())
    return {leg for leg, each in ends.items() if count[leg.start, leg.source, each.start] == 1}
