"""Walk through the scopes and nodes of a process."""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagram.model import Node, Scope


def all_nodes(scope: Scope) -> Iterator[Node]:
    """Yield the nodes of a scope and of the subprocesses in it, in the order of the document."""
    for node in scope.nodes.values():
        yield node
        if node.scope is not None:
            yield from all_nodes(node.scope)


def all_scopes(scope: Scope) -> Iterator[Scope]:
    """Yield a scope and the subprocesses in it."""
    yield scope
    for node in scope.nodes.values():
        if node.scope is not None:
            yield from all_scopes(node.scope)
