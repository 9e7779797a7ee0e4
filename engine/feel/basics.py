"""Nodes to closures, the part without loops and calls: operators, tests, literals, paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from engine.feel import nodes
from engine.feel.access import property_of
from engine.feel.arithmetic import OPERATORS as ARITHMETIC
from engine.feel.arithmetic import Operator, negate
from engine.feel.comparison import OPERATORS as COMPARISONS
from engine.feel.comparison import compare, is_in
from engine.feel.errors import Undefined
from engine.feel.nodes import Node
from engine.feel.scope import Code, Frame, Scope
from engine.feel.types import is_instance
from engine.feel.values import Range, Value, kind_of, kind_zh
from engine.feel.walk import mentions

Test: TypeAlias = Callable[[Frame, Value], "bool | None"]
Compile: TypeAlias = Callable[[Node, "Scope | None"], Code]


def literal(node: nodes.Literal) -> Code:
    """Return the code of a constant."""
    value = node.value
    return lambda _frame: value


def bad_literal(node: nodes.BadLiteral) -> Code:
    """Return the code of an unreadable date literal: null, with the cause."""
    cause = Undefined(
        f"“{node.text}”不是日期、时间或时长。", f"'{node.text}' is no date, time or duration."
    )

    def fail(frame: Frame) -> Value:
        frame.run.note(cause)
        return None

    return fail


def negation(node: nodes.Negate, scope: Scope | None, make: Compile) -> Code:
    """Return the code of a leading minus."""
    operand = make(node.operand, scope)

    def run(frame: Frame) -> Value:
        try:
            return negate(operand(frame))
        except Undefined as cause:
            frame.run.note(cause)
            return None

    return run


def arithmetic(node: nodes.Arithmetic, scope: Scope | None, make: Compile) -> Code:
    """Return the code of a chain of operators, taken from the left."""
    first = make(node.first, scope)
    rest = tuple((ARITHMETIC[op], make(operand, scope)) for op, operand in node.rest)
    if len(rest) == 1:
        return _binary(first, *rest[0])

    def run(frame: Frame) -> Value:
        value = first(frame)
        try:
            for operate, operand in rest:
                value = operate(value, operand(frame), frame.run)
        except Undefined as cause:
            frame.run.note(cause)
            return None
        return value

    return run


def _binary(left: Code, operate: Operator, right: Code) -> Code:
    def run(frame: Frame) -> Value:
        try:
            return operate(left(frame), right(frame), frame.run)
        except Undefined as cause:
            frame.run.note(cause)
            return None

    return run


def conjunction(items: tuple[Code, ...], deciding: bool) -> Code:  # noqa: FBT001 - and: False, or: True
    """Return the code of and (decided by false) or of or (decided by true), in ternary logic."""

    def run(frame: Frame) -> Value:
        result: Value = not deciding
        for item in items:
            value = item(frame)
            if value is deciding:
                return deciding
            if value is not (not deciding):
                result = None
        return result

    return run


def comparison(node: nodes.Compare, scope: Scope | None, make: Compile) -> Code:
    """Return the code of a comparison."""
    left, right = make(node.left, scope), make(node.right, scope)
    operate = COMPARISONS[node.op]

    def run(frame: Frame) -> Value:
        try:
            return operate(left(frame), right(frame))
        except Undefined as cause:
            frame.run.note(cause)
            return None

    return run


def between(node: nodes.Between, scope: Scope | None, make: Compile) -> Code:
    """Return the code of ``between … and …``."""
    parts = [make(part, scope) for part in (node.value, node.low, node.high)]

    def run(frame: Frame) -> Value:
        value, low, high = (part(frame) for part in parts)
        try:
            return compare(low, value) <= 0 <= compare(high, value)
        except Undefined as cause:
            frame.run.note(cause)
            return None

    return run


def range_of(node: nodes.RangeOf, scope: Scope | None, make: Compile) -> Code:
    """Return the code of a range literal; its endpoints must have an order."""
    low, high = make(node.low, scope), make(node.high, scope)
    low_closed, high_closed = node.low_closed, node.high_closed

    def run(frame: Frame) -> Value:
        start, end = low(frame), high(frame)
        try:
            compare(start, end)
        except Undefined as cause:
            frame.run.note(cause)
            return None
        return Range(start, end, low_closed, high_closed)

    return run


def half_range(node: nodes.OpTest, scope: Scope | None, make: Compile) -> Code:
    """Return the code of ``(< 5)`` where a value is wanted: a range without bound on one side."""
    op, operand = node.op, make(node.operand, scope)

    def run(frame: Frame) -> Value:
        end = operand(frame)
        if end is None or op == "!=":
            frame.run.note(Undefined("区间缺少端点。", "The range has no endpoint."))
            return None
        if op == "=":
            return Range(end, end)
        closed = op.endswith("=")
        if op.startswith("<"):
            return Range(None, end, low_closed=False, high_closed=closed)
        return Range(end, None, low_closed=closed, high_closed=False)

    return run


def instance_of(node: nodes.InstanceOf, scope: Scope | None, make: Compile) -> Code:
    """Return the code of ``instance of``."""
    operand, ref = make(node.value, scope), node.type

    def run(frame: Frame) -> Value:
        result = is_instance(operand(frame), ref)
        if result is None:
            frame.run.note(Undefined(f"未知类型“{ref.name}”。", f"Unknown type '{ref.name}'."))
        return result

    return run


def if_then_else(node: nodes.If, scope: Scope | None, make: Compile) -> Code:
    """Return the code of a conditional; anything but true takes the else branch."""
    condition, yes, no = (make(part, scope) for part in (node.condition, node.yes, node.no))

    def run(frame: Frame) -> Value:
        value = condition(frame)
        if value is not None and not isinstance(value, bool):
            frame.run.note(
                Undefined(
                    f"条件应为布尔值，却是{kind_zh(value)}。",
                    f"The condition should be a boolean, but is a {kind_of(value)}.",
                )
            )
        return yes(frame) if value is True else no(frame)

    return run


def list_of(node: nodes.ListOf, scope: Scope | None, make: Compile) -> Code:
    """Return the code of a list literal."""
    items = tuple(make(item, scope) for item in node.items)

    def run(frame: Frame) -> Value:
        frame.run.list_of(len(items))
        return [item(frame) for item in items]

    return run


def context_of(node: nodes.ContextOf, scope: Scope | None, make: Compile) -> Code:
    """Return the code of a context literal; a function in it may call itself."""
    names: set[str] = set()
    inner = Scope(names, scope)
    entries: list[tuple[str, Code]] = []
    for key, value in node.entries:
        if isinstance(value, nodes.Define):
            names.add(key)
        entries.append((key, make(value, inner)))
        names.add(key)
    keys_differ = len(names) == len(entries)

    def run(frame: Frame) -> Value:
        made: dict[str, Value] = {}
        if not keys_differ:
            frame.run.note(Undefined("上下文的键重复。", "A key of the context occurs twice."))
            return None
        frame.run.spend(len(entries))
        within = Frame(made, frame, frame.run)
        for key, code in entries:
            made[key] = code(within)
        return made

    return run


def path(node: nodes.Path, scope: Scope | None, make: Compile) -> Code:
    """Return the code of ``target.name``."""
    target, name = make(node.target, scope), node.name

    def run(frame: Frame) -> Value:
        value = target(frame)
        try:
            return property_of(value, name, frame.run)
        except Undefined as cause:
            frame.run.note(cause)
            return None

    return run


# ----------------------------------------------------------------------------------- unary tests


def test_of(node: Node, scope: Scope | None, make: Compile) -> Test:
    """Return what decides whether a value passes one test (clause 10.3.2.6 and table 55)."""
    if isinstance(node, nodes.OpTest):
        return _comparison_test(node, scope, make)
    operand = make(node, scope)
    decides = mentions(node, "?")
    constant = isinstance(node, nodes.Literal)

    def run(frame: Frame, value: Value) -> bool | None:
        result = operand(frame)
        if isinstance(result, bool) and (decides or not (constant or isinstance(value, bool))):
            return result
        try:
            return is_in(value, result)
        except Undefined as cause:
            frame.run.note(cause)
            return None

    return run


def _comparison_test(node: nodes.OpTest, scope: Scope | None, make: Compile) -> Test:
    operand, operate = make(node.operand, scope), COMPARISONS[node.op]

    def run(frame: Frame, value: Value) -> bool | None:
        try:
            return operate(value, operand(frame))
        except Undefined as cause:
            frame.run.note(cause)
            return None

    return run


def any_test(tests: tuple[Test, ...]) -> Test:
    """Return the disjunction of tests, in ternary logic."""

    def run(frame: Frame, value: Value) -> bool | None:
        result: bool | None = False
        for test in tests:
            passed = test(frame, value)
            if passed:
                return True
            if passed is None:
                result = None
        return result

    return run


def inside(node: nodes.Inside, scope: Scope | None, make: Compile) -> Code:
    """Return the code of ``value in tests``."""
    operand = make(node.value, scope)
    test = any_test(tuple(test_of(item, scope, make) for item in node.tests))
    return lambda frame: test(frame, operand(frame))


def unary_tests(node: nodes.Tests, make: Compile) -> Test:
    """Return the code of a whole cell: tests, negated tests, or ``-``."""
    if not node.items:
        return lambda _frame, _value: True
    test = any_test(tuple(test_of(item, None, make) for item in node.items))
    if not node.negated:
        return test

    def run(frame: Frame, value: Value) -> bool | None:
        passed = test(frame, value)
        return None if passed is None else not passed

    return run
