"""Decisions as DMN describes them (clauses 6 to 8), with every expression still as text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias


class HitPolicy(Enum):
    """How the matching rules of a table make one result (clause 8.2.8)."""

    UNIQUE = "U"
    """At most one rule may match."""
    ANY = "A"
    """Several may match if their outputs are equal."""
    PRIORITY = "P"
    """Of the matching rules, the output that stands first among the output values."""
    FIRST = "F"
    """The first matching rule, from the top."""
    RULE_ORDER = "R"
    """All matching outputs, in the order of the rules."""
    OUTPUT_ORDER = "O"
    """All matching outputs, in the order of the output values."""
    COLLECT = "C"
    """All matching outputs, or an aggregate of them."""


class Aggregation(Enum):
    """What a COLLECT table makes of its outputs."""

    SUM = "+"
    """Their sum."""
    COUNT = "#"
    """How many there are."""
    MIN = "<"
    """The least of them."""
    MAX = ">"
    """The greatest of them."""


@dataclass(frozen=True, slots=True)
class Text:
    """A FEEL text with the element it stands in; ``language`` is empty for FEEL."""

    text: str
    id: str
    line: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class TableInput:
    """A column of conditions."""

    id: str
    label: str
    expression: Text
    type_ref: str = ""
    allowed: Text | None = None


@dataclass(frozen=True, slots=True)
class TableOutput:
    """A column of results; ``name`` is empty in a table with a single one."""

    id: str
    name: str
    label: str = ""
    type_ref: str = ""
    allowed: Text | None = None
    default: Text | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: its number from 1, one cell per column."""

    number: int
    id: str
    conditions: tuple[Text, ...]
    results: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table of rules."""

    id: str
    inputs: tuple[TableInput, ...]
    outputs: tuple[TableOutput, ...]
    rules: tuple[Rule, ...]
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    aggregation: Aggregation | None = None


@dataclass(frozen=True, slots=True)
class LiteralExpression:
    """A FEEL expression."""

    id: str
    text: Text
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """A name and the expression that gives its value."""

    name: str
    value: Logic
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call of a business knowledge model with bound parameters."""

    id: str
    callee: Text
    bindings: tuple[Binding, ...]


@dataclass(frozen=True, slots=True)
class ContextLogic:
    """Entries that see those before them, and perhaps a last one that is the result."""

    id: str
    entries: tuple[Binding, ...]
    result: Logic | None = None


@dataclass(frozen=True, slots=True)
class ListLogic:
    """A list of expressions."""

    id: str
    items: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of expressions with named columns: a list of contexts."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]


@dataclass(frozen=True, slots=True)
class FunctionLogic:
    """A function of parameters (name, type)."""

    id: str
    parameters: tuple[tuple[str, str], ...]
    body: Logic
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Conditional:
    """Boxed if, then, else (DMN 1.4)."""

    id: str
    condition: Logic
    yes: Logic
    no: Logic


@dataclass(frozen=True, slots=True)
class Iterator:
    """Boxed for, every or some (DMN 1.4); ``kind`` says which."""

    id: str
    kind: str
    variable: str
    domain: Logic
    body: Logic


@dataclass(frozen=True, slots=True)
class FilterLogic:
    """Boxed filter (DMN 1.4)."""

    id: str
    domain: Logic
    match: Logic


Logic: TypeAlias = (
    DecisionTable
    | LiteralExpression
    | Invocation
    | ContextLogic
    | ListLogic
    | Relation
    | FunctionLogic
    | Conditional
    | Iterator
    | FilterLogic
)


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type: another type with allowed values, or components; perhaps a list of these."""

    name: str
    id: str = ""
    type_ref: str = ""
    is_collection: bool = False
    components: tuple[ItemDefinition, ...] = ()
    allowed: Text | None = None
    is_function: bool = False


@dataclass(frozen=True, slots=True)
class InputData:
    """A value that the caller gives."""

    id: str
    name: str
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A question with the logic that answers it, and the ids of what it requires."""

    id: str
    name: str
    logic: Logic | None
    type_ref: str = ""
    decisions: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a named function, and the ids of the models it requires."""

    id: str
    name: str
    function: FunctionLogic | None
    knowledge: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: decisions offered as one function of its inputs."""

    id: str
    name: str
    outputs: tuple[str, ...]
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything in one file, each kind by id (types by name)."""

    name: str
    decisions: dict[str, Decision] = field(default_factory=dict)
    inputs: dict[str, InputData] = field(default_factory=dict)
    knowledge: dict[str, Knowledge] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    types: dict[str, ItemDefinition] = field(default_factory=dict)
