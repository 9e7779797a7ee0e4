"""What lies behind a flow, as far as the drawing alone tells: until somebody has to do something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.diagram.model import Flow, Node, NodeKind, Scope

_FORKS = frozenset({NodeKind.EXCLUSIVE_GATEWAY, NodeKind.INCLUSIVE_GATEWAY})
_STEPS = frozenset({NodeKind.SERVICE_TASK, NodeKind.SEND_TASK})
_STOPS = frozenset(
    {
        NodeKind.USER_TASK,
        NodeKind.MANUAL_TASK,
        NodeKind.RECEIVE_TASK,
        NodeKind.CALL_ACTIVITY,
        NodeKind.SUBPROCESS,
        NodeKind.CATCH_EVENT,
    }
)


@dataclass(frozen=True, slots=True)
class Onward:
    """Names in the order of the drawing: what happens by itself, what then waits, and the ends.

    `asks` are the questions of gateways behind which it goes on one way or another. `stops` has
    the ids of what waits.
    """

    steps: tuple[str, ...]
    waits: tuple[str, ...]
    ends: tuple[str, ...]
    asks: tuple[str, ...]
    stops: tuple[str, ...]


def onward(scope: Scope, flow: Flow) -> Onward:
    """Return what lies behind a flow in its scope; subprocesses are named and not entered."""
    walked = _Walk(scope)
    walked.enter(flow.target)
    found = walked.found
    return Onward(
        steps=_named(each for each in found if each.kind in _STEPS),
        waits=_named(each for each in found if each.kind in _STOPS),
        ends=_named(each for each in found if each.kind is NodeKind.END_EVENT),
        asks=_named(each for each in found if _is_fork(each)),
        stops=tuple(each.id for each in found if each.kind in _STOPS),
    )


class _Walk:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._nodes: dict[str, Node] = {}

    @property
    def found(self) -> tuple[Node, ...]:
        return tuple(self._nodes.values())

    def enter(self, node_id: str) -> None:
        node = self._scope.nodes.get(node_id)
        if node is None or node_id in self._nodes:
            return
        self._nodes[node_id] = node
        if node.kind not in _STOPS and not _is_fork(node):
            for each in node.outgoing:
                self.enter(self._scope.flows[each].target)


def _is_fork(node: Node) -> bool:
    return node.kind in _FORKS and len(node.outgoing) > 1


def _named(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(each.name.split()) for each in nodes if each.name))
