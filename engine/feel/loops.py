"""Nodes to closures, the part that repeats: for, some, every, filters. Every turn is charged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from engine.feel import nodes
from engine.feel.errors import Undefined
from engine.feel.nodes import Node
from engine.feel.scope import Code, Frame, Scope
from engine.feel.values import Range, Value, kind_of, kind_zh
from engine.feel.walk import mentions, weight

Compile: TypeAlias = Callable[[Node, "Scope | None"], Code]
Domain: TypeAlias = Callable[[Frame], Iterator[Value]]

_DAY = timedelta(days=1)


def _cannot_iterate(start: Value, end: Value) -> Undefined:
    return Undefined(
        f"不能从{kind_zh(start)}数到{kind_zh(end)}。",
        f"One cannot count from a {kind_of(start)} to a {kind_of(end)}.",
    )


def _count(start: Value, end: Value) -> Iterator[Value]:
    """Yield integers or days from start to end, downwards if end is the lower one."""
    if isinstance(start, Decimal) and isinstance(end, Decimal):
        if start == start.to_integral_value() and end == end.to_integral_value():
            step = 1 if start <= end else -1
            return (Decimal(i) for i in range(int(start), int(end) + step, step))
    elif type(start) is date and type(end) is date:
        days = (end - start).days
        step = 1 if days >= 0 else -1
        return (start + i * _DAY for i in range(0, days + step, step))
    raise _cannot_iterate(start, end)


def _elements(value: Value) -> Iterator[Value]:
    if isinstance(value, list):
        return iter(value)
    if isinstance(value, Range):
        return _inside(value)
    if value is None:
        raise Undefined("不能遍历空值。", "There is nothing to iterate over in null.")
    return iter([value])


def _inside(value: Range) -> Iterator[Value]:
    low, high = value.low, value.high
    for element in _count(low, high):
        if (element == low and not value.low_closed) or (element == high and not value.high_closed):
            continue
        yield element


def _domain(iteration: nodes.Iteration, scope: Scope | None, make: Compile) -> Domain:
    start = make(iteration.domain, scope)
    if iteration.end is None:
        return lambda frame: _elements(start(frame))
    end = make(iteration.end, scope)
    return lambda frame: _count(start(frame), end(frame))


class _Loop:
    """The iterations of one loop, compiled; each sees the variables of those before it."""

    def __init__(
        self, iterations: tuple[nodes.Iteration, ...], scope: Scope | None, make: Compile
    ) -> None:
        self._steps: list[tuple[str, Domain]] = []
        for iteration in iterations:
            self._steps.append((iteration.name, _domain(iteration, scope, make)))
            scope = Scope({iteration.name}, scope)
        self.scope = scope

    def turns(self, frame: Frame, cost: int, depth: int = 0) -> Iterator[Frame]:
        """Yield a frame for every combination, charging each turn."""
        if depth == len(self._steps):
            yield frame
            return
        name, domain = self._steps[depth]
        for value in domain(frame):
            frame.run.spend(cost)
            yield from self.turns(Frame({name: value}, frame, frame.run), cost, depth + 1)


def for_return(node: nodes.For, scope: Scope | None, make: Compile) -> Code:
    """Return the code of ``for``; ``partial`` is a copy of the results so far."""
    loop = _Loop(node.iterations, scope, make)
    wants_partial = mentions(node.body, "partial")
    body = make(node.body, Scope({"partial"}, loop.scope) if wants_partial else loop.scope)
    cost = weight(node.body)

    def run(frame: Frame) -> Value:
        results: list[Value] = []
        try:
            for turn in loop.turns(frame, cost):
                results.append(body(_with_partial(turn, results) if wants_partial else turn))
                if len(results) > frame.run.limits.max_list:
                    frame.run.list_of(len(results))
        except Undefined as cause:
            frame.run.note(cause)
            return None
        return results

    return run


def _with_partial(turn: Frame, results: list[Value]) -> Frame:
    turn.run.list_of(len(results))
    return Frame({"partial": list(results)}, turn, turn.run)


def quantified(node: nodes.Quantified, scope: Scope | None, make: Compile) -> Code:
    """Return the code of ``some`` (decided by true) or ``every`` (decided by false)."""
    loop = _Loop(node.iterations, scope, make)
    body = make(node.body, loop.scope)
    cost, deciding = weight(node.body), not node.every

    def run(frame: Frame) -> Value:
        result: Value = not deciding
        try:
            for turn in loop.turns(frame, cost):
                value = body(turn)
                if value is deciding:
                    return deciding
                if not isinstance(value, bool):
                    result = None
        except Undefined as cause:
            frame.run.note(cause)
            return None
        return result

    return run


def filtered(node: nodes.Filter, scope: Scope | None, make: Compile) -> Code:
    """Return the code of ``target[predicate]``: an element by position, or those that pass."""
    target = make(node.target, scope)
    predicate = make(node.predicate, Scope(None, scope))
    cost = weight(node.predicate)

    def run(frame: Frame) -> Value:
        value = target(frame)
        try:
            return _select(_listed(value), predicate, frame, cost)
        except Undefined as cause:
            frame.run.note(cause)
            return None

    return run


def _listed(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _select(values: list[Value], predicate: Code, frame: Frame, cost: int) -> Value:
    run = frame.run
    first = predicate(frame.of_item(values[0] if values else None))
    if isinstance(first, Decimal):
        return _at(values, first)
    if first is not None and not isinstance(first, bool):
        raise Undefined(
            f"过滤条件应为布尔值或位置，却是{kind_zh(first)}。",
            f"A filter should be a boolean or a position, but is a {kind_of(first)}.",
        )
    kept: list[Value] = []
    for index, value in enumerate(values):
        run.spend(cost)
        if (first if index == 0 else predicate(frame.of_item(value))) is True:
            kept.append(value)
    run.list_of(len(kept))
    return kept


def _at(values: list[Value], position: Decimal) -> Value:
    place = int(position) if abs(position) <= len(values) else 0
    if place != position or place == 0:
        raise Undefined(f"列表没有第{position}个元素。", f"The list has no element {position}.")
    return values[place - 1 if place > 0 else place]
