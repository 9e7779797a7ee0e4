"""What a case is made of: specs of nodes and scopes, and the scope instances and tokens on them.

The specs are SpiffWorkflow's own classes, and a node's behaviour sits in the hooks that its task
life cycle calls (`_update_hook` on arrival, `_run_hook` when it runs, `_on_complete` to go on).
What we do not take over is its prediction of the future as a tree of tasks: a token is a task
without a tree. It exists while its activity instance does; when it has left, it is forgotten (its
history is in the history), so neither the state nor a step grows with what has happened before.
See docs/adr/0002-flat-tokens.md.
"""

from __future__ import annotations

from collections import ChainMap, deque
from collections.abc import Iterator, Mapping
from typing import ClassVar, Protocol, cast

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from engine.diagram.model import EventKind, Flow, Node, NodeKind, Scope
from engine.model.effects import Effect
from engine.model.surroundings import ActivityFailed, Surroundings
from engine.model.values import Value
from engine.spiff.texts import mentioned_in

LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED | TaskState.ERROR


def layered(inner: Mapping[str, Value], view: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return what a scope reads with some names before its own; the scope stays recognisable."""
    outer = view.maps if isinstance(view, ChainMap) else [view]
    return ChainMap(dict(inner), *(cast("dict[str, Value]", each) for each in outer))


class Running(Protocol):
    """What the parts ask of the case they belong to; `Instance` is the one that answers."""

    surroundings: Surroundings
    effects: list[Effect]
    ready: deque[Token]
    scopes: dict[int, ScopeRun]
    trim: bool
    next_number: int
    end: str | None
    end_code: str

    def new_token(self, spec: NodeSpec, scope: ScopeRun) -> Token:
        """Make a token with the next number of the case."""
        ...

    def open_scope(
        self,
        spec: ScopeSpec,
        host: Token | None,
        *,
        item: int | None = None,
        is_local: bool = False,
        is_isolated: bool = False,
    ) -> ScopeRun:
        """Open a scope instance inside a host activity."""
        ...

    def enter_scope(self, scope: ScopeRun) -> None:
        """Put the first tokens into a scope."""
        ...

    def scopes_of(self, host: Token) -> list[ScopeRun]:
        """Return the scope instances that a host activity holds open."""
        ...

    def drop_scope(self, scope: ScopeRun, host: Token) -> None:
        """Cancel a scope instance with everything in it."""
        ...

    def enter(self, token: Token) -> None:
        """Begin the activity instance of a token."""
        ...

    def leave(self, token: Token) -> None:
        """Move on after an activity instance completed."""
        ...

    def arrive(self, spec: NodeSpec, scope: ScopeRun, flow: Flow | None) -> None:
        """Let a token arrive at a node."""
        ...

    def go_on(self, spec: NodeSpec, scope: ScopeRun) -> None:
        """Send a token along every outgoing flow."""
        ...

    def take_flow(self, flow: str) -> None:
        """Note that a flow was taken."""
        ...

    def cancel_token(self, token: Token) -> None:
        """Cancel an activity instance with everything in it and attached to it."""
        ...

    def park(self, token: Token, failure: ActivityFailed, stage: str) -> None:
        """Hold the token where it is, with an incident."""
        ...

    def find(self, aid: int) -> Token | None:
        """Return the live token with this number, or None."""
        ...

    def tokens(self) -> Iterator[Token]:
        """Yield the live tokens by number."""
        ...


class ScopeSpec(BpmnProcessSpec):  # type: ignore[misc]  # SpiffWorkflow has no types
    """A process or subprocess: the nodes directly inside it and where it starts."""

    def __init__(self, scope: Scope, key: str) -> None:
        super().__init__(name=key)
        self.key = key
        self.scope = scope
        self.steps: dict[str, NodeSpec] = {}
        self.starts: tuple[NodeSpec, ...] = ()
        self.performed: frozenset[str] = frozenset()
        """The user tasks at any depth, without those of called processes."""
        self.ways: dict[str, Mapping[str, frozenset[str]]] = {}
        """Per inclusive gateway and node, the gateway's incoming flows still within reach."""

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
        self.mentioned = mentioned_in(node)

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


class ScopeRun(Workflow):  # type: ignore[misc]  # SpiffWorkflow has no types
    """One instance of a process, subprocess or item: its variables, performers and tokens."""

    def __init__(
        self,
        run: Running,
        spec: ScopeSpec,
        number: int,
        host: Token | None,
        *,
        item: int | None = None,
        is_isolated: bool = False,
        is_local: bool = False,
    ) -> None:
        super().__init__(spec, deserializing=True)
        self.run = run
        self.number = number
        self.host = host
        self.item = item
        self.is_isolated = is_isolated
        self.is_local = is_local
        self.performers: dict[str, tuple[int, list[str]]] = {}
        self.live = 0
        self.tasks: dict[int, Token] = {}
        self.data: dict[str, Value] = {}

    @property
    def parent(self) -> ScopeRun | None:
        """The scope in which the host activity of this one runs."""
        return None if self.host is None else self.host.scope

    def view(self) -> Mapping[str, Value]:
        """Return the variables readable here: this scope's, then outwards."""
        if self.host is None or self.is_isolated:
            return self.data
        chain = [self.data]
        scope: ScopeRun | None = self.parent
        while scope is not None:
            chain.append(scope.data)
            scope = None if scope.is_isolated else scope.parent
        return ChainMap(*chain)

    def write(self, name: str, value: Value) -> None:
        """Set a variable where it exists, else in the nearest item, called process or root."""
        scope: ScopeRun = self
        while True:
            if name in scope.data:
                scope.data[name] = value
                return
            if scope.is_isolated or scope.parent is None:
                break
            scope = scope.parent
        self.home.data[name] = value

    @property
    def home(self) -> ScopeRun:
        """The nearest item, called process or root: an embedded subprocess keeps nothing."""
        scope: ScopeRun = self
        while not scope.is_local and scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def outer(self) -> ScopeRun | None:
        """The home around an item, which knows as well what is performed inside the item.

        None for the root, and for a called process: what it does inside is its own affair.
        """
        return None if self.host is None or self.item is None else self.host.scope.home

    def keeps(self, activity: str) -> bool:
        """Say whether all there is to know here of who performed an activity is kept here.

        So it is in the item, called process or root in whose diagram the activity is drawn.
        """
        has_inside = self.host is None or self.host.spec.inner is self.spec  # not of one activity
        return self.is_local and has_inside and activity in self.spec.performed

    def perform(self, activity: str, *people: str) -> None:
        """Note that people performed an activity once; each is kept once, the latest last."""
        times, before = self.performers.get(activity, (0, []))
        earlier = (each for each in before if each not in people)
        self.performers[activity] = (times + 1, [*earlier, *people])

    def _task_completed_notify(self, task: Token) -> None:
        """Nothing is recomputed when a task completes; tokens move on by themselves."""


class Token(Task):  # type: ignore[misc]  # SpiffWorkflow has no types
    """One activity instance. `id` is its number in the case; `extra` is what must be kept."""

    def __init__(self, scope: ScopeRun, spec: NodeSpec, number: int) -> None:
        # Task.__init__ would read the clock and make a random id for every token.
        self.id = number
        self.scope = scope
        self.workflow = scope
        self.task_spec = spec
        self.triggered = False
        self.thread_id = 0
        self.data = scope.data
        self.internal_data: dict[str, object] = {}
        self._parent = None
        self._children: list[int] = []
        self._state = TaskState.FUTURE
        scope.tasks[number] = self
        scope.live += 1

    @property
    def run_of_case(self) -> Running:
        """The case this token belongs to."""
        return self.scope.run

    @property
    def spec(self) -> NodeSpec:
        """The compiled node the token stands on."""
        spec: NodeSpec = self.task_spec
        return spec

    @property
    def is_inner(self) -> bool:
        """Whether this is the activity inside one item of a multi-instance."""
        return "inner" in self.internal_data

    @property
    def watchers(self) -> tuple[NodeSpec, ...]:
        """The boundary events that wait; those of a multi-instance watch its body only."""
        return () if self.is_inner else self.spec.waiting_boundaries

    @property
    def is_live(self) -> bool:
        """Whether the token still waits, runs, or is held by an incident."""
        return bool(self._state & LIVE)

    def _set_state(self, value: int) -> None:
        # SpiffWorkflow logs every change with all case data (spiffworkflow.md, pitfall 10).
        self._state = value

    def run(self) -> bool | None:
        """Run the activity; None means that something else decides how it ends."""
        done: bool | None = self.spec._run(self)  # noqa: SLF001 - what Task.run calls
        if done and self.is_live:  # an escalation may have canceled what raised it
            self.complete()
        return done

    def finish(self, state: int) -> None:
        """Take the token out of the live ones."""
        self._state = state
        self.scope.live -= 1
        if self.run_of_case.trim:
            del self.scope.tasks[self.id]

    def set_loaded(self, state: int, extra: dict[str, object]) -> None:
        """Take over what the codec read."""
        self._state = state
        self.internal_data = extra
