"""How tokens move through a case: arriving, entering, leaving, ending scopes, cancelling."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from SpiffWorkflow.util.task import TaskState

from engine.diagram.model import Flow
from engine.model.effects import (
    CaseEnded,
    Effect,
    Ending,
    FlowTaken,
    IncidentEnded,
    IncidentRaised,
    TimerEnded,
    WaitEnded,
    WorkEnded,
)
from engine.model.surroundings import ActivityFailed, Surroundings
from engine.spiff import activities, gateways, loops, places
from engine.spiff.compiled import Compiled
from engine.spiff.parts import NodeSpec, ScopeRun, ScopeSpec, Token

STEP_LIMIT = 10_000  # automatic steps between two wait states; far above any honest diagram


class Movement:
    """The tokens of one case and everything that moves them; the specs call these methods."""

    def __init__(
        self, compiled: Compiled, surroundings: Surroundings, *, trim: bool = True
    ) -> None:
        self.compiled = compiled
        self.surroundings = surroundings
        self.trim = trim
        self.effects: list[Effect] = []
        self.ready: deque[Token] = deque()
        self.scopes: dict[int, ScopeRun] = {}
        self.ended: dict[int, ScopeRun] = {}
        """Scopes that ended in this step: expressions about their results still see from there."""
        self.next_number = 1
        self.end: str | None = None
        self.end_code = ""
        self.end_node = ""

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
            self.effects.append(places.opened(scope, scope.host))
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
        self._end_scope(scope, host, Ending.COMPLETED)
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
        self._end_scope(scope, host, Ending.CANCELED)

    def _end_scope(self, scope: ScopeRun, host: Token, how: Ending) -> None:
        self.ended[scope.number] = scope
        self.effects.append(places.ended(scope, host, how))

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


_LOOP = (
    f"流程连续自动执行了{STEP_LIMIT}步仍未到达等待处，图中可能有空转的循环。",
    f"The process ran {STEP_LIMIT} automatic steps without a wait; the diagram may spin.",
)
