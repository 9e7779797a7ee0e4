"""Events: timers and messages that wait, events that throw, starts and ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from SpiffWorkflow.util.task import TaskState

from engine.diagram.model import EventKind, TimerKind
from engine.feel import is_wrapped
from engine.model.effects import (
    Ending,
    MessageThrown,
    TimerEnded,
    TimerSet,
    WaitEnded,
    WaitSet,
)
from engine.model.surroundings import ActivityFailed, Due
from engine.model.time_texts import is_time_expression
from engine.model.values import Value
from engine.spiff import signals
from engine.spiff.parts import NodeSpec, Running, ScopeRun, Token

_CYCLE = re.compile(r"R(\d*)/(.+)", re.DOTALL)
FOREVER = -1


@dataclass(frozen=True, slots=True)
class Armed:
    """What a waiting event waits for: a timer (`due_at`) or a message."""

    due_at: datetime | None = None
    remaining: int | None = None
    interval: str = ""
    message: str = ""
    correlation: str | None = None


def armed(spec: NodeSpec, scope: ScopeRun) -> Armed:
    """Work out what a timer or message event waits for, without changing anything."""
    event = spec.node.event
    assert event is not None  # noqa: S101 - compiled so
    view = scope.view()
    surroundings = scope.run.surroundings
    if event.kind is EventKind.MESSAGE:
        correlation = spec.node.properties.get("correlation", "")
        key = surroundings.evaluate(correlation, view) if correlation else None
        return Armed(
            message=_literal(scope.run, event.reference, view),
            correlation=None if key is None else str(key),
        )
    if event.timer is TimerKind.CYCLE:
        text = event.expression
        if is_time_expression(text):
            text = str(surroundings.evaluate(text, view))
        return _cycle(spec, text.strip(), view, scope.run)
    due = surroundings.due(event.expression, view)
    if due is None:
        raise _no_instant(spec)
    return Armed(due_at=_instant(due))


def _instant(due: Due) -> datetime:
    return due.expires_at or due.at


def _literal(run: Running, text: str, view: Mapping[str, Value]) -> str:
    return str(run.surroundings.evaluate(text, view)) if is_wrapped(text) else text.strip()


def _cycle(spec: NodeSpec, text: str, view: Mapping[str, Value], run: Running) -> Armed:
    found = _CYCLE.fullmatch(text)
    if found is None:
        raise ActivityFailed(
            "timer",
            f"循环定时“{text}”应写作 R3/P1D、R/P5D 或 R3/起始时刻/P1D。",
            f"Expected a cycle such as R3/P1D, R/P5D or R3/<start>/P1D, but found '{text}'.",
        )
    remaining = int(found[1]) if found[1] else FOREVER
    start, slash, interval = found[2].rpartition("/")
    due = run.surroundings.due(start if slash else interval, view)
    if due is None or remaining == 0:
        raise _no_instant(spec)
    return Armed(due_at=_instant(due), remaining=remaining, interval=interval)


def _no_instant(spec: NodeSpec) -> ActivityFailed:
    text = spec.node.event.expression if spec.node.event else ""
    return ActivityFailed(
        "timer",
        f"定时“{text}”没有得出时刻。",
        f"Expected the timer '{text}' to give an instant, but it gave null.",
    )


def attach(host: Token, spec: NodeSpec, wait: Armed) -> None:
    """Attach a waiting boundary event to an activity that has begun."""
    token = host.run_of_case.new_token(spec, host.scope)
    token.internal_data["host"] = host.id
    hold(token, wait)


def hold(token: Token, wait: Armed) -> None:
    """Let a token wait for its timer or message."""
    run = token.run_of_case
    token._set_state(TaskState.WAITING)  # noqa: SLF001 - SpiffWorkflow's way to force a state
    node, scope = token.spec.node.id, token.scope.number
    if wait.due_at is not None:
        token.internal_data["timer"] = (
            [wait.remaining, wait.interval] if wait.remaining is not None else 1
        )
        run.effects.append(TimerSet(token.id, node, scope, wait.due_at, wait.remaining))
    else:
        token.internal_data["message"] = wait.message
        if wait.correlation is not None:
            token.internal_data["key"] = wait.correlation
        run.effects.append(WaitSet(token.id, node, scope, wait.message, wait.correlation))


class WaitingSpec(NodeSpec):
    """An intermediate catch event or receive task: waits for its timer or message."""

    def _update_hook(self, my_task: Token) -> bool:
        waits = [armed(spec, my_task.scope) for spec in my_task.watchers]
        event = self.node.event
        if event is None or event.kind is EventKind.NONE:
            return True
        hold(my_task, armed(self, my_task.scope))
        for spec, wait in zip(my_task.watchers, waits, strict=True):
            attach(my_task, spec, wait)
        return False


class BoundarySpec(NodeSpec):
    """A boundary event; those on errors and escalations never hold a token."""


class EventGatewaySpec(NodeSpec):
    """An event-based gateway: the first of the events that follow decides."""

    def _update_hook(self, my_task: Token) -> bool:
        run = my_task.run_of_case
        waits = [(flow, spec, armed(spec, my_task.scope)) for flow, spec in self.flows]
        my_task._set_state(TaskState.WAITING)  # noqa: SLF001 - as above
        for flow, spec, wait in waits:
            token = run.new_token(spec, my_task.scope)
            token.internal_data["gate"] = my_task.id
            token.internal_data["flow"] = flow.id
            hold(token, wait)
        return False


def fire(token: Token, due_at: datetime) -> None:
    """Let a timer's token go on; a cycle is armed again for the interval after `due_at`."""
    run = token.run_of_case
    node = token.spec.node
    run.effects.append(TimerEnded(token.id, node.id, Ending.FIRED))
    again = token.internal_data.pop("timer")
    if isinstance(again, list) and "host" in token.internal_data and not node.is_interrupting:
        remaining = again[0] if again[0] == FOREVER else again[0] - 1
        if remaining != 0:
            due = run.surroundings.due(again[1], token.scope.view(), since=due_at)
            if due is None:
                raise _no_instant(token.spec)
            token.internal_data["timer"] = [remaining, again[1]]
            run.effects.append(
                TimerSet(token.id, node.id, token.scope.number, _instant(due), remaining)
            )
            run.go_on(token.spec, token.scope)
            return
    happened(token)


