"""A running case: its scopes and tokens, and what can be done to it.

Each method applies one thing that happened (a person completed, a timer came due, a message
arrived), runs to the next wait state, and adds to `effects` what followed, in order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Self

from SpiffWorkflow.util.task import TaskState

from engine.model.effects import (
    Ending,
    IncidentEnded,
    WorkEnded,
)
from engine.model.errors import InvalidState, NotFound
from engine.model.surroundings import ActivityFailed, Surroundings
from engine.model.values import Value
from engine.spiff import activities, codec, events, gateways, loops, rescheduling
from engine.spiff.compiled import Compiled
from engine.spiff.movement import Movement
from engine.spiff.parts import NodeSpec, ScopeRun, Token


class Instance(Movement):
    """One case in memory, from the loading of its state to the writing of it."""

    # ------------------------------------------------------------------------ life of a case

    @classmethod
    def start(
        cls,
        compiled: Compiled,
        variables: Mapping[str, Value],
        surroundings: Surroundings,
        *,
        people: Collection[str] = (),
        trim: bool = True,
    ) -> Self:
        """Start the process with these variables and run it to its first wait state."""
        run = cls(compiled, surroundings, trim=trim)
        run.begin(variables, people=people)
        return run

    def begin(self, variables: Mapping[str, Value], *, people: Collection[str] = ()) -> None:
        """Start a new instance: what `start` does once the instance exists."""
        root = self.open_scope(self.compiled.root, None, is_local=True)
        root.data.update(variables)
        if people:
            root.perform("start", *people)
            for spec in self.compiled.root.starts:
                root.perform(spec.node.id, *people)
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

    def complete(
        self,
        aid: int,
        variables: Mapping[str, Value],
        *,
        people: Collection[str],
    ) -> None:
        """Complete an open user task: these people did it, with these form values.

        Whoever it was done for counts as a performer too: it is their act as well. `performer`
        names the last one.
        """
        token = self._open(aid, activities.UserTaskSpec)
        activities.record_performers(token, *people)
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
        for aid, key in self._waiting_for(message):
            if correlation in (None, key):
                self.receive(aid, payload)
                return 1
        return 0

    def deliver_near(self, message: str, payload: Mapping[str, Value], correlation: str) -> int:
        """Give a message to the wait with this key, else to the first wait without any key."""
        waiting = dict(reversed([(key, aid) for aid, key in self._waiting_for(message)]))
        aid = waiting.get(correlation, waiting.get(None))
        if aid is None:
            return 0
        self.receive(aid, payload)
        return 1

    def _waiting_for(self, message: str) -> list[tuple[int, str | None]]:
        """Return the waits for a message with their keys, the oldest first."""
        keys: list[tuple[int, str | None]] = []
        for aid, _, _, name in self.waits():
            if name == message:
                key = self._live(aid).internal_data.get("key")
                keys.append((aid, None if key is None else str(key)))
        return keys

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

    def items(self, nodes: Collection[str]) -> Iterator[tuple[int, str, int]]:
        """Yield (scope, node, item) of every open item of these multi-instances, by scope."""
        for number in sorted(self.scopes):
            scope = self.scopes[number]
            if scope.item is not None and scope.host is not None:
                node = scope.host.spec.node.id
                if node in nodes:
                    yield number, node, scope.item

    def item_around(self, scope: int, nodes: Collection[str]) -> int | None:
        """Return the scope of the innermost item of these multi-instances around a scope."""
        at: ScopeRun | None = self._scope(scope)
        while at is not None and at.host is not None:
            if at.item is not None and at.host.spec.node.id in nodes:
                return at.number
            at = at.parent
        return None

    def has_node(self, scope: int, node: str) -> bool:
        """Say whether a node lies directly inside this scope."""
        return node in self._scope(scope).spec.steps

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
        for _, inner in self._performed(scope, activity):
            found = [*(person for person in inner if person not in found), *found]
        return tuple(found)

    def times(self, scope: int, activity: str) -> int:
        """Return how often an activity was performed, seen from a scope."""
        return sum(times for times, _ in self._performed(scope, activity))

    def _performed(self, scope: int, activity: str) -> Iterator[tuple[int, list[str]]]:
        """Yield what scopes keep of an activity, outwards to the first that has all of it."""
        at: ScopeRun | None = self.ended.get(scope) or self._scope(scope)
        while at is not None:
            if activity in at.performers:
                yield at.performers[activity]
            at = None if at.keeps(activity) else at.parent

    # ----------------------------------------------------------------------------- looking up

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


def _gone(aid: int) -> InvalidState:
    return InvalidState(
        "这一环节已经办结或已取消，不能再办理。",
        en=f"Expected activity instance {aid} to be waiting, but it is over.",
        code="activity_over",
    )
