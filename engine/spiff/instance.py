"""A running case: its scopes and tokens, and what can be done to it.

Each method applies one thing that happened (a person completed, a timer came due, a message
arrived), runs to the next wait state, and adds to `effects` what followed, in order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Self

from SpiffWorkflow.util.task import TaskState

from engine.diagram.model import Flow
from engine.model.effects import (
    CaseEnded,
    Effect,
    Ending,
    FlowTaken,
    IncidentEnded,
    IncidentRaised,
    ScopeEnded,
    ScopeOpened,
    TimerEnded,
    WaitEnded,
    WorkEnded,
)
from engine.model.errors import InvalidState, NotFound
from engine.model.surroundings import ActivityFailed, Surroundings
from engine.model.values import Value
from engine.spiff import activities, codec, events, gateways, loops, rescheduling
from engine.spiff.compiled import Compiled
from engine.spiff.parts import NodeSpec, ScopeRun, ScopeSpec, Token

STEP_LIMIT = 10_000  # automatic steps between two wait states; far above any honest diagram


class Instance:
    """One case in memory, from the loading of its state to the writing of it."""

    def __init__(
        self, compiled: Compiled, surroundings: Surroundings, *, trim: bool = True
    ) -> None:
        self.compiled = compiled
        self.surroundings = surroundings
        self.trim = trim
        self.effects: list[Effect] = []
        self.ready: deque[Token] = deque()
        self.scopes: dict[int, ScopeRun] = {}
        self.next_number = 1
        self.end: str | None = None
        self.end_code = ""
        self.end_node = ""

    # ------------------------------------------------------------------------ life of a case

    @classmethod
    def start(
        cls,
        compiled: Compiled,
        variables: Mapping[str, Value],
        surroundings: Surroundings,
        *,
        person: str | None = None,
        trim: bool = True,
    ) -> Self:
        """Start the process with these variables and run it to its first wait state."""
        run = cls(compiled, surroundings, trim=trim)
        run.begin(variables, person=person)
        return run

    def begin(self, variables: Mapping[str, Value], *, person: str | None = None) -> None:
        """Start a new instance: what `start` does once the instance exists."""
        root = self.open_scope(self.compiled.root, None, is_local=True)
        root.data.update(variables)
        if person is not None:
            root.perform("start", person)
            for spec in self.compiled.root.starts:
                root.perform(spec.node.id, person)
        self.enter_scope(root)
        self.settle()

    @classmethod
    def load(
        cls, compiled: Compiled, state: bytes, surroundings: Surroundings, *, trim: bool = True
    ) -> Self:
        """Read a case from the bytes that `dump` wrote."""
        run = cls(compiled, surroundings, trim=trim)
        codec.load(run, compiled, state)
        return run

    def dump(self) -> bytes:
        """Return the state as bytes; the definition is not in it."""
        return codec.dump(self, self.compiled)

    @property
    def is_ended(self) -> bool:
        """Whether no token is left."""
        return self.end is not None

    # --------------------------------------------------------------------------- what happens

    def complete(self, aid: int, variables: Mapping[str, Value], *, person: str) -> None:
        """Complete an open user task: a person did it, with these form values."""
        token = self._open(aid, activities.UserTaskSpec)
        activities.record_performer(token, person)
        self._finish_work(token, variables)

    def _finish_work(self, token: Token, variables: Mapping[str, Value]) -> None:
        for name, value in variables.items():
            token.scope.write(name, value)
        del token.internal_data["work"]
        self.effects.append(
            WorkEnded(token.id, token.spec.node.id, token.scope.number, Ending.COMPLETED)
        )
        self.ready.append(token)
        self.settle()

    def fire(self, aid: int, due_at: datetime) -> None:
        """Fire the timer of this activity instance, which was due at `due_at`."""
        token = self._live(aid)
        if "timer" not in token.internal_data:
            raise _gone(aid)
        try:
            events.fire(token, due_at)
        except ActivityFailed as failure:
            self.park(token, failure, "run")
        self.settle()

    def deliver(
        self, message: str, payload: Mapping[str, Value], correlation: str | None = None
    ) -> int:
        """Give a message to the first wait for it; return how many took it (0 or 1)."""
        for aid, _, _, name in self.waits():
            token = self._live(aid)
            if name == message and correlation in (None, token.internal_data.get("key")):
                self.receive(aid, payload)
                return 1
        return 0

    def receive(self, aid: int, payload: Mapping[str, Value]) -> None:
        """Give a message to this waiting activity instance."""
        token = self._live(aid)
        if "message" not in token.internal_data:
            raise _gone(aid)
        events.receive(token, payload)
        self.settle()

    def retry(self, aid: int) -> None:
        """Try an activity with an incident again; a new incident follows if it fails again."""
        token = self._failed(aid)
        stage = token.internal_data.pop("incident")
        self.effects.append(IncidentEnded(aid, token.spec.node.id, Ending.COMPLETED))
        if stage == "item":
            loops.resume(token)
        elif stage == "enter":
            token._set_state(TaskState.FUTURE)  # noqa: SLF001 - backwards, as a reset does
            self.enter(token)
        else:
            token._set_state(TaskState.READY)  # noqa: SLF001 - backwards, as a reset does
            self.ready.append(token)
        self.settle()

    def skip(self, aid: int, variables: Mapping[str, Value]) -> None:
        """Count an activity with an incident as done, with these variables as its result.

        A gateway cannot be skipped: it decides again, with the variables set.
        """
        token = self._failed(aid)
        for name, value in variables.items():
            token.scope.write(name, value)
        if isinstance(token.spec, gateways.GatewaySpec):
            self.retry(aid)
            return
        token.internal_data.clear()
        self.effects.append(IncidentEnded(aid, token.spec.node.id, Ending.COMPLETED))
        self.cancel_boundaries(token)
        token.complete()
        self.settle()

    def cancel(self) -> None:
        """Take every token away."""
        root = self.scopes[1]
        self.cancel_inside(root)
        self.end = ""

    # ----------------------------------------------------------------------------- what waits

    def tokens(self) -> Iterator[Token]:
        """Yield the live tokens by number."""
        everyone = [
            token
            for scope in self.scopes.values()
            for token in scope.tasks.values()
            if token.is_live
        ]
        everyone.sort(key=lambda token: token.id)
        return iter(everyone)

    def work(self) -> tuple[tuple[int, str, int], ...]:
        """Return (aid, node, scope) of every user task that waits for a person."""
        return tuple(
            (token.id, token.spec.node.id, token.scope.number)
            for token in self.tokens()
            if token.internal_data.get("work")
        )

    def timers(self) -> tuple[tuple[int, str, int], ...]:
        """Return (aid, node, scope) of every armed timer."""
        return tuple(
            (token.id, token.spec.node.id, token.scope.number)
            for token in self.tokens()
            if "timer" in token.internal_data
        )

    def waits(self) -> tuple[tuple[int, str, int, str], ...]:
        """Return (aid, node, scope, message) of every wait for a message."""
        return tuple(
            (token.id, token.spec.node.id, token.scope.number, str(token.internal_data["message"]))
            for token in self.tokens()
            if "message" in token.internal_data
        )

    def incidents(self) -> tuple[tuple[int, str, int], ...]:
        """Return (aid, node, scope) of every activity held by an incident."""
        return tuple(
            (token.id, token.spec.node.id, token.scope.number)
            for token in self.tokens()
            if "incident" in token.internal_data
        )

    # ------------------------------------------------------------------- variables and duties

    def variables(self, scope: int = 1) -> dict[str, Value]:
        """Return the variables readable in a scope."""
        return dict(self._scope(scope).view())

    def view(self, scope: int = 1) -> Mapping[str, Value]:
        """Return the variables readable in a scope without copying them; not to be changed."""
        return self._scope(scope).view()

    def set_variable(self, scope: int, name: str, value: Value) -> None:
        """Set a variable where it exists, seen from this scope."""
        self._scope(scope).write(name, value)

    def deadlines(self) -> Iterator[tuple[int, str, Mapping[str, Value]]]:
        """Yield (scope, name, context) of every variable that holds a deadline."""
        for scope in list(self.scopes.values()):
            for name, value in list(scope.data.items()):
                if isinstance(value, Mapping) and "record" in value and "due" in value:
                    yield scope.number, name, value

    def reschedule(self, names: set[str], scope: int | None = None) -> None:
        """Compute again the due dates and timers that mention these variables."""
        rescheduling.reschedule(self, names, scope)

    def performers(self, scope: int, activity: str) -> tuple[str, ...]:
        """Return who performed an activity, seen from a scope, each once, the latest last."""
        found: list[str] = []
        at: ScopeRun | None = self._scope(scope)
        while at is not None:
            inner = at.performers.get(activity, (0, []))[1]
            found = [*(person for person in inner if person not in found), *found]
            at = at.parent
        return tuple(found)

    def times(self, scope: int, activity: str) -> int:
        """Return how often an activity was performed, seen from a scope."""
        count = 0
        at: ScopeRun | None = self._scope(scope)
        while at is not None:
            count += at.performers.get(activity, (0, []))[0]
            at = at.parent
        return count

    # --------------------------------------------------------------- running, for the specs

    def settle(self) -> None:
        """Run what can run without a person, a timer or a message."""
        for _ in range(STEP_LIMIT):
            if self.ready:
                self._run(self.ready.popleft())
            elif not gateways.fire_inclusive_joins(self):
                return
        for token in self.ready:
            self.park(token, ActivityFailed("loop", *_LOOP), "run")
        self.ready.clear()

    def _run(self, token: Token) -> None:
        if not token.is_live or token.scope.number not in self.scopes:
            return  # canceled by what ran before it
        try:
            if token.internal_data.get("body"):
                token.complete()
            else:
                token.run()
        except ActivityFailed as failure:
            self.park(token, failure, "run")

    def park(self, token: Token, failure: ActivityFailed, stage: str) -> None:
        """Hold the token where it is, with an incident."""
        token._set_state(TaskState.ERROR)  # noqa: SLF001 - SpiffWorkflow's way to force a state
        token.internal_data["incident"] = stage
        node = token.spec.node.id
        self.effects.append(IncidentRaised(token.id, node, failure.kind, failure.zh, failure.en))

    def arrive(self, spec: NodeSpec, scope: ScopeRun, flow: Flow | None) -> None:
        """Let a token arrive at a node by a flow (None at a start)."""
        if flow is not None:
            self.effects.append(FlowTaken(flow.id))
        if isinstance(spec, gateways.JoiningSpec) and len(spec.incoming_flows) > 1:
            spec.join(self, scope, flow)
            return
        self.enter(self.new_token(spec, scope))

    def enter(self, token: Token) -> None:
        """Begin the activity instance of a token."""
        try:
            if token.spec.node.loop is not None and not token.is_inner:
                loops.begin(token)
            else:
                token.spec._update(token)  # noqa: SLF001 - SpiffWorkflow's entry to a task
        except ActivityFailed as failure:
            self.park(token, failure, "enter")

    def leave(self, token: Token) -> None:
        """Move on after an activity instance completed."""
        if token.is_inner:
            token.finish(TaskState.COMPLETED)
            self.check_scope(token.scope)
            return
        if token.spec.waiting_boundaries:
            self.cancel_boundaries(token)
        token.finish(TaskState.COMPLETED)
        self.go_on(token.spec, token.scope)

    def take_flow(self, flow: str) -> None:
        """Note that a flow was taken by an event that waited behind a gateway."""
        self.effects.append(FlowTaken(flow))

    def go_on(self, spec: NodeSpec, scope: ScopeRun) -> None:
        """Send a token along every outgoing flow."""
        for flow, target in spec.flows:
            self.arrive(target, scope, flow)
        if not spec.flows:
            self.end_node = spec.node.id
            self.check_scope(scope)

    def new_token(self, spec: NodeSpec, scope: ScopeRun) -> Token:
        """Make a token with the next number of the case."""
        return Token(scope, spec, self.take_number())

    def take_number(self) -> int:
        """Return a number never used before in this case."""
        number = self.next_number
        self.next_number = number + 1
        return number

    # ---------------------------------------------------------------------------------- scopes

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
        number = self.take_number()
        scope = ScopeRun(
            self, spec, number, host, item=item, is_local=is_local, is_isolated=is_isolated
        )
        self.scopes[number] = scope
        return scope

    def enter_scope(self, scope: ScopeRun) -> None:
        """Put the first tokens into a scope."""
        if scope.host is not None:
            self.effects.append(
                ScopeOpened(scope.number, scope.host.spec.node.id, scope.item, dict(scope.data))
            )
        starts = scope.spec.starts
        for spec in starts:
            self.arrive(spec, scope, None)
        if not starts:
            self.check_scope(scope)

    def check_scope(self, scope: ScopeRun) -> None:
        """End the scope if no token is left in it."""
        if scope.live or scope.number not in self.scopes:
            return
        host = scope.host
        if host is None:
            self.end = self.end_node
            self.effects.append(CaseEnded(self.end_node, self.end_code))
            return
        del self.scopes[scope.number]
        self.effects.append(
            ScopeEnded(scope.number, host.spec.node.id, scope.item, Ending.COMPLETED)
        )
        if scope.item is not None:
            loops.item_ended(host, scope)
            return
        try:
            activities.scope_completed(host, scope)
        except ActivityFailed as failure:
            self.park(host, failure, "run")

    def scopes_of(self, host: Token) -> list[ScopeRun]:
        """Return the scope instances that a host activity holds open."""
        return [scope for scope in self.scopes.values() if scope.host is host]

    # ------------------------------------------------------------------------------ cancelling

    def cancel_token(self, token: Token) -> None:
        """Cancel an activity instance with everything in it and attached to it."""
        if not token.is_live:
            return
        if token.spec.waiting_boundaries:
            self.cancel_boundaries(token)
        for scope in self.scopes_of(token):
            self.drop_scope(scope, token)
        self._withdraw(token)
        token.finish(TaskState.CANCELLED)

    def drop_scope(self, scope: ScopeRun, host: Token) -> None:
        """Cancel a scope instance with everything in it."""
        self.cancel_inside(scope)
        del self.scopes[scope.number]
        self.effects.append(
            ScopeEnded(scope.number, host.spec.node.id, scope.item, Ending.CANCELED)
        )

    def cancel_inside(self, scope: ScopeRun) -> None:
        """Cancel every token of a scope."""
        for token in sorted(scope.tasks.values(), key=lambda each: each.id):
            self.cancel_token(token)

    def cancel_boundaries(self, host: Token) -> None:
        """Cancel the timers and waits attached to an activity instance."""
        for token in list(host.scope.tasks.values()):
            if token.internal_data.get("host") == host.id and token.is_live:
                self._withdraw(token)
                token.finish(TaskState.CANCELLED)

    def _withdraw(self, token: Token) -> None:
        extra = token.internal_data
        node = token.spec.node.id
        if extra.get("work"):
            self.effects.append(WorkEnded(token.id, node, token.scope.number, Ending.CANCELED))
        if "timer" in extra:
            self.effects.append(TimerEnded(token.id, node, Ending.CANCELED))
        if "message" in extra:
            self.effects.append(WaitEnded(token.id, node, str(extra["message"]), Ending.CANCELED))
        if "incident" in extra:
            self.effects.append(IncidentEnded(token.id, node, Ending.CANCELED))

    # ----------------------------------------------------------------------------- looking up

    def find(self, aid: int) -> Token | None:
        """Return the live token with this number, or None."""
        for scope in self.scopes.values():
            token = scope.tasks.get(aid)
            if token is not None:
                return token if token.is_live else None
        return None

    def _live(self, aid: int) -> Token:
        token = self.find(aid)
        if token is None:
            raise _gone(aid)
        return token

    def _open(self, aid: int, kind: type[NodeSpec]) -> Token:
        token = self._live(aid)
        if not isinstance(token.spec, kind) or not token.internal_data.get("work"):
            raise _gone(aid)
        return token

    def _failed(self, aid: int) -> Token:
        token = self._live(aid)
        if "incident" not in token.internal_data:
            raise _gone(aid)
        return token

    def _scope(self, number: int) -> ScopeRun:
        try:
            return self.scopes[number]
        except KeyError:
            raise NotFound(
                f"案件中没有编号为{number}的作用域。", en=f"Expected scope {number} to be open."
            ) from None


_LOOP = (
    f"流程连续自动执行了{STEP_LIMIT}步仍未到达等待处，图中可能有空转的循环。",
    f"The process ran {STEP_LIMIT} automatic steps without a wait; the diagram may spin.",
)


def _gone(aid: int) -> InvalidState:
    return InvalidState(
        "这一环节已经办结或已取消，不能再办理。",
        en=f"Expected activity instance {aid} to be waiting, but it is over.",
        code="activity_over",
    )
