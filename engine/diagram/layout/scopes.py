"""Lay out one scope, its inner scopes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from engine.diagram.layout.cells import Around, Cell, name_cell, node_cell, span_of
from engine.diagram.layout.geometry import put_together
from engine.diagram.layout.grid import Board, board_of
from engine.diagram.layout.picture import Box, Picture, Shape
from engine.diagram.layout.ports import Port, ports
from engine.diagram.layout.reading import Note
from engine.diagram.layout.routes import Way, routes
from engine.diagram.layout.rows import places
from engine.diagram.layout.texts import note_size
from engine.diagram.model import Scope


def picture_of(scope: Scope, notes: Mapping[str, Sequence[Note]]) -> Picture:
    """Return the picture of a scope; its first row lies at y 0.

    `notes` are the annotations directly inside each scope.
    """
    inner = {
        node.id: picture_of(node.scope, notes)
        for node in scope.nodes.values()
        if node.scope is not None
    }
    board = board_of(scope, {id_: span_of(each) for id_, each in inner.items()})
    about = _about(board, notes.get(scope.id, ()))
    place = places(board)
    ends = ports(board, place, set(about))
    ways = routes(board, place, ends)
    cells = _cells(board, inner, about, ways)
    picture = put_together(board, place, cells, ways)
    _put_loose(picture, [note for note in notes.get(scope.id, ()) if not _owner(board, note)])
    return picture


def _about(board: Board, notes: Sequence[Note]) -> dict[str, list[Note]]:
    """Return cell → its annotations."""
    found: defaultdict[str, list[Note]] = defaultdict(list)
    for note in notes:
        owner = _owner(board, note)
        if owner:
            found[owner].append(note)
    return found


def _owner(board: Board, note: Note) -> str:
    """Return the cell at which an annotation stands; one about a flow where the flow starts."""
    flow = board.scope.flows.get(note.about)
    node = flow.source if flow else note.about
    return board.host(node) if node in board.scope.nodes else ""


def _put_loose(picture: Picture, notes: Sequence[Note]) -> None:
    """Put annotations that are tied to nothing below everything else."""
    bounds = picture.bounds()
    x = bounds.x
    for note in notes:
        box = Box(x, bounds.bottom + 30, *note_size(note.text))
        picture.shapes.append(Shape(note.id, box))
        x = box.right + 20


def _cells(
    board: Board,
    inner: Mapping[str, Picture],
    about: Mapping[str, Sequence[Note]],
    ways: Sequence[Way],
) -> dict[str, Cell]:
    used: defaultdict[str, set[Port]] = defaultdict(set)
    for way in ways:
        used[way.leg.start].add(way.start)
        used[way.leg.end].add(way.end)
    names: defaultdict[str, dict[Port, tuple[str, str]]] = defaultdict(dict)
    for way in ways:
        flow = board.scope.flows[way.leg.flow]
        if flow.name.strip() and flow.id not in board.named.values():
            names[way.leg.start][way.start] = (flow.id, flow.name)
    found: dict[str, Cell] = {}
    for cell in board.cells:
        if cell in board.named:
            flow = board.scope.flows[board.named[cell]]
            found[cell] = name_cell(flow.id, flow.name)
        else:
            around = Around(frozenset(used[cell]), names[cell], about.get(cell, ()))
            found[cell] = node_cell(board, board.scope.nodes[cell], inner.get(cell), around)
    return found
