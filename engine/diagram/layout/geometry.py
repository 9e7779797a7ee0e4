"""From columns, rows and tracks to pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.diagram.layout.cells import Cell
from engine.diagram.layout.grid import Board, Leg
from engine.diagram.layout.picture import Box, Line, Picture, Point
from engine.diagram.layout.ports import Port
from engine.diagram.layout.routes import Way
from engine.diagram.layout.rows import Place
from engine.diagram.layout.tracks import is_across, tracks

_TRACK, _MARGIN = 14, 22


@dataclass(frozen=True, slots=True)
class _Axis:
    """The positions along one axis: of the middles of columns (or rows), and of channels."""

    middles: tuple[int, ...]
    channels: Mapping[int, int]

    def at(self, line: int, track: int) -> int:
        if line % 3 == 1:
            return self.middles[line // 3]
        return self.channels[line] + track * _TRACK


@dataclass(frozen=True, slots=True)
class _Room:
    """The room a cell needs along one axis, around the middle of its first column (or row)."""

    first: int
    last: int
    before: int
    behind: int
    """Room behind the middle in the first column itself."""
    reach: int
    """Room behind the middle as far as the last column that the cell covers."""


def _axis(rooms: Sequence[_Room], count: Mapping[int, int]) -> _Axis:
    """Place columns (or rows) one after the other, with their channels before and behind.

    `count` are the tracks of each channel.
    """
    middles: list[int] = []
    channels: dict[int, int] = {}
    position = 0
    for number in range(1 + max((room.last for room in rooms), default=-1)):
        channels[3 * number] = position + _TRACK // 2
        position += count.get(3 * number, 0) * _TRACK + _MARGIN
        position += max((room.before for room in rooms if room.first == number), default=0)
        middles.append(position)
        position += max((room.behind for room in rooms if room.first == number), default=0)
        ends = [middles[room.first] + room.reach for room in rooms if room.last == number]
        position = max([position, *ends]) + _MARGIN
        channels[3 * number + 2] = position + _TRACK // 2
        position += count.get(3 * number + 2, 0) * _TRACK
    first = middles[0] if middles else 0
    return _Axis(
        tuple(each - first for each in middles),
        {line: at - first for line, at in channels.items()},
    )


def put_together(
    board: Board, place: Mapping[str, Place], cells: Mapping[str, Cell], ways: Sequence[Way]
) -> Picture:
    """Return the picture of a scope; the middle of its first cell is at (0, 0)."""
    track, count = tracks(list(ways))
    rooms = [_rooms(cells[each], place[each], board.span(each)) for each in board.cells]
    across = _axis([x for x, _ in rooms], {x: n for (a, x), n in count.items() if not a})
    down = _axis([y for _, y in rooms], {y: n for (a, y), n in count.items() if a})
    middle = {
        cell: (across.middles[column], down.middles[row]) for cell, (column, row) in place.items()
    }
    picture = Picture()
    labels: dict[str, Box] = {}
    for cell in board.cells:
        picture.add(cells[cell].picture, *middle[cell])
        for flow, box in cells[cell].names.items():
            labels[flow] = box.moved(*middle[cell])
    points: defaultdict[str, list[Point]] = defaultdict(list)
    for way in sorted(ways, key=lambda way: way.leg.end not in board.named):
        points[way.leg.flow] += _points(way, track, across, down, cells, middle)
    for flow in board.scope.flows:
        if flow in points:
            picture.lines.append(Line(flow, _straightened(points[flow]), labels.get(flow)))
    return picture


def _rooms(cell: Cell, at: Place, span: tuple[int, int]) -> tuple[_Room, _Room]:
    """Return the room that a cell needs across and down."""
    box = cell.bounds()
    near = cell.near() if span[0] else box.right
    return (
        _Room(at[0], at[0] + span[0], -box.x, near, box.right),
        _Room(at[1], at[1] + span[1], -box.y, 0 if span[1] else box.bottom, box.bottom),
    )


def _points(
    way: Way,
    track: Mapping[tuple[Leg, int], int],
    across: _Axis,
    down: _Axis,
    cells: Mapping[str, Cell],
    middle: Mapping[str, Point],
) -> list[Point]:
    leg = way.leg
    start = _moved(cells[leg.start].port(way.start, leg.source), middle[leg.start])
    end = _moved(cells[leg.end].port(way.end, ""), middle[leg.end])
    lines: list[int] = []
    for number, (one, _) in enumerate(pairwise(way.corners)):
        axis, line = (down, one[1]) if is_across(way, number) else (across, one[0])
        lines.append(axis.at(line, track.get((leg, number), 0)))
    if way.start is Port.GUEST:
        lines[0] = start[0]
    found = [start]
    for number, (at, then) in enumerate(pairwise(lines)):
        found.append((then, at) if is_across(way, number) else (at, then))
    return [*found, end]


def _moved(point: Point, by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]


def _straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points without those that lie between two others on one line."""
    found: list[Point] = []
    for point in points:
        if found and point == found[-1]:
            continue
        if len(found) > 1 and _in_line(found[-2], found[-1], point):
            found.pop()
        found.append(point)
    return tuple(found)


def _in_line(one: Point, two: Point, three: Point) -> bool:
    return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]
