"""What a person's work leads to: the next work of people, as far as the diagram alone tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.definitions.published import Published, walk
from engine.diagram.model import Node, NodeKind, Scope

_SHOWN = frozenset({NodeKind.USER_TASK, NodeKind.MANUAL_TASK, NodeKind.CALL_ACTIVITY})


@dataclass(frozen=True, slots=True)
class Following:
    """The names of what may come next, in the order of the diagram; which, the case decides.

    `may_end` says whether the process may end before any of them.
    """

    names: tuple[str, ...]
    may_end: bool


def following(published: Published, node_id: str) -> Following:
    """Return what may come next after a node, past gateways, events and automatic steps."""
    walked = _Walk(published)
    place = walked.places.get(node_id)
    if place is not None:
        walked.leave(node_id, place)
    return Following(tuple(walked.names), walked.may_end)


class _Walk:
    def __init__(self, published: Published) -> None:
        self.names: dict[str, None] = {}
        self.may_end = False
        self.places: dict[str, Scope] = {}
        self._outside: dict[str, Node] = {}
        self._seen: set[str] = set()
        for process in published.processes.values():
            self._map(process.scope)
            for node in walk(process.scope):
                if node.scope is not None:
                    self._map(node.scope)
                    self._outside[node.scope.id] = node

    def _map(self, scope: Scope) -> None:
        self.places.update(dict.fromkeys(scope.nodes, scope))

    def leave(self, node_id: str, scope: Scope) -> None:
        """Go on from a node along its flows; at the end of a subprocess, from that."""
        node = scope.nodes[node_id]
        for flow in node.outgoing:
            self._enter(scope.nodes[scope.flows[flow].target], scope)
        if not node.outgoing:
            self._end(scope)

    def _enter(self, node: Node, scope: Scope) -> None:
        if node.id in self._seen:
            return
        self._seen.add(node.id)
        if node.kind in _SHOWN:
            self.names.setdefault(node.name or node.id)
        elif node.kind is NodeKind.SUBPROCESS and node.scope is not None:
            for each in _starts(node.scope.nodes):
                self.leave(each.id, node.scope)
        else:
            self.leave(node.id, scope)

    def _end(self, scope: Scope) -> None:
        outside = self._outside.get(scope.id)
        if outside is None:
            self.may_end = True
        elif outside.id not in self._seen:
            self._seen.add(outside.id)
            self.leave(outside.id, self.places[outside.id])


def _starts(nodes: Mapping[str, Node]) -> Iterator[Node]:
    return (each for each in nodes.values() if each.kind is NodeKind.START_EVENT)
