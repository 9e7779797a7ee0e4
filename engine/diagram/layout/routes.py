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

from engine.diagram.layout.grid import Leg
from engine.diagram.layout.ports import Ends, Port
from engine.diagram.layout.rows import Place

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
    cells: dict[Place, str]
    users: defaultdict[Step, list[Leg]] = field(default_factory=lambda: defaultdict(list))

    def may_pass(self, leg: Leg, step: Step, mine: set[Step]) -> bool:
        """Say whether a leg may run here."""
        x, y, across = step
        if not (0 <= x < 3 * self.columns and 0 <= y < 3 * self.rows):
            return False
        if step not in mine and self._is_reserved(x, y, across=across):
            return False
        along_middle = (y if across else x) % 3 == 1
        return not along_middle or all(
            together(leg, other) or step in mine for other in self.users[step]
        )

    def _is_reserved(self, x: int, y: int, *, across: bool) -> bool:
        at_port = y % 3 == 1 if across else x % 3 == 1
        return at_port and (x // 3, y // 3) in self.cells

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


def routes(place: dict[str, Place], ends: dict[Leg, Ends]) -> list[Way]:
    """Return the way of each leg; straight and short ones choose first."""
    cells = {at: cell for cell, at in place.items()}
    columns = 1 + max((column for column, _ in cells), default=0)
    rows = 1 + max((row for _, row in cells), default=0)
    net = _Net(columns, rows, cells)

    def hardness(leg: Leg) -> tuple[int, int]:
        (c1, r1), (c2, r2) = place[leg.start], place[leg.end]
        return (abs(r1 - r2) > 0 or c2 <= c1), abs(c1 - c2) + abs(r1 - r2)

    return [_way(net, leg, ends[leg], place) for leg in sorted(ends, key=hardness)]


def _way(net: _Net, leg: Leg, ends: Ends, place: dict[str, Place]) -> Way:
    first = dict(_starts(net, place[leg.start], ends.start))
    last = {_port(place[leg.end], port): (port, cost) for port, cost in ends.ends}
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
    end = min(found)[1]
    steps = _back(came, end)
    for step in steps:
        net.users[step].append(leg)
    corners = _turns(steps)
    if ends.start is Port.GUEST:
        corners = (steps[0][:2], *corners)
    (c1, r1), (c2, r2) = place[leg.start], place[leg.end]
    middles = (3 * c1 + 1, 3 * r1 + 1), (3 * c2 + 1, 3 * r2 + 1)
    return Way(leg, ends.start, last[end][0], (middles[0], *corners, middles[1]))


def _starts(net: _Net, at: Place, port: Port) -> Iterator[tuple[Step, int]]:
    """Yield where a line may begin; below a boundary event it goes down before it turns."""
    if port is not Port.GUEST:
        yield _port(at, port), 0
        return
    column, row = at
    x, y = 3 * column + 1, 3 * row + 2
    cost = _BEND
    while y < 3 * net.rows and (y % 3 != 1 or (column, y // 3) not in net.cells):
        yield (x, y, True), cost
        cost += _CELL if y % 3 == 1 else _CHANNEL
        y += 1


def _port(at: Place, port: Port) -> Step:
    x, y = 3 * at[0] + 1, 3 * at[1] + 1
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
        at = onward[0], onward[1]
        inside = at[0] % 3 == 1 == at[1] % 3 and (at[0] // 3, at[1] // 3) in net.cells
        if not inside and net.may_pass(leg, onward, mine):
            yield onward, net.cost(leg, onward)


def _back(came: dict[Step, Step | None], end: Step) -> list[Step]:
    steps = [end]
    while (before := came[steps[-1]]) is not None:
        steps.append(before)
    return steps[::-1]


def _turns(steps: list[Step]) -> tuple[Vertex, ...]:
    return tuple((x, y) for (x, y, across), after in pairwise(steps) if after[2] != across)
