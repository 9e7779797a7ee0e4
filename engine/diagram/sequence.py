"""The nodes of a process in the order in which a case comes to them, for people to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.diagram.model import Node, NodeKind, Process, Scope

_ROUTING = frozenset(
    {
        NodeKind.EXCLUSIVE_GATEWAY,
        NodeKind.PARALLEL_GATEWAY,
        NodeKind.INCLUSIVE_GATEWAY,
        NodeKind.EVENT_BASED_GATEWAY,
    }
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with the scope it stands in; `depth` counts the subprocesses around it."""

    node: Node
    scope: Scope
    depth: int


def in_order(process: Process) -> Iterator[Placed]:
    """Yield every node of a process, what comes before first; loops are cut where they return."""
    yield from _in_order(process.scope, 0)


def next_steps(scope: Scope, node: Node) -> tuple[Node, ...]:
    """Return what may come right after a node; gateways are passed through."""
    found: dict[str, Node] = {}
    waiting, seen = list(_targets(scope, node)), {node.id}
    while waiting:
        each = waiting.pop(0)
        if each.id in seen:
            continue
        seen.add(each.id)
        if each.kind in _ROUTING:
            waiting += _targets(scope, each)
        else:
            found[each.id] = each
    return tuple(found.values())


def timers_of(scope: Scope, node: Node) -> tuple[Node, ...]:
    """Return the events at the boundary of an activity that wait for time."""
    return tuple(
        each
        for each in _attached(scope, node)
        if each.event is not None and each.event.timer is not None
    )


def _in_order(scope: Scope, depth: int) -> Iterator[Placed]:
    for node in _sorted(scope):
        yield Placed(node, scope, depth)
        if node.scope is not None:
            yield from _in_order(node.scope, depth + 1)


def _sorted(scope: Scope) -> list[Node]:
    """Sort nodes by flows: depth first, each noted after all it leads to, and then reversed."""
    starts = [each for each in scope.nodes.values() if not each.incoming and not each.attached_to]
    entered: set[str] = set()
    found: list[Node] = []
    for start in (*starts, *scope.nodes.values()):
        found += reversed(_left(scope, start, entered))
    return found


def _left(scope: Scope, start: Node, entered: set[str]) -> list[Node]:
    """Return what can be reached and was not entered before, in the order in which it is left."""
    left: list[Node] = []
    waiting = [(start, False)]
    while waiting:
        node, is_left = waiting.pop()
        if is_left:
            left.append(node)
        elif node.id not in entered:
            entered.add(node.id)
            after = [*_targets(scope, node), *_attached(scope, node)]
            waiting += [(node, True), *((each, False) for each in after)]
    return left


def _targets(scope: Scope, node: Node) -> Iterator[Node]:
    for flow_id in node.outgoing:
        flow = scope.flows.get(flow_id)
        target = scope.nodes.get(flow.target) if flow is not None else None
        if target is not None:
            yield target


def _attached(scope: Scope, node: Node) -> list[Node]:
    return [each for each in scope.nodes.values() if each.attached_to == node.id]
