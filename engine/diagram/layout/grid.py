"""One scope as a graph to be placed: its nodes, and its flows with the names that need a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.diagram.model import Node, NodeKind, Scope

GATEWAYS = frozenset(
    {
        NodeKind.EXCLUSIVE_GATEWAY,
        NodeKind.PARALLEL_GATEWAY,
        NodeKind.INCLUSIVE_GATEWAY,
        NodeKind.EVENT_BASED_GATEWAY,
    }
)
EVENTS = frozenset(
    {
        NodeKind.START_EVENT,
        NodeKind.END_EVENT,
        NodeKind.CATCH_EVENT,
        NodeKind.THROW_EVENT,
        NodeKind.BOUNDARY_EVENT,
    }
)


def is_gateway(node: Node) -> bool:
    """Say whether a node is drawn as a diamond."""
    return node.kind in GATEWAYS or node.tag.endswith("Gateway")


def is_event(node: Node) -> bool:
    """Say whether a node is drawn as a circle."""
    return node.kind in EVENTS or node.tag.endswith("Event")


@dataclass(frozen=True, slots=True)
class Leg:
    """A piece of a flow between two cells; a flow whose name has a cell of its own has two.

    `start` and `end` are cells; `source` is the node at which it starts, which may be a boundary
    event on the node of the cell.
    """

    flow: str
    start: str
    end: str
    source: str
    target: str
    is_default: bool = False


@dataclass(slots=True)
class Board:
    """The cells of a scope and the legs between them, in the order of the document."""

    scope: Scope
    cells: list[str] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    """Cell of a name → the flow with this name."""
    guests: dict[str, list[str]] = field(default_factory=dict)
    """Activity → its boundary events, in the order of the document."""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Cell → further columns and rows that it covers; large subprocesses cover several."""

    def span(self, cell: str) -> tuple[int, int]:
        """Return how many further columns and rows a cell covers."""
        return self.spans.get(cell, (0, 0))

    def host(self, node: str) -> str:
        """Return the cell in which a node lies."""
        found = self.scope.nodes[node]
        return found.attached_to if node in self.guests.get(found.attached_to, ()) else node

    def leaving(self, cell: str) -> list[Leg]:
        """Return the legs that start in a cell."""
        return [leg for leg in self.legs if leg.start == cell]


def board_of(scope: Scope, spans: dict[str, tuple[int, int]]) -> Board:
    """Return the cells and legs of a scope."""
    board = Board(scope, spans=spans)
    for node in scope.nodes.values():
        if _is_guest(node, scope.nodes):
            board.guests.setdefault(node.attached_to, []).append(node.id)
        else:
            board.cells.append(node.id)
    for flow in scope.flows.values():
        if flow.source not in scope.nodes or flow.target not in scope.nodes:
            continue
        start, end = board.host(flow.source), board.host(flow.target)
        source, target, default = flow.source, flow.target, flow.is_default
        if flow.name.strip() and _shares_its_port(board, flow.source):
            name = f"{flow.id} name"  # no id holds a space
            board.named[name] = flow.id
            board.cells.append(name)
            board.legs.append(Leg(flow.id, start, name, source, target, default))
            board.legs.append(Leg(flow.id, name, end, source, target, default))
        else:
            board.legs.append(Leg(flow.id, start, end, source, target, default))
    return board


def _is_guest(node: Node, nodes: Mapping[str, Node]) -> bool:
    host = nodes.get(node.attached_to)
    return host is not None and host.id != node.id and not host.attached_to


def may_leave_below(board: Board, node: Node) -> bool:
    """Say whether a second flow may start at the lower side of a node."""
    if is_event(node):
        return not node.name.strip()
    return node.id not in board.guests


def _shares_its_port(board: Board, source: str) -> bool:
    node = board.scope.nodes[source]
    if board.host(source) != source:
        return True
    count = sum(each.source == source for each in board.scope.flows.values())
    return count > (2 if may_leave_below(board, node) else 1)
