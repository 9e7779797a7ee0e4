"""The nodes of one scope as a directed graph; a boundary event follows its activity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from engine.diagram.model import NodeKind, Scope

Edges = Mapping[str, Collection[str]]


def successors(scope: Scope) -> Edges:
    """Return node → nodes that may follow it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for flow in scope.flows.values():
        if flow.source in scope.nodes and flow.target in scope.nodes:
            found[flow.source].append(flow.target)
    for node in scope.nodes.values():
        if node.kind is NodeKind.BOUNDARY_EVENT and node.attached_to in scope.nodes:
            found[node.attached_to].append(node.id)
    return {node: tuple(following) for node, following in found.items()}


def reversed_edges(edges: Edges) -> Edges:
    """Return the same edges the other way round."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for node, following in edges.items():
        for each in following:
            found[each].append(node)
    return {node: tuple(before) for node, before in found.items()}


def reachable(edges: Edges, starts: Iterable[str], *, without: str = "") -> set[str]:
    """Return everything that can be reached, the starts included; `without` is not passed."""
    found: set[str] = set()
    waiting = [start for start in starts if start != without]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(each for each in edges.get(node, ()) if each != without)
    return found


def cycles(edges: Edges, among: frozenset[str]) -> list[set[str]]:
    """Return the sets of nodes that lie on a cycle within `among` (Kosaraju's algorithm)."""
    inner = {node: tuple(e for e in edges.get(node, ()) if e in among) for node in among}
    back = reversed_edges(inner)
    done: set[str] = set()
    found: list[set[str]] = []
    for root in reversed(_finished(inner)):
        if root in done:
            continue
        component: set[str] = set()
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node not in component and node not in done:
                component.add(node)
                waiting.extend(back.get(node, ()))
        done |= component
        if len(component) > 1 or root in inner.get(root, ()):
            found.append(component)
    return found


def _finished(edges: Edges) -> list[str]:
    """Return the nodes in the order in which a depth-first walk leaves them."""
    seen: set[str] = set()
    order: list[str] = []
    for root in sorted(edges):
        waiting = [(root, False)]
        while waiting:
            node, leaving = waiting.pop()
            if leaving:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting.extend((each, False) for each in edges.get(node, ()) if each not in seen)
    return order
