"""What a running case is made of: scope instances, and a flat table of tokens in each.

A token is a SpiffWorkflow task without a tree: it exists while its activity instance does. When
it has left, it is forgotten (its history is in the history), so neither the state nor a step grows
with what has happened before.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import TYPE_CHECKING

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from engine.model.values import Value
from engine.spiff.specs import NodeSpec, ScopeSpec

if TYPE_CHECKING:
    from engine.spiff.instance import Instance

LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED | TaskState.ERROR


class ScopeRun(Workflow):  # type: ignore[misc]  # SpiffWorkflow has no types
    """One instance of a process, subprocess or item: its variables, performers and tokens."""

    def __init__(
        self,
        run: Instance,
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
        scope = self
        while not scope.is_local and scope.parent is not None:
            scope = scope.parent
        scope.data[name] = value

    def perform(self, activity: str, person: str) -> None:
        """Note that a person performed an activity; each person is kept once, the latest last."""
        times, people = self.performers.get(activity, (0, []))
        self.performers[activity] = (times + 1, [*(p for p in people if p != person), person])

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
    def run_of_case(self) -> Instance:
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
