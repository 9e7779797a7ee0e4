"""Compute due dates and timers again when a deadline that they are computed from has changed."""

from __future__ import annotations

from engine.model.effects import TimerSet, WorkChanged
from engine.spiff import events
from engine.spiff.parts import Running, ScopeRun, Token


def reschedule(run: Running, names: set[str], scope: int | None) -> None:
    """Recompute what mentions these variables, everywhere or inside one scope.

    Raises ActivityFailed when an expression cannot be evaluated; nothing is kept then, since the
    caller's transaction ends.
    """
    for token in run.tokens():
        if not token.spec.mentioned & names or not _is_inside(token.scope, scope):
            continue
        if token.internal_data.get("work"):
            _work(run, token)
        elif "timer" in token.internal_data:
            _timer(run, token)


def _is_inside(scope: ScopeRun, number: int | None) -> bool:
    at: ScopeRun | None = scope
    while at is not None:
        if number is None or at.number == number:
            return True
        at = at.parent
    return False


def _work(run: Running, token: Token) -> None:
    node = token.spec.node
    due = run.surroundings.due(node.due_date, token.scope.view())
    run.effects.append(
        WorkChanged(token.id, node.id, due.at if due else None, due.deadline if due else None)
    )


def _timer(run: Running, token: Token) -> None:
    wait = events.armed(token.spec, token.scope)
    if wait.due_at is None:
        return
    held = token.internal_data["timer"]
    remaining = held[0] if isinstance(held, list) else None
    run.effects.append(
        TimerSet(token.id, token.spec.node.id, token.scope.number, wait.due_at, remaining)
    )
