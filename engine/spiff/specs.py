"""What is compiled once per definition version: SpiffWorkflow specs of nodes and scopes.

The specs are SpiffWorkflow's own classes, and a node's behaviour sits in the hooks that its task
life cycle calls (`_update_hook` on arrival, `_run_hook` when it runs, `_on_complete` to go on).
What we do not take over is its prediction of the future as a tree of tasks: see
docs/adr/0002-flat-tokens.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.diagram.model import EventKind, Flow, Node, NodeKind, Scope
from engine.feel import FeelError, parse

if TYPE_CHECKING:
    from engine.spiff.tokens import Token

WAITERS = frozenset({EventKind.TIMER, EventKind.MESSAGE})


class ScopeSpec(BpmnProcessSpec):  # type: ignore[misc]  # SpiffWorkflow has no types
    """A process or subprocess: the nodes directly inside it and where it starts."""

    def __init__(self, scope: Scope, key: str) -> None:
        super().__init__(name=key)
        self.key = key
        self.scope = scope
        self.steps: dict[str, NodeSpec] = {}
        self.starts: tuple[NodeSpec, ...] = ()

    def find_starts(self) -> tuple[NodeSpec, ...]:
        """Return the start event, or the nodes that nothing leads to (implicit start)."""
        events = [each for each in self.steps.values() if each.node.kind is NodeKind.START_EVENT]
        if events:
            return tuple(each for each in events if _is_plain(each.node)) or tuple(events)
        return tuple(
            each
            for each in self.steps.values()
            if not each.node.incoming and each.node.kind is not NodeKind.BOUNDARY_EVENT
        )


def _is_plain(node: Node) -> bool:
    return node.event is None or node.event.kind is EventKind.NONE


class NodeSpec(BpmnTaskSpec):  # type: ignore[misc]  # SpiffWorkflow has no types
    """A flow node; subclasses say what it does when a token arrives and when it runs."""

    waits: ClassVar[bool] = False

    def __init__(self, owner: ScopeSpec, node: Node) -> None:
        super().__init__(owner, node.id, manual=self.waits, description=node.name)
        self.node = node
        self.bpmn_id = node.id
        self.bpmn_name = node.name
        self.owner = owner
        self.index = -1
        self.flows: tuple[tuple[Flow, NodeSpec], ...] = ()
        self.incoming_flows: tuple[str, ...] = node.incoming
        self.boundaries: tuple[NodeSpec, ...] = ()
        self.waiting_boundaries: tuple[NodeSpec, ...] = ()
        self.inner: ScopeSpec | None = None
        self.mentioned = _mentioned(node)

    def test(self) -> None:
        """Nothing to test: the linter did, before the definition was published."""

    def _predict(self, *_args: object, **_named: object) -> None:
        """Predict nothing: what may come is in the diagram, not in the case."""

    def _update_hook(self, my_task: Token) -> bool:  # noqa: ARG002 - SpiffWorkflow's hook
        """Let a token arrive; True when it may run at once."""
        return True

    def _run_hook(self, my_task: Token) -> bool | None:  # noqa: ARG002 - SpiffWorkflow's hook
        """Run; True when done, None when something else decides how the activity ends."""
        return True

    def _on_ready(self, my_task: Token) -> None:
        if not self.waits:
            my_task.run_of_case.ready.append(my_task)

    def _on_complete(self, my_task: Token) -> None:
        my_task.run_of_case.leave(my_task)

    def _on_cancel(self, my_task: Token) -> None:
        pass

    def _on_error(self, my_task: Token) -> None:
        pass


def _mentioned(node: Node) -> frozenset[str]:
    """Return the variables that the node's due date or timer is computed from."""
    texts = [node.due_date] if node.due_date else []
    if node.event is not None and node.event.kind is EventKind.TIMER:
        texts.append(node.event.expression)
    names: set[str] = set()
    for text in texts:
        if is_wrapped(text):
            try:
                names |= parse(text).names
            except FeelError:
                continue  # the linter's finding; a definition with it is never published
    return frozenset(names)


def is_wrapped(text: str) -> bool:
    """Tell whether a text is an expression (`=…`, `${…}`, `#{…}`) and not a literal."""
    inner = text.strip()
    return inner.startswith("=") or (inner[:2] in ("${", "#{") and inner.endswith("}"))


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
