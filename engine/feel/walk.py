"""Look over an expression without evaluating it: its size, its depth, the names it leaves free."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.feel import nodes
from engine.feel.errors import FeelLimitError
from engine.feel.nodes import Node


def children(node: Node) -> tuple[Node, ...]:  # noqa: C901, PLR0911, PLR0912 - one case per kind
    """Return the direct parts of a node, in the order of the text."""
    match node:
        case nodes.Negate(operand) | nodes.OpTest(_, operand):
            return (operand,)
        case nodes.Arithmetic(first, rest):
            return (first, *(operand for _, operand in rest))
        case nodes.AllOf(items) | nodes.AnyOf(items) | nodes.ListOf(items) | nodes.Tests(items):
            return items
        case nodes.Compare(_, left, right):
            return (left, right)
        case nodes.Between(value, low, high):
            return (value, low, high)
        case nodes.Inside(value, tests):
            return (value, *tests)
        case nodes.InstanceOf(value):
            return (value,)
        case nodes.RangeOf(low, high):
            return (low, high)
        case nodes.ContextOf(entries):
            return tuple(value for _, value in entries)
        case nodes.Path(target):
            return (target,)
        case nodes.Filter(target, predicate):
            return (target, predicate)
        case nodes.Call(target, args):
            return (target, *args)
        case nodes.If(condition, yes, no):
            return (condition, yes, no)
        case nodes.For(iterations, body) | nodes.Quantified(_, iterations, body):
            return (*(part for it in iterations for part in _parts(it)), body)
        case nodes.Define(_, body):
            return (body,)
        case nodes.Literal() | nodes.BadLiteral() | nodes.Name():
            return ()


def _parts(iteration: nodes.Iteration) -> tuple[Node, ...]:
    return (iteration.domain,) if iteration.end is None else (iteration.domain, iteration.end)


def measure(root: Node, *, max_depth: int) -> int:
    """Return the number of nodes; raise FeelLimitError when they are nested too deeply."""
    size, waiting = 0, [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        size += 1
        if depth > max_depth:
            raise FeelLimitError(
                f"表达式嵌套超过上限（{max_depth}层）。",
                f"The expression is nested more than {max_depth} deep.",
            )
        waiting.extend((child, depth + 1) for child in children(node))
    return size


def weight(node: Node) -> int:
    """Return the number of nodes below and including this one."""
    return 1 + sum(weight(child) for child in children(node))


def mentions(node: Node, name: str) -> bool:
    """Return whether the name occurs anywhere in the expression."""
    if isinstance(node, nodes.Name):
        return node.name == name
    return any(mentions(child, name) for child in children(node))


@dataclass(slots=True)
class Findings:
    """The names that an expression takes from outside."""

    names: set[str] = field(default_factory=set)
    filter_names: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Scope:
    bound: frozenset[str] = frozenset({"?"})
    in_filter: bool = False

    def with_names(self, *names: str) -> _Scope:
        return _Scope(self.bound | set(names), self.in_filter)

    def filtered(self) -> _Scope:
        return _Scope(self.bound | {"item"}, in_filter=True)


def free_names(root: Node) -> Findings:
    """Return the free variables and called functions of an expression."""
    findings = Findings()
    _visit(root, _Scope(), findings)
    return findings


def _visit(node: Node, scope: _Scope, found: Findings) -> None:  # noqa: C901 - one case per kind
    match node:
        case nodes.Name(name):
            if name not in scope.bound:
                (found.filter_names if scope.in_filter else found.names).add(name)
        case nodes.Call(nodes.Name(name), args):
            if name not in scope.bound:
                found.functions.add(name)
            _visit_all(args, scope, found)
        case nodes.Filter(target, predicate):
            _visit(target, scope, found)
            _visit(predicate, scope.filtered(), found)
        case nodes.ContextOf(entries):
            for key, value in entries:
                _visit(value, scope, found)
                scope = scope.with_names(key)
        case nodes.For() | nodes.Quantified():
            _visit_loop(node, scope, found)
        case nodes.Define(parameters, body):
            _visit(body, scope.with_names(*(name for name, _ in parameters)), found)
        case _:
            _visit_all(children(node), scope, found)


def _visit_all(parts: tuple[Node, ...], scope: _Scope, found: Findings) -> None:
    for part in parts:
        _visit(part, scope, found)


def _visit_loop(node: nodes.For | nodes.Quantified, scope: _Scope, found: Findings) -> None:
    for iteration in node.iterations:
        _visit_all(_parts(iteration), scope, found)
        scope = scope.with_names(iteration.name)
    if isinstance(node, nodes.For):
        scope = scope.with_names("partial")
    _visit(node.body, scope, found)
