"""A process ready to run, with its scopes and nodes numbered."""

from __future__ import annotations

from collections.abc import Mapping

from engine.diagram.model import Node
from engine.spiff.parts import ScopeSpec


class Compiled:
    """A process ready to run: its scopes and nodes, numbered for the codec.

    Numbers follow the sorted ids, so that they do not depend on how compiling goes about it; a
    case stays on its definition version, whose content never changes.
    """

    def __init__(self, key: str, root: ScopeSpec, scopes: Mapping[str, ScopeSpec]) -> None:
        self.key = key
        self.root = root
        self.scopes = tuple(scopes[each] for each in sorted(scopes))
        self.scope_numbers = {scope.key: number for number, scope in enumerate(self.scopes)}
        nodes = [
            ((scope.key, name), spec) for scope in self.scopes for name, spec in scope.steps.items()
        ]
        nodes.sort(key=lambda each: each[0])
        self.nodes = tuple(spec for _, spec in nodes)
        for number, spec in enumerate(self.nodes):
            spec.index = number
        self._by_id = {spec.node.id: spec.node for spec in self.nodes}

    @property
    def flows(self) -> tuple[str, ...]:
        """Return the ids of all sequence flows, those of subprocesses and called ones included."""
        return tuple(flow.id for spec in self.nodes for flow, _ in spec.flows)

    def node(self, node_id: str) -> Node | None:
        """Return the diagram's node with this id, or None."""
        return self._by_id.get(node_id)

    @property
    def start_node(self) -> Node | None:
        """Return the start event of the process; its form is the one that opens a case."""
        return self.root.starts[0].node if self.root.starts else None
