"""Nodes to closures, the part that calls: built-ins, the caller's functions, and FEEL's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from engine.feel import nodes
from engine.feel.errors import Undefined
from engine.feel.library import Builtin
from engine.feel.nodes import Node
from engine.feel.scope import Code, Frame, Run, Scope, is_bound
from engine.feel.types import TypeRef, is_instance
from engine.feel.values import Function, Lambda, Value, call_function, kind_of, kind_zh
from engine.feel.walk import weight

Compile: TypeAlias = Callable[[Node, "Scope | None"], Code]
Callee: TypeAlias = Function | Lambda | Builtin
_CALL_COST = 2


def call(node: nodes.Call, scope: Scope | None, make: Compile) -> Code:
    """Return the code of a call."""
    callee = _callee(node.target, scope, make)
    args = tuple(make(arg, scope) for arg in node.args)
    names = node.names

    def run(frame: Frame) -> Value:
        account = frame.run
        account.spend(_CALL_COST)
        try:
            function = callee(frame)
            values = tuple([arg(frame) for arg in args])
            if names is not None:
                return _invoke_named(function, names, values, account)
            if isinstance(function, Builtin):
                return function.call(account, values)
            return _invoke(function, values, account)
        except Undefined as cause:
            account.note(cause)
            return None

    return run


def _callee(target: Node, scope: Scope | None, make: Compile) -> Callable[[Frame], Callee]:
    """Return what finds the function: bound inside the expression, else offered by name."""
    if isinstance(target, nodes.Name) and not is_bound(target.name, scope):
        name = target.name
        return lambda frame: frame.run.function(name)
    code = make(target, scope)

    def find(frame: Frame) -> Callee:
        value = code(frame)
        if isinstance(value, Function | Lambda):
            return value
        if isinstance(target, nodes.Name):
            return frame.run.function(target.name)
        raise Undefined(f"{kind_zh(value)}不是函数。", f"A {kind_of(value)} is no function.")

    return find


def _invoke(function: Function | Lambda, values: tuple[Value, ...], run: Run) -> Value:
    if isinstance(function, Function):
        return call_function(function, values, run)
    return function.invoke(values)


def _invoke_named(
    function: Callee, names: tuple[str, ...], values: tuple[Value, ...], run: Run
) -> Value:
    named = dict(zip(names, values, strict=True))
    if isinstance(function, Builtin):
        return function.call_named(run, named)
    unknown = set(named) - set(function.parameters)
    if unknown or len(named) < len(names):
        shown = ", ".join(sorted(unknown or names))
        raise Undefined(f"参数名不符：{shown}。", f"The parameter names do not fit: {shown}.")
    last = max(function.parameters.index(name) for name in named) + 1
    if isinstance(function, Lambda):
        last = len(function.parameters)
    return _invoke(function, tuple(named.get(p) for p in function.parameters[:last]), run)


def define(node: nodes.Define, scope: Scope | None, make: Compile) -> Code:
    """Return the code of a function definition; the function keeps the scope it was made in."""
    parameters = tuple(name for name, _ in node.parameters)
    refs = tuple(ref for _, ref in node.parameters)
    body = make(node.body, Scope(set(parameters), scope))
    cost = weight(node.body)

    def run(frame: Frame) -> Value:
        def invoke(values: tuple[Value, ...]) -> Value:
            _check(parameters, refs, values)
            account = frame.run
            account.spend(cost)
            account.enter()
            try:
                return body(Frame(dict(zip(parameters, values, strict=True)), frame, account))
            finally:
                account.leave()

        return Lambda(parameters, invoke)

    return run


def _check(
    parameters: tuple[str, ...], refs: tuple[TypeRef | None, ...], values: tuple[Value, ...]
) -> None:
    if len(values) != len(parameters):
        raise Undefined(
            f"函数需要{len(parameters)}个参数。",
            f"Arguments that the function takes: {len(parameters)}.",
        )
    for name, ref, value in zip(parameters, refs, values, strict=True):
        if ref is not None and value is not None and is_instance(value, ref) is False:
            raise Undefined(f"参数“{name}”类型不符。", f"The argument '{name}' has a wrong type.")