def receive(token: Token, payload: Mapping[str, Value]) -> None:
    """Let a message's token go on with the message's content as variables."""
    run = token.run_of_case
    node = token.spec.node
    message = str(token.internal_data["message"])
    run.effects.append(WaitEnded(token.id, node.id, message, Ending.RECEIVED))
    for name, value in payload.items():
        token.scope.write(name, value)
    if "host" in token.internal_data and not node.is_interrupting:
        correlation = token.internal_data.get("key")
        run.effects.append(
            WaitSet(
                token.id,
                node.id,
                token.scope.number,
                message,
                None if correlation is None else str(correlation),
            )
        )
        run.go_on(token.spec, token.scope)
        return
    del token.internal_data["message"]
    happened(token)


def happened(token: Token) -> None:
    """Go on from an event that a token waited for, and that will not come again."""
    run = token.run_of_case
    extra = token.internal_data
    host_number = extra.pop("host", None)
    gate_number = extra.pop("gate", None)
    if isinstance(host_number, int):
        token.finish(TaskState.COMPLETED)
        host = run.find(host_number)
        if token.spec.node.is_interrupting and host is not None:
            run.cancel_token(host)
        run.go_on(token.spec, token.scope)
        return
    if isinstance(gate_number, int):
        _close_gate(token, gate_number)
    token._set_state(TaskState.READY)  # noqa: SLF001 - as above
    run.ready.append(token)


def _close_gate(token: Token, gate_number: int) -> None:
    run = token.run_of_case
    for other in list(token.scope.tasks.values()):
        if other.internal_data.get("gate") == gate_number and other is not token:
            run.cancel_token(other)
    gate = run.find(gate_number)
    if gate is not None:
        gate.finish(TaskState.COMPLETED)
    run.take_flow(str(token.internal_data.pop("flow")))


class ThrowSpec(NodeSpec):
    """An intermediate throw event or an end event."""

    def _run_hook(self, my_task: Token) -> bool | None:
        event = self.node.event
        if event is None:
            return True
        match event.kind:
            case EventKind.MESSAGE:
                evaluate = my_task.run_of_case.surroundings.evaluate
                view = my_task.scope.view()
                payload = {
                    name: evaluate(text, view) if is_wrapped(text) else text
                    for name, text in self.node.inputs
                }
                name = _literal(my_task.run_of_case, event.reference, view)
                my_task.run_of_case.effects.append(
                    MessageThrown(my_task.id, self.node.id, name, payload)
                )
            case EventKind.ESCALATION:
                signals.escalate(my_task, event.reference)
            case EventKind.ERROR:
                return signals.end_with_error(my_task, event.reference)
            case EventKind.TERMINATE:
                signals.terminate(my_task)
            case _:
                pass
        return True
