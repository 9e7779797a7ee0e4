"""Read a cell of a table as a set of values, where it is one that can be read so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.feel import DEFAULT_LIMITS, Expression, Value, nodes
from engine.feel.compiler import compile_node
from engine.feel.library import BUILTINS
from engine.feel.nodes import Node
from engine.feel.scope import NOTHING, Frame, Run

_CONSTRUCTORS = frozenset(
    {"date", "date and time", "time", "duration", "years and months duration", "number"}
)
_CLOCKS = frozenset({"now", "today"})


@dataclass(frozen=True, slots=True)
class Constant:
    """A value known without any input."""

    value: Value


@dataclass(frozen=True, slots=True)
class Cell:
    """A condition: its parsed tests, and what can be said of it without the inputs."""

    tests: Expression
    is_any: bool
    """It is ``-``."""
    is_simple: bool
    """It consists of constants, comparisons with constants and ranges of constants only."""
    is_closed: bool
    """Its truth depends on nothing but the tested value."""
    constants: tuple[Value, ...]
    """The constants at which its truth may change."""
    uses_order: bool
    """It compares with ``<`` and the like, or with ranges."""


def read_cell(tests: Expression) -> Cell:
    """Return what can be said of unary tests."""
    tree = tests.tree
    items = tree.items if isinstance(tree, nodes.Tests) else (tree,)
    found = [_constants_of(item) for item in items]
    closed = not tests.names and not tests.filter_names and tests.functions <= _pure()
    return Cell(
        tests=tests,
        is_any=not items,
        is_simple=all(constants is not None for constants in found),
        is_closed=closed,
        constants=tuple(value for constants in found for value in constants or ()),
        uses_order=any(_uses_order(item) for item in items),
    )


def _pure() -> frozenset[str]:
    return frozenset(BUILTINS) - _CLOCKS


def _uses_order(item: Node) -> bool:
    return isinstance(item, nodes.RangeOf) or (
        isinstance(item, nodes.OpTest) and item.op not in {"=", "!="}
    )


def _constants_of(item: Node) -> tuple[Value, ...] | None:
    """Return the constants of a simple test, None if it is another kind of test."""
    match item:
        case nodes.OpTest(_, operand):
            parts: tuple[Node, ...] = (operand,)
        case nodes.RangeOf(low, high):
            parts = (low, high)
        case _:
            parts = (item,)
    constants = [constant(part) for part in parts]
    if any(known is None or isinstance(known.value, list | dict) for known in constants):
        return None
    return tuple(known.value for known in constants if known is not None)


def constant(node: Node) -> Constant | None:
    """Return the value of a node that needs no input: a literal or ``date("…")`` and its kin."""
    match node:
        case nodes.Literal(value):
            return Constant(value)
        case nodes.Negate(operand):
            return _computed(node) if constant(operand) else None
        case nodes.Call(nodes.Name(name), args) if name in _CONSTRUCTORS:
            return _computed(node) if all(constant(arg) for arg in args) else None
        case nodes.ListOf(items):
            return _computed(node) if all(constant(item) for item in items) else None
        case _:
            return None


def _computed(node: Node) -> Constant | None:
    run = Run({}, {}, DEFAULT_LIMITS)
    value = compile_node(node)(Frame(NOTHING, None, run))
    return None if run.messages else Constant(value)


def constants_in(tests: Expression) -> Iterator[Value]:
    """Yield the constants that a value is compared with for equality."""
    tree = tests.tree
    for item in tree.items if isinstance(tree, nodes.Tests) else ():
        known = constant(item)
        if known is not None:
            yield known.value
