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
class Run:
    """What decides whether two lines may lie on each other."""

    flow: str
    leaves: tuple[str, str, Port]
    arrives: str

    def with_(self, other: Run) -> bool:
        """Say whether they may: where both leave one port, or where both arrive at one cell."""
        if self.flow == other.flow:
            return False
        return (self.leaves == other.leaves) != (self.arrives == other.arrives)


@dataclass(frozen=True, slots=True)
class Way:
    """The vertices at which a leg turns, between the cell where it starts and where it ends."""

    leg: Leg
    start: Port
    end: Port
    corners: tuple[Vertex, ...]
    run: Run


@dataclass(slots=True)
class _Net:
    columns: int
    rows: int
    covered: dict[Place, str]
    """Place → the cell that covers it."""
    inside: set[Vertex]
    """Vertices within a cell, not around it."""
    users: defaultdict[Step, list[Run]] = field(default_factory=lambda: defaultdict(list))
    doors: dict[Step, bool] = field(default_factory=dict)
    """Port → whether lines leave there; others arrive."""

    def may_pass(self, run: Run, step: Step, mine: set[Step]) -> bool:
        """Say whether a line may run here."""
        x, y, across = step
        if not (0 <= x < 3 * self.columns and 0 <= y < 3 * self.rows) or (x, y) in self.inside:
            return False
        if step in mine:
            return True
        if (y if across else x) % 3 != 1:
            return True
        if (x // 3, y // 3) in self.covered:
            return False
        return all(run.with_(other) for other in self.users[step])

    def cost(self, run: Run, step: Step) -> int:
        """Return what it costs to pass a vertex: its length and whether lines are crossed there."""
        x, y, across = step
        length = _CELL if (x if across else y) % 3 == 1 else _CHANNEL
        crossed = self.users[x, y, not across]
        return length + _CROSSING * any(not run.with_(other) for other in crossed)


def _inside(covered: dict[Place, str]) -> set[Vertex]:
    """Return the vertices that have the same cell on all sides."""
    found: set[Vertex] = set()
    for (column, row), cell in covered.items():
        right, down = covered.get((column + 1, row)) == cell, covered.get((column, row + 1)) == cell
        x, y = 3 * column + 1, 3 * row + 1
        wide, high = range(x, x + (4 if right else 1)), range(y, y + (4 if down else 1))
        found |= {(each_x, each_y) for each_x in wide for each_y in high}
    return found


def routes(board: Board, place: dict[str, Place], ends: dict[Leg, Ends]) -> list[Way]:
    """Return the way of each leg; straight and short ones choose first."""
    cells = {each: cell for cell, at in place.items() for each in covered(at, board.span(cell))}
    columns = 1 + max((column for column, _ in cells), default=0)
    rows = 1 + max((row for _, row in cells), default=0)
    net = _Net(columns, rows, cells, _inside(cells))

    def hardness(leg: Leg) -> tuple[int, int]:
        (c1, r1), (c2, r2) = place[leg.start], place[leg.end]
        return (abs(r1 - r2) > 0 or c2 <= c1), abs(c1 - c2) + abs(r1 - r2)

    areas = {cell: (at, board.span(cell)) for cell, at in place.items()}
    return [_way(net, leg, ends[leg], areas) for leg in sorted(ends, key=hardness)]


Area = tuple[Place, tuple[int, int]]
"""The first place of a cell, and how many further columns and rows it covers."""


def _way(net: _Net, leg: Leg, ends: Ends, areas: dict[str, Area]) -> Way:
    start, end = areas[leg.start], areas[leg.end]
    last = {
        step: (port, cost)
        for port, cost in ends.ends
        if not net.doors.get(step := _port(end, port), False)
    }
    found: list[tuple[int, Port, list[Step]]] = []
    for number, port in enumerate(ends.starts):
        first = dict(_starts(net, start, port))
        if port is Port.GUEST or all(net.doors.get(step, True) for step in first):
            run = Run(leg.flow, (leg.start, leg.source, port), leg.end)
            cost, steps = _cheapest(net, run, first, {step: last[step][1] for step in last})
            found.append((cost + number * _BEND, port, steps))
    _, port, steps = min(found, key=lambda each: each[0])
    arrival = last[steps[-1]][0]
    run = Run(leg.flow, (leg.start, leg.source, port), leg.end)
    for step in steps:
        net.users[step].append(run)
    net.doors[steps[-1]] = False
    corners = _turns(steps)
    if port is Port.GUEST:
        corners = (steps[0][:2], *corners)
    else:
        net.doors[steps[0]] = True
    return Way(leg, port, arrival, (_middle(start, port), *corners, _middle(end, arrival)), run)


def _cheapest(
    net: _Net, run: Run, first: dict[Step, int], last: dict[Step, int]
) -> tuple[int, list[Step]]:
    """Return what the cheapest way costs, and its steps."""
    mine = set(last) | (set() if run.leaves[2] is Port.GUEST else set(first))
    waiting = [(cost, step) for step, cost in first.items() if net.may_pass(run, step, mine)]
    came: dict[Step, Step | None] = {step: None for _, step in waiting}
    best = {step: cost for cost, step in waiting}
    heapq.heapify(waiting)
    found: list[tuple[int, Step]] = []
    while waiting:
        cost, step = heapq.heappop(waiting)
        if found and cost >= min(found)[0]:
            break
        if cost > best[step]:
            continue
        if step in last:
            found.append((cost + last[step], step))
        for following, price in _following(net, run, step, mine):
            if cost + price < best.get(following, 1 << 60):
                best[following] = cost + price
                came[following] = step
                heapq.heappush(waiting, (cost + price, following))
    cost, stop = min(found)
    return cost, _back(came, stop)


def _starts(net: _Net, area: Area, port: Port) -> Iterator[tuple[Step, int]]:
    """Yield where a line may begin; below a boundary event it goes down before it turns."""
    if port is not Port.GUEST:
        yield _port(area, port), 0
        return
    x, y = _middle(area, port)
    y += 1
    cost = _BEND
    while y < 3 * net.rows and (x, y) not in net.inside:
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


def _following(net: _Net, run: Run, step: Step, mine: set[Step]) -> Iterator[tuple[Step, int]]:
    x, y, across = step
    turned = (x, y, not across)
    if net.may_pass(run, turned, mine):
        yield turned, _BEND
    for by in (1, -1):
        onward = (x + by, y, True) if across else (x, y + by, False)
        if net.may_pass(run, onward, mine):
            yield onward, net.cost(run, onward)


def _back(came: dict[Step, Step | None], end: Step) -> list[Step]:
    steps = [end]
    while (before := came[steps[-1]]) is not None:
        steps.append(before)
    return steps[::-1]


def _turns(steps: list[Step]) -> tuple[Vertex, ...]:
    return tuple((x, y) for (x, y, across), after in pairwise(steps) if after[2] != across)
