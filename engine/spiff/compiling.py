"""From a diagram to what runs: one spec per node, one scope spec per process and subprocess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.diagram.model import Diagram, EventKind, Node, NodeKind, Process, Scope
from engine.model.errors import InvalidArgument
from engine.spiff import activities, events, gateways
from engine.spiff.compiled import Compiled
from engine.spiff.parts import NodeSpec, ScopeSpec

WAITERS = frozenset({EventKind.TIMER, EventKind.MESSAGE})
_CLASSES: Mapping[NodeKind, type[NodeSpec]] = {
    NodeKind.START_EVENT: NodeSpec,
    NodeKind.END_EVENT: events.ThrowSpec,
    NodeKind.THROW_EVENT: events.ThrowSpec,
    NodeKind.CATCH_EVENT: events.WaitingSpec,
    NodeKind.BOUNDARY_EVENT: events.BoundarySpec,
    NodeKind.TASK: activities.ActivitySpec,
    NodeKind.MANUAL_TASK: activities.ActivitySpec,
    NodeKind.USER_TASK: activities.UserTaskSpec,
    NodeKind.SERVICE_TASK: activities.ServiceTaskSpec,
    NodeKind.SEND_TASK: activities.SendTaskSpec,
    NodeKind.RECEIVE_TASK: events.WaitingSpec,
    NodeKind.BUSINESS_RULE_TASK: activities.DecisionTaskSpec,
    NodeKind.SUBPROCESS: activities.SubprocessSpec,
    NodeKind.CALL_ACTIVITY: activities.SubprocessSpec,
    NodeKind.EXCLUSIVE_GATEWAY: gateways.ExclusiveSpec,
    NodeKind.PARALLEL_GATEWAY: gateways.ParallelSpec,
    NodeKind.INCLUSIVE_GATEWAY: gateways.InclusiveSpec,
    NodeKind.EVENT_BASED_GATEWAY: events.EventGatewaySpec,
}


def compile_process(
    diagram: Diagram, key: str, *, called: Mapping[str, Process] | None = None
) -> Compiled:
    """Compile the process with this key; `called` are processes of other diagrams that it calls.

    Raises InvalidArgument for what the linter would have refused: an unknown process, an element
    that is not executed, a call that leads back to its caller.
    """
    known = {**(called or {}), **{process.id: process for process in diagram.processes}}
    scopes: dict[str, ScopeSpec] = {}
    root = _process(key, known, scopes, (key,))
    return Compiled(key, root, scopes)


def _process(
    key: str, known: Mapping[str, Process], scopes: dict[str, ScopeSpec], path: tuple[str, ...]
) -> ScopeSpec:
    process = known.get(key)
    if process is None:
        raise InvalidArgument(
            f"找不到流程“{key}”。", en=f"Expected process '{key}' to exist.", code="unknown_process"
        )
    return _scope(process.scope, key, known, scopes, path)


def _scope(
    scope: Scope,
    key: str,
    known: Mapping[str, Process],
    scopes: dict[str, ScopeSpec],
    path: tuple[str, ...],
) -> ScopeSpec:
    if key in scopes:
        return scopes[key]
    owner = ScopeSpec(scope, key)
    scopes[key] = owner
    for node in scope.nodes.values():
        owner.steps[node.id] = _class_of(node)(owner, node)
    for spec in owner.steps.values():
        _connect(owner, spec)
        spec.inner = _inner(spec.node, key, known, scopes, path)
    owner.starts = owner.find_starts()
    owner.performed = frozenset(_performed(owner))
    return owner


def _performed(owner: ScopeSpec) -> Iterator[str]:
    for spec in owner.steps.values():
        if spec.node.kind is NodeKind.USER_TASK:
            yield spec.node.id
        if spec.inner is not None and spec.node.call is None:
            yield from spec.inner.performed


def _class_of(node: Node) -> type[NodeSpec]:
    found = _CLASSES.get(node.kind)
    if found is None:
        raise InvalidArgument(
            f"元素“{node.id}”（{node.tag}）不能执行。",
            en=f"Element '{node.id}' ({node.tag}) is not executed.",
            code="unsupported_element",
        )
    return found


def _connect(owner: ScopeSpec, spec: NodeSpec) -> None:
    flows = [owner.scope.flows[name] for name in spec.node.outgoing]
    spec.flows = tuple((flow, owner.steps[flow.target]) for flow in flows)
    for _, target in spec.flows:
        spec.connect(target)
    spec.boundaries = tuple(
        each for each in owner.steps.values() if each.node.attached_to == spec.node.id
    )
    spec.waiting_boundaries = tuple(
        each
        for each in spec.boundaries
        if each.node.event is not None and each.node.event.kind in WAITERS
    )


def _inner(
    node: Node,
    key: str,
    known: Mapping[str, Process],
    scopes: dict[str, ScopeSpec],
    path: tuple[str, ...],
) -> ScopeSpec | None:
    if node.call is not None:
        if node.call.process in path:
            raise InvalidArgument(
                f"调用活动“{node.id}”又回到流程“{node.call.process}”，成了无穷调用。",
                en=f"Call activity '{node.id}' leads back to process '{node.call.process}'.",
                code="recursive_call",
            )
        return _process(node.call.process, known, scopes, (*path, node.call.process))
    if node.scope is not None:
        return _scope(node.scope, f"{key}/{node.id}", known, scopes, path)
    return None
