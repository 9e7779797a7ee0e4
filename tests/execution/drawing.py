"""Diagrams drawn in a few words, and surroundings that answer from a dictionary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from engine.diagram.model import (
    Call,
    Diagram,
    Event,
    EventKind,
    Flow,
    Loop,
    Node,
    NodeKind,
    Process,
    Scope,
    TimerKind,
)
from engine.feel import parse
from engine.model.surroundings import ActivityFailed, BusinessError, Decided, Due
from engine.model.surroundings import Call as HandlerCall
from engine.model.values import Value
from engine.spiff import Compiled, Instance, compile_process

KINDS = {
    "start": NodeKind.START_EVENT,
    "end": NodeKind.END_EVENT,
    "user": NodeKind.USER_TASK,
    "task": NodeKind.TASK,
    "service": NodeKind.SERVICE_TASK,
    "decision": NodeKind.BUSINESS_RULE_TASK,
    "receive": NodeKind.RECEIVE_TASK,
    "send": NodeKind.SEND_TASK,
    "catch": NodeKind.CATCH_EVENT,
    "throw": NodeKind.THROW_EVENT,
    "boundary": NodeKind.BOUNDARY_EVENT,
    "xor": NodeKind.EXCLUSIVE_GATEWAY,
    "and": NodeKind.PARALLEL_GATEWAY,
    "or": NodeKind.INCLUSIVE_GATEWAY,
    "race": NodeKind.EVENT_BASED_GATEWAY,
    "sub": NodeKind.SUBPROCESS,
    "call": NodeKind.CALL_ACTIVITY,
}


def timer(text: str, kind: TimerKind = TimerKind.DURATION) -> Event:
    return Event(EventKind.TIMER, timer=kind, expression=text)


def cycle(text: str) -> Event:
    return timer(text, TimerKind.CYCLE)


def message(name: str) -> Event:
    return Event(EventKind.MESSAGE, name)


def error(code: str = "") -> Event:
    return Event(EventKind.ERROR, code)


def escalation(code: str = "") -> Event:
    return Event(EventKind.ESCALATION, code)


TERMINATE = Event(EventKind.TERMINATE)


def scope(name: str, nodes: list[Node], *flows: str) -> Scope:
    """Draw a scope; a flow is `a > b`, `a > b if condition` or `a > b else`."""
    drawn: dict[str, Flow] = {}
    for text in flows:
        found = re.fullmatch(r"(\w+) > (\w+)(?: if (.+)|( else))?", text)
        assert found is not None, text
        flow_id = f"{found[1]}_{found[2]}" + ("_2" if f"{found[1]}_{found[2]}" in drawn else "")
        drawn[flow_id] = Flow(
            flow_id,
            found[1],
            found[2],
            condition=found[3] or "",
            is_default=found[4] is not None,
        )
    finished = {
        each.id: replace(
            each,
            incoming=tuple(flow.id for flow in drawn.values() if flow.target == each.id),
            outgoing=tuple(flow.id for flow in drawn.values() if flow.source == each.id),
        )
        for each in nodes
    }
    return Scope(name, finished, drawn)


def node(kind: str, name: str, event: Event | None = None, **more: object) -> Node:
    return Node(id=name, kind=KINDS[kind], event=event, **more)  # type: ignore[arg-type]


def sub(name: str, nodes: list[Node], *flows: str, loop: Loop | None = None) -> Node:
    return Node(id=name, kind=NodeKind.SUBPROCESS, scope=scope(name, nodes, *flows), loop=loop)


def each(collection: str, element: str = "item", *, one_by_one: bool = False, **more: str) -> Loop:
    return Loop(one_by_one, collection=collection, element=element, **more)


def calls(name: str, process: str, **more: object) -> Node:
    return Node(id=name, kind=NodeKind.CALL_ACTIVITY, call=Call(process, **more))  # type: ignore[arg-type]


def process(nodes: list[Node], *flows: str, key: str = "p") -> Process:
    return Process(key, key, is_executable=True, scope=scope(key, nodes, *flows))


def diagram(nodes: list[Node], *flows: str, others: tuple[Process, ...] = ()) -> Diagram:
    return Diagram((process(nodes, *flows), *others), {})


def compiled(nodes: list[Node], *flows: str, others: tuple[Process, ...] = ()) -> Compiled:
    return compile_process(diagram(nodes, *flows, others=others), "p")


NINE = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
_PERIOD = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?)?")


@dataclass
class World:
    """Surroundings for tests: ISO days and hours, FEEL, handlers by name."""

    now: datetime = NINE
    handlers: dict[str, object] = field(default_factory=dict)
    calls: list[HandlerCall] = field(default_factory=list)

    def evaluate(self, text: str, variables: Mapping[str, Value]) -> Value:
        value, messages = parse(text).evaluate_explained(variables)
        if value is None and text.strip(" ${}=") == "broken()":
            raise ActivityFailed("expression", "坏", f"broken: {messages}")
        return value  # type: ignore[return-value]

    def due(
        self, text: str, variables: Mapping[str, Value], *, since: datetime | None = None
    ) -> Due | None:
        if text.startswith("$"):
            value = self.evaluate(text, variables)
            if isinstance(value, datetime):
                return Due(value)
            if not isinstance(value, str):
                raise ActivityFailed("timer", "不是时刻", f"no instant: {value}")
            text = value
        found = _PERIOD.fullmatch(text)
        if found is None:
            return Due(datetime.fromisoformat(text))
        period = timedelta(days=int(found[1] or 0), hours=int(found[2] or 0))
        return Due((since or self.now) + period)

    def call(self, call: HandlerCall) -> Mapping[str, Value]:
        self.calls.append(call)
        answer = self.handlers[call.handler]
        if isinstance(answer, BusinessError | ActivityFailed):
            raise answer
        return answer  # type: ignore[return-value]

    def decide(self, decision: str, variables: Mapping[str, Value]) -> Decided:
        answer = self.handlers[decision]
        return Decided(answer, (1,), dict(variables), "1")  # type: ignore[arg-type]


def started(plan: Compiled, world: World | None = None, **variables: Value) -> Instance:
    return Instance.start(plan, variables, world or World(), people=("li",))


def again(run: Instance) -> Instance:
    """Save and load a case."""
    return Instance.load(run.compiled, run.dump(), run.surroundings)


def open_nodes(run: Instance) -> list[str]:
    return sorted(name for _, name, _ in run.work())


def aid(run: Instance, name: str, position: int = 0) -> int:
    """The activity instance that waits at a node: work, timer or message."""
    waiting = [*run.work(), *run.timers(), *(each[:3] for each in run.waits()), *run.incidents()]
    return [number for number, where, _ in sorted(set(waiting)) if where == name][position]


def do(run: Instance, name: str, position: int = 0, **variables: Value) -> Instance:
    """Complete a task on a freshly loaded case, as every command does."""
    loaded = again(run)
    loaded.complete(aid(loaded, name, position), variables, people=("li",))
    return loaded
