"""The parts of which an expression consists, as the parser builds and the compiler reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.feel.types import TypeRef
from engine.feel.values import Value


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant."""

    value: Value


@dataclass(frozen=True, slots=True)
class BadLiteral:
    """An ``@"…"`` whose text is no date, time or duration: null, with a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, or the function of that name."""

    name: str


@dataclass(frozen=True, slots=True)
class Negate:
    """Arithmetic negation."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A chain of operators of one precedence, evaluated from the left."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Conjunction."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Disjunction."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """One of ``= != < <= > >=``."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between:
    """``value between low and high``, both included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Inside:
    """``value in tests``."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """``value instance of type``."""

    value: Node
    type: TypeRef


@dataclass(frozen=True, slots=True)
class OpTest:
    """A comparison whose left side is the tested value: ``< 5``."""

    op: str
    operand: Node


@dataclass(frozen=True, slots=True)
class RangeOf:
    """A range literal."""

    low: Node
    high: Node
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list literal."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf:
    """A context literal; an entry sees the entries before it."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Path:
    """``target.name``."""

    target: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """``target[predicate]``: a position or a condition."""

    target: Node
    predicate: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A call; ``names`` is None for arguments by position."""

    target: Node
    args: tuple[Node, ...]
    names: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class If:
    """``if condition then yes else no``."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Iteration:
    """``name in domain``, or ``name in domain..end``."""

    name: str
    domain: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For:
    """``for iterations return body``."""

    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified:
    """``some`` or ``every`` iterations satisfies body."""

    every: bool
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Define:
    """A function definition; a parameter's type may be missing."""

    parameters: tuple[tuple[str, TypeRef | None], ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Tests:
    """Unary tests; with no item and not negated it is ``-``, which anything passes."""

    items: tuple[Node, ...]
    negated: bool = False


Node: TypeAlias = (
    Literal
    | BadLiteral
    | Name
    | Negate
    | Arithmetic
    | AllOf
    | AnyOf
    | Compare
    | Between
    | Inside
    | InstanceOf
    | OpTest
    | RangeOf
    | ListOf
    | ContextOf
    | Path
    | Filter
    | Call
    | If
    | For
    | Quantified
    | Define
    | Tests
)
