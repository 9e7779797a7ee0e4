"""Walk through the scopes and nodes of a process."""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagram.model import Node, Scope


def all_nodes(scope: Scope) -> Iterator[Node]:
    """Yield the nodes of a scope and of the subprocesses in it, in the order of the document."""
    waiting = [iter(scope.nodes.values())]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        yield node
        if node.scope is not None:
            waiting.append(iter(node.scope.nodes.values()))


def all_scopes(scope: Scope) -> Iterator[Scope]:
    """Yield a scope and the subprocesses in it."""
    yield scope
    for node in all_nodes(scope):
        if node.scope is not None:
            yield node.scope
