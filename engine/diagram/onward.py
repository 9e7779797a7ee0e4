"""What lies behind a flow, as far as the drawing alone tells: until somebody has to do something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.diagram.model import Flow, Node, NodeKind, Scope

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

    `stops` has the ids of what waits; which of several comes, the case decides.
    """

    steps: tuple[str, ...]
    waits: tuple[str, ...]
    ends: tuple[str, ...]
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
        if node.kind not in _STOPS:
            for each in node.outgoing:
                self.enter(self._scope.flows[each].target)


def _named(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(each.name.split()) for each in nodes if each.name))
