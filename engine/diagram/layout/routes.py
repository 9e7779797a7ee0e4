"""The ways of lines through the channels: the cheapest, with few bends and crossings.

The board is a net of vertices. Column c has three x: 3c (the channel where lines turn towards its
cells), 3c+1 (its middle) and 3c+2 (the channel where lines that leave it turn); rows likewise in y.
Any number of lines may run along a channel; along the middle of a column or row, only lines that
start or end together. The four vertices around a cell are for lines that start or end there, which
is why there always is a way.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from engine.diagram.layout.grid import Board, Leg
from engine.diagram.layout.ports import Ends, Port
from engine.diagram.layout.rows import Place, covered

Vertex = tuple[int, int]
Step = tuple[int, int, bool]
"""x, y, and whether the line runs across (True) or down (False) there."""
_BEND, _CROSSING, _CHANNEL, _CELL = 30, 45, 20, 90


@dataclass(frozen=True, slots=True)
class Way:
    """The vertices at which a leg turns, between the cell where it starts and where it ends."""

    leg: Leg
    start: Port
    end: Port
    corners: tuple[Vertex, ...]


@dataclass(slots=True)
class _Net:
    columns: int
    rows: int
    covered: dict[Place, str]
    """Place → the cell that covers it."""
    users: defaultdict[Step, list[Leg]] = field(default_factory=lambda: defaultdict(list))

    def may_pass(self, leg: Leg, step: Step, mine: set[Step]) -> bool:
        """Say whether a leg may run here."""
        x, y, across = step
        if not (0 <= x < 3 * self.columns and 0 <= y < 3 * self.rows) or self.is_inside(x, y):
            return False
        if step not in mine and self._is_reserved(x, y, across=across):
            return False
        along_middle = (y if across else x) % 3 == 1
        return not along_middle or all(
            together(leg, other) or step in mine for other in self.users[step]
        )

    def _is_reserved(self, x: int, y: int, *, across: bool) -> bool:
        at_port = y % 3 == 1 if across else x % 3 == 1
        return at_port and (x // 3, y // 3) in self.covered

    def is_inside(self, x: int, y: int) -> bool:
        """Say whether a vertex lies inside a cell and not around it."""
        cell = self.covered.get((x // 3, y // 3))
        return cell is not None and all(
            each % 3 == 1 or self.covered.get(beside) == cell
            for each, beside in (
                (x, ((x // 3) + (x % 3) - 1, y // 3)),
                (y, (x // 3, (y // 3) + (y % 3) - 1)),
            )
        )

    def cost(self, leg: Leg, step: Step) -> int:
        """Return what it costs to pass a vertex: its length and the lines crossed there."""
        x, y, across = step
        length = _CELL if (x if across else y) % 3 == 1 else _CHANNEL
        crossed = self.users[x, y, not across]
        return length + _CROSSING * sum(not together(leg, other) for other in crossed)


def together(one: Leg, other: Leg) -> bool:
    """Say whether two lines may lie on each other: where they leave, or where they arrive."""
    if one.flow == other.flow:
        return False
    leave_together = (one.start, one.source) == (other.start, other.source)
    return leave_together != (one.end == other.end)


def routes(board: Board, place: dict[str, Place], ends: dict[Leg, Ends]) -> list[Way]:
    """Return the way of each leg; straight and short ones choose first."""
    cells = {
        each: cell for cell, at in place.items() for each in covered(at, board.span(cell))
    }
    columns = 1 + max((column for column, _ in cells), default=0)
    rows = 1 + max((row for _, row in cells), default=0)
    net = _Net(columns, rows, cells)

    def hardness(leg: Leg) -> tuple[int, int]:
        (c1, r1), (c2, r2) = place[leg.start], place[leg.end]
        return (abs(r1 - r2) > 0 or c2 <= c1), abs(c1 - c2) + abs(r1 - r2)

    areas = {cell: (at, board.span(cell)) for cell, at in place.items()}
    return [_way(net, leg, ends[leg], areas) for leg in sorted(ends, key=hardness)]


Area = tuple[Place, tuple[int, int]]
"""The first place of a cell, and how many further columns and rows it covers."""


def _way(net: _Net, leg: Leg, ends: Ends, areas: dict[str, Area]) -> Way:
    start, end = areas[leg.start], areas[leg.end]
    first = dict(_starts(net, start, ends.start))
    last = {_port(end, port): (port, cost) for port, cost in ends.ends}
    mine = set(last) | (set() if ends.start is Port.GUEST else set(first))
    waiting = [(cost, step) for step, cost in first.items() if net.may_pass(leg, step, mine)]
    came: dict[Step, Step | None] = {step: None for _, step in waiting}
    best = {step: cost for cost, step in waiting}
    heapq.heapify(waiting)
    found: list[tuple[int, Step]] = []
    while waiting:
        cost, step = heapq.heappop(waiting)
        if cost > best[step]:
            continue
        if step in last:
            found.append((cost + last[step][1], step))
        if found and cost >= min(found)[0]:
            break
        for following, price in _following(net, leg, step, mine):
            if cost + price < best.get(following, 1 << 60):
                best[following] = cost + price
                came[following] = step
                heapq.heappush(waiting, (cost + price, following))
    stop = min(found)[1]
    steps = _back(came, stop)
    for step in steps:
        net.users[step].append(leg)
    corners = _turns(steps)
    if ends.start is Port.GUEST:
        corners = (steps[0][:2], *corners)
    port = last[stop][0]
    return Way(leg, ends.start, port, (_middle(start, ends.start), *corners, _middle(end, port)))


def _starts(net: _Net, area: Area, port: Port) -> Iterator[tuple[Step, int]]:
    """Yield where a line may begin; below a boundary event it goes down before it turns."""
    if port is not Port.GUEST:
        yield _port(area, port), 0
        return
    x, y = _middle(area, port)
    y += 1
    cost = _BEND
    while y < 3 * net.rows and not net.is_inside(x, y):
        yield (x, y, True), cost
        cost += _CELL if y % 3 == 1 else _CHANNEL
        y += 1


def _middle(area: Area, port: Port) -> Vertex:
    """Return the vertex inside a cell next to a port."""
    (column, row), (right, down) = area
    x, y = 3 * column + 1, 3 * row + 1
    if port is Port.RIGHT:
        return x + 3 * right, y
    return (x, y + 3 * down) if port in (Port.BOTTOM, Port.GUEST) else (x, y)


def _port(area: Area, port: Port) -> Step:
    x, y = _middle(area, port)
    match port:
        case Port.LEFT:
            return x - 1, y, True
        case Port.RIGHT:
            return x + 1, y, True
        case Port.TOP:
            return x, y - 1, False
        case _:
            return x, y + 1, False


def _following(net: _Net, leg: Leg, step: Step, mine: set[Step]) -> Iterator[tuple[Step, int]]:
    x, y, across = step
    turned = (x, y, not across)
    if net.may_pass(leg, turned, mine):
        yield turned, _BEND
    for by in (1, -1):
        onward = (x + by, y, True) if across else (x, y + by, False)
        if net.may_pass(leg, onward, mine):
            yield onward, net.cost(leg, onward)


def _back(came: dict[Step, Step | None], end: Step) -> list[Step]:
    steps = [end]
    while (before := came[steps[-1]]) is not None:
        steps.append(before)
    return steps[::-1]


def _turns(steps: list[Step]) -> tuple[Vertex, ...]:
    return tuple((x, y) for (x, y, across), after in pairwise(steps) if after[2] != across)
