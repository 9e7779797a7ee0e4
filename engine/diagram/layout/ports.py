"""At which side of its cell a line starts and at which sides it may end."""

from __future__ import annotations

from collections import defaultdict
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
    """The ports where a leg may start and those where it may end, with what each costs."""

    starts: tuple[Port, ...]
    ends: tuple[tuple[Port, int], ...]


def ports(board: Board, place: dict[str, Place], noted: set[str]) -> dict[Leg, Ends]:
    """Return the ports of each leg; the upper side of `noted` nodes belongs to their notes."""
    starts = {
        leg: ports
        for cell in board.cells
        for leg, ports in _starts(board, cell, place, noted).items()
    }
    used: defaultdict[str, set[Port]] = defaultdict(set)
    for leg, first in starts.items():
        used[leg.start].add(first[0])
    return {
        leg: Ends(starts[leg], _ends(board, leg, place, used[leg.end] | _closed(leg.end, noted)))
        for leg in board.legs
    }


def _closed(cell: str, noted: set[str]) -> set[Port]:
    return {Port.TOP} if cell in noted else set()


def _starts(
    board: Board, cell: str, place: dict[str, Place], noted: set[str]
) -> dict[Leg, tuple[Port, ...]]:
    legs = board.leaving(cell)
    if cell in board.named:
        return dict.fromkeys(legs, (_opposite(_entrance(board, cell, place)),))
    found: dict[Leg, tuple[Port, ...]] = {leg: (Port.GUEST,) for leg in legs if leg.source != cell}
    own = [leg for leg in legs if leg.source == cell]
    if not own:
        return found
    column, row = place[cell]
    straight = [leg for leg in own if place[leg.end][1] == row and place[leg.end][0] > column]
    first = min(straight or own, key=lambda leg: place[leg.end][0])
    others = [leg for leg in own if leg is not first]
    node = board.scope.nodes[cell]
    below: tuple[Port, ...] = (Port.BOTTOM if may_leave_below(board, node) else Port.RIGHT,)
    if len(others) == 1 and is_gateway(node) and cell not in noted:
        higher = place[others[0].end][1] < row
        below = (Port.TOP, Port.BOTTOM) if higher else (Port.BOTTOM, Port.TOP)
    return found | dict.fromkeys(others, below) | {first: (Port.RIGHT,)}


def _ends(
    board: Board, leg: Leg, place: dict[str, Place], closed: set[Port]
) -> tuple[tuple[Port, int], ...]:
    if leg.end in board.named:
        return ((_entrance(board, leg.end, place), 0),)
    found = [(Port.LEFT, 0)]
    node = board.scope.nodes[leg.end]
    cost = 0 if is_gateway(node) else 60
    if Port.TOP not in closed:
        found.append((Port.TOP, cost + 10))
    free_below = leg.end not in board.guests and not (is_event(node) and node.name.strip())
    if Port.BOTTOM not in closed and free_below:
        found.append((Port.BOTTOM, cost))
    return tuple(found)


def _entrance(board: Board, name: str, place: dict[str, Place]) -> Port:
    """Return the side at which a line enters the cell of its name."""
    leg = next(each for each in board.legs if each.end == name)
    return Port.LEFT if place[name][0] > place[leg.start][0] else Port.RIGHT


def _opposite(port: Port) -> Port:
    return Port.RIGHT if port is Port.LEFT else Port.LEFT
