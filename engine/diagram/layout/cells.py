"""What stands in a cell: a symbol with its names, notes and boundary events.

All coordinates are relative to the middle of the cell, at which the lines of its row and its
column meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.diagram.layout.grid import Board, is_event, is_gateway
from engine.diagram.layout.guests import put_guests
from engine.diagram.layout.picture import Box, Line, Picture, Point, Shape
from engine.diagram.layout.ports import Port
from engine.diagram.layout.reading import Note
from engine.diagram.layout.texts import centred, label_size, note_size
from engine.diagram.model import Node, NodeKind

TASK, GATEWAY, EVENT = (100, 80), (50, 50), (36, 36)
_MARK = 16  # the stroke of a default flow
SIDE, TOP = 40, 60
"""Room between the border of a subprocess and what is in it; its name stands above."""


@dataclass(slots=True)
class Cell:
    """The symbol of a cell and everything around it."""

    body: Box
    picture: Picture = field(default_factory=Picture)
    guests: dict[str, Point] = field(default_factory=dict)
    """Boundary event → the lowest point of its symbol."""
    names: dict[str, Box] = field(default_factory=dict)
    """Flow → place of its name."""

    def port(self, port: Port, source: str) -> Point:
        """Return the point at which a line starts or ends."""
        match port:
            case Port.LEFT:
                return self.body.x, 0
            case Port.RIGHT:
                return self.body.right, 0
            case Port.TOP:
                return 0, self.body.y
            case Port.BOTTOM:
                return 0, self.body.bottom
            case Port.GUEST:
                return self.guests[source]

    def near(self) -> int:
        """Return how far behind the middle its boundary events and their names reach.

        That must lie in its first column, however many it covers: their lines go down there.
        """
        places = [
            box.right
            for shape in self.picture.shapes
            if shape.id in self.guests
            for box in (shape.box, shape.label or shape.box)
        ]
        return max(places, default=0)

    def bounds(self) -> Box:
        """Return the room that the cell needs."""
        everything = Picture(list(self.picture.shapes), list(self.picture.lines))
        everything.shapes += [Shape("", box) for box in (self.body, *self.names.values())]
        return everything.bounds()


@dataclass(frozen=True, slots=True)
class Around:
    """What a cell must keep room for: sides used by lines, names of flows at a side, notes."""

    used: frozenset[Port]
    names: Mapping[Port, tuple[str, str]]
    """Side → flow that leaves there alone, and its name."""
    notes: Sequence[Note]


def name_cell(flow: str, name: str) -> Cell:
    """Return the cell of a name: the line runs below it."""
    width, height = label_size(name)
    half = width // 2 + 4
    cell = Cell(Box(-half, -1, 2 * half, 2))
    cell.names[flow] = centred((width, height), 0, -4 - height)
    return cell


def node_cell(board: Board, node: Node, inner: Picture | None, around: Around) -> Cell:
    """Return the cell of a node."""
    guests = [board.scope.nodes[each] for each in board.guests.get(node.id, ())]
    cell = Cell(_body(node, inner))
    if guests:
        cell.body = put_guests(cell.picture, cell.guests, cell.body, guests)
    if inner is not None:
        bounds = inner.bounds()
        cell.picture.add(inner, cell.body.x + SIDE - bounds.x, cell.body.y + TOP - bounds.y)
    _put_names(cell, around)
    label = _label(node, cell, around)
    cell.picture.shapes.insert(0, Shape(node.id, cell.body, label, _marks(node)))
    _put_notes(cell, around.notes)
    return cell


def _body(node: Node, inner: Picture | None) -> Box:
    if inner is not None:
        return _around(inner)
    width, height = EVENT if is_event(node) else GATEWAY if is_gateway(node) else TASK
    return Box(-width // 2, -height // 2, width, height)


def _around(inner: Picture) -> Box:
    bounds = inner.bounds()
    width = max(bounds.width + 2 * SIDE, 2 * TASK[0])
    return Box(-TASK[0] // 2, bounds.y - TOP, width, bounds.height + TOP + SIDE)


def span_of(inner: Picture) -> tuple[int, int]:
    """Return how many further columns and rows the cell of a subprocess covers."""
    body = _around(inner)
    return max(0, body.right - 50) // 180, max(0, body.bottom - 40) // 150


def _marks(node: Node) -> tuple[tuple[str, str], ...]:
    match node.kind:
        case NodeKind.EXCLUSIVE_GATEWAY:
            return (("isMarkerVisible", "true"),)
        case NodeKind.SUBPROCESS:
            return (("isExpanded", "true"),)
    return ()


def _put_names(cell: Cell, around: Around) -> None:
    body = cell.body
    for port, (flow, name) in around.names.items():
        width, height = label_size(name)
        match port:
            case Port.RIGHT:
                cell.names[flow] = Box(body.right + _MARK, -4 - height, width, height)
            case Port.TOP:
                cell.names[flow] = Box(_MARK // 2, body.y - 6 - height, width, height)
            case _:
                cell.names[flow] = Box(_MARK // 2, body.bottom + 6, width, height)


def _label(node: Node, cell: Cell, around: Around) -> Box | None:
    if not node.name.strip() or not (is_event(node) or is_gateway(node)):
        return None
    width, height = label_size(node.name)
    body = cell.body
    if is_event(node):
        return centred((width, height), 0, body.bottom + 5)
    if around.notes or Port.TOP in around.used:
        return Box(-6 - width, body.y - 6 - height, width, height)
    label = centred((width, height), 0, body.y - 5 - height)
    beside = [box.y for box in cell.names.values() if box.x < label.right and box.y < label.bottom]
    return label.moved(0, min([0, *(top - 6 - label.bottom for top in beside)]))


def _put_notes(cell: Cell, notes: Sequence[Note]) -> None:
    """Put text annotations above the node, to the right of the line that leads to them."""
    top = min([cell.body.y, cell.bounds().y]) - 15 if notes else 0
    for note in notes:
        width, height = note_size(note.text)
        box = Box(20, top - height, width, height)
        cell.picture.shapes.append(Shape(note.id, box))
        middle = box.y + height // 2
        points = ((0, cell.body.y), (0, middle), (box.x, middle))
        cell.picture.lines.append(Line(note.association, points))
        top = box.y - 10
