"""The net of vertices that lines run on, and who runs where.

Column c has three x: 3c (the channel where lines turn towards its cells), 3c+1 (its middle) and
3c+2 (the channel where lines that leave it turn); rows likewise in y. Any number of lines may run
along a channel; along the middle of a column or row, only lines that leave or arrive together. The
vertices next to a cell, on its middles, are for lines that start or end there: so there always is
a way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.diagram.layout.ports import Port
from engine.diagram.layout.rows import Place, covered

Vertex = tuple[int, int]
Step = tuple[int, int, bool]
"""x, y, and whether the line runs across (True) or down (False) there."""
Area = tuple[Place, tuple[int, int]]
"""The first place of a cell, and how many further columns and rows it covers."""
BEND, _CROSSING, CHANNEL, MIDDLE = 30, 45, 20, 90


@dataclass(frozen=True, slots=True)
class Run:
    """What decides whether two lines may lie on each other."""

    flow: str
    leaves: tuple[str, str, Port]
    arrives: str

    def goes_with(self, other: Run) -> bool:
        """Say whether they may: where both leave one port, or where both arrive at one cell."""
        if self.flow == other.flow:
            return False
        return (self.leaves == other.leaves) != (self.arrives == other.arrives)


@dataclass(slots=True)
class Net:
    """What is closed to lines, and the lines that have found their way."""

    columns: int
    rows: int
    closed: frozenset[Step]
    users: defaultdict[Step, list[Run]] = field(default_factory=lambda: defaultdict(list))
    doors: dict[Step, bool] = field(default_factory=dict)
    """Port → whether lines leave there; else they arrive."""

    def may_pass(self, run: Run, step: Step) -> bool:
        """Say whether a line may run here."""
        x, y, across = step
        if step in self.closed or not (0 <= x < 3 * self.columns and 0 <= y < 3 * self.rows):
            return False
        if (y if across else x) % 3 != 1 or step not in self.users:
            return True
        return all(run.goes_with(other) for other in self.users[step])

    def cost(self, run: Run, step: Step) -> int:
        """Return what it costs to pass a vertex: its length and whether lines are crossed there."""
        x, y, across = step
        length = MIDDLE if (x if across else y) % 3 == 1 else CHANNEL
        crossed = self.users.get((x, y, not across), ())
        return length + _CROSSING * any(not run.goes_with(other) for other in crossed)


def length(start: int, stop: int) -> int:
    """Return what it costs at least to go from one x (or y) to another."""
    if start <= stop:
        return _before(stop + 1) - _before(start + 1)
    return _before(start) - _before(stop)


def _before(line: int) -> int:
    """Return what it costs to pass all vertices with a smaller x (or y) than this."""
    return line // 3 * (2 * CHANNEL + MIDDLE) + (0, CHANNEL, CHANNEL + MIDDLE)[line % 3]


def net_of(areas: dict[str, Area]) -> Net:
    """Return the net around some cells."""
    ends = [(at[0] + span[0], at[1] + span[1]) for at, span in areas.values()]
    columns = 1 + max((column for column, _ in ends), default=-1)
    rows = 1 + max((row for _, row in ends), default=-1)
    return Net(columns, rows, frozenset(step for area in areas.values() for step in _closed(area)))


def _closed(area: Area) -> Iterator[Step]:
    """Yield the steps inside a cell and, towards its middles, next to it."""
    (column, row), (right, down) = area
    x, y = 3 * column + 1, 3 * row + 1
    for each_x in range(x, x + 3 * right + 1):
        for each_y in range(y, y + 3 * down + 1):
            yield from ((each_x, each_y, True), (each_x, each_y, False))
    for each in covered(*area):
        middle_x, middle_y = 3 * each[0] + 1, 3 * each[1] + 1
        yield from ((x - 1, middle_y, True), (x + 3 * right + 1, middle_y, True))
        yield from ((middle_x, y - 1, False), (middle_x, y + 3 * down + 1, False))


def middle(area: Area, port: Port) -> Vertex:
    """Return the vertex inside a cell next to a port."""
    (column, row), (right, down) = area
    x, y = 3 * column + 1, 3 * row + 1
    if port is Port.RIGHT:
        return x + 3 * right, y
    return (x, y + 3 * down) if port in (Port.BOTTOM, Port.GUEST) else (x, y)


def port_of(area: Area, port: Port) -> Step:
    """Return the step next to a cell at one of its ports."""
    x, y = middle(area, port)
    match port:
        case Port.LEFT:
            return x - 1, y, True
        case Port.RIGHT:
            return x + 1, y, True
        case Port.TOP:
            return x, y - 1, False
        case _:
            return x, y + 1, False
