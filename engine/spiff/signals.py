"""Errors, escalations and terminations: they reach the scopes around them and nobody else.

SpiffWorkflow offers such an event to every waiting task of the enclosing workflow, so that an
error in one subprocess cancels its sibling (spiffworkflow.md, pitfall 7). Here they go outward
from scope to scope, and only the boundary events of the activity left on the way are asked
(BPMN 2.0.2, sections 10.5.1 and 10.5.6).
"""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from engine.diagram.model import EventKind
from engine.model.effects import SignalRaised
from engine.model.surroundings import ActivityFailed, BusinessError
from engine.spiff.parts import NodeSpec, Token


def _catcher(host: Token, kind: EventKind, code: str) -> NodeSpec | None:
    """Return the boundary event of an activity for this code; an exact code goes first."""
    found = None
    for spec in host.spec.boundaries:
        event = spec.node.event
        if event is None or event.kind is not kind:
            continue
        if event.reference == code:
            return spec
        if not event.reference:
            found = spec
    return found


def _outward(token: Token, kind: EventKind, code: str) -> tuple[Token, NodeSpec] | None:
    host = token.scope.host
    while host is not None:
        catcher = _catcher(host, kind, code)
        if catcher is not None:
            return host, catcher
        host = host.scope.host
    return None


def task_failed(token: Token, error: BusinessError) -> bool | None:
    """Raise the BPMN error of a service task; without a catcher it becomes an incident."""
    own = _catcher(token, EventKind.ERROR, error.code)
    found = (token, own) if own is not None else _outward(token, EventKind.ERROR, error.code)
    if found is None:
        raise ActivityFailed(
            "unhandled_error",
            f"“{token.spec.node.name or token.spec.node.id}”报告错误“{error.code}”（{error}），"
            "图中没有接住它的边界事件。",
            f"Service task raised error '{error.code}' ({error}) and no boundary event catches it.",
        )
    _catch_error(token, found, error.code)
    return None


def end_with_error(token: Token, code: str) -> bool | None:
    """Reach an error end event: leave to the scope that catches it, or end the case with it."""
    run = token.run_of_case
    found = _outward(token, EventKind.ERROR, code)
    if found is None:
        run.effects.append(SignalRaised("error", code, token.spec.node.id, None))
        if token.scope.host is not None:
            raise ActivityFailed(
                "unhandled_error",
                f"错误“{code}”没有被外层的边界事件接住。",
                f"No boundary event of an enclosing activity catches error '{code}'.",
            )
        run.end_code = code
        terminate(token)
        return True
    _catch_error(token, found, code)
    return None


def _catch_error(token: Token, found: tuple[Token, NodeSpec], code: str) -> None:
    host, catcher = found
    run = token.run_of_case
    run.effects.append(SignalRaised("error", code, token.spec.node.id, catcher.node.id))
    run.cancel_token(host)
    run.go_on(catcher, host.scope)


def escalate(token: Token, code: str) -> None:
    """Raise an escalation: the nearest catcher outward hears it; the thrower goes on if it may."""
    run = token.run_of_case
    found = _outward(token, EventKind.ESCALATION, code)
    caught_by = found[1].node.id if found else None
    run.effects.append(SignalRaised("escalation", code, token.spec.node.id, caught_by))
    if found is None:
        return
    host, catcher = found
    if catcher.node.is_interrupting:
        run.cancel_token(host)
    run.go_on(catcher, host.scope)


def terminate(token: Token) -> None:
    """Reach a terminate end event: nothing else of this scope goes on."""
    run = token.run_of_case
    for other in sorted(token.scope.tasks.values(), key=lambda each: each.id):
        if other is not token and other.is_live:
            run.cancel_token(other)
    for other in run.ready:
        if other.scope is token.scope and other is not token and other.is_live:
            other.finish(TaskState.CANCELLED)
