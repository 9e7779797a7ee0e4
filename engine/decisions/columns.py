"""A column of conditions as the linter sees it: samples, and which rules each sample passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.decisions import model
from engine.decisions.cells import Cell, constant, read_cell
from engine.decisions.errors import DecisionSyntaxError
from engine.decisions.samples import samples_of
from engine.decisions.scope import ModelScope
from engine.feel import Expression, FeelError, Value, nodes
from engine.feel.values import kind_of

_MAX_SAMPLES = 400


@dataclass(frozen=True, slots=True)
class Column:
    """One input of a table.

    A mask has one bit per sample. ``samples`` is empty for a column whose values we cannot
    foresee: one that is computed, or whose type is unknown.
    """

    title: str
    kind: str
    cells: tuple[Cell, ...]
    samples: tuple[Value, ...]
    masks: tuple[int | None, ...]
    """For each rule the samples it passes, None if that depends on other inputs."""
    allows_null: bool
    is_dependent: bool
    """It reads a variable that another column reads too."""

    @property
    def solid(self) -> int:
        """Return the mask of all samples but null."""
        return self.everything & ~1 if self.samples else 0

    @property
    def everything(self) -> int:
        """Return the mask of all samples; the first is null where null is allowed."""
        full = (1 << (len(self.samples) + 1)) - 1
        return full if self.allows_null else full & ~1

    def sample(self, bit: int) -> Value:
        """Return the sample of a bit; bit 0 is null."""
        return None if bit == 0 else self.samples[bit - 1]


def read_columns(
    table: model.DecisionTable, scope: ModelScope, required: Iterable[model.Decision]
) -> tuple[Column, ...] | None:
    """Return the columns of a table, None if a cell does not parse.

    ``required`` are the decisions whose answers the table reads.
    """
    sources = {decision.name: decision for decision in required}
    try:
        expressions = [scope.expression(column.expression) for column in table.inputs]
        uses = Counter(name for expression in expressions for name in _reads(expression))
        return tuple(
            _column(table, index, expression, scope, uses, sources)
            for index, expression in enumerate(expressions)
        )
    except (DecisionSyntaxError, FeelError):
        return None


def _reads(expression: Expression) -> frozenset[str]:
    """Return what a column reads: the whole path of a plain one, else its variables."""
    path = plain_path(expression.tree)
    return frozenset({path}) if path else expression.names | expression.filter_names


def plain_path(tree: nodes.Node) -> str:
    """Return ``a`` or ``a.b`` of an expression that only reads a variable, else nothing."""
    match tree:
        case nodes.Name(name):
            return name
        case nodes.Path(target, name):
            inner = plain_path(target)
            return f"{inner}.{name}" if inner else ""
        case _:
            return ""


def _column(
    table: model.DecisionTable,
    index: int,
    expression: Expression,
    scope: ModelScope,
    uses: Counter[str],
    sources: Mapping[str, model.Decision],
) -> Column:
    column = table.inputs[index]
    cells = tuple(read_cell(scope.tests(rule.conditions[index])) for rule in table.rules)
    ref = type_of_input(column, expression, scope)
    kind = scope.types.base(ref) or _kind_of_constants(cells)
    allowed = _allowed(column, ref, scope)
    known = _samples(expression, kind, cells, allowed, scope, sources)
    samples = tuple(value for value in known if _is_allowed(value, allowed))
    if len(samples) > _MAX_SAMPLES:
        samples = ()
    allows_null = _is_allowed(None, allowed)
    distinct = {cell.tests.text: cell for cell in cells}
    masks = {text: _mask(cell, samples, allows_null=allows_null) for text, cell in distinct.items()}
    return Column(
        title=column.label or column.expression.text,
        kind=kind,
        cells=cells,
        samples=samples,
        masks=tuple(masks[cell.tests.text] for cell in cells),
        allows_null=allows_null,
        is_dependent=any(uses[name] > 1 or _shares_root(name, uses) for name in _reads(expression)),
    )


def _shares_root(name: str, uses: Counter[str]) -> bool:
    """Return whether another column reads an owner or a part of this variable."""
    return any(
        other != name and (other.startswith(f"{name}.") or name.startswith(f"{other}."))
        for other in uses
    )


def type_of_input(column: model.TableInput, expression: Expression, scope: ModelScope) -> str:
    """Return the type of a column: that of its variable if it narrows more, else its own."""
    path = plain_path(expression.tree)
    declared = next((d.type_ref for d in scope.definitions.inputs.values() if d.name == path), "")
    if not declared:
        declared = next(
            (d.type_ref for d in scope.definitions.decisions.values() if d.name == path), ""
        )
    return declared if scope.types.find(declared) else column.type_ref or declared


def _kind_of_constants(cells: tuple[Cell, ...]) -> str:
    kinds = {kind_of(value) for cell in cells for value in cell.constants if value is not None}
    return kinds.pop() if len(kinds) == 1 else ""


def _allowed(column: model.TableInput, ref: str, scope: ModelScope) -> list[Expression]:
    texts = [column.allowed] if column.allowed else []
    texts += [item.allowed for item in scope.types.allowed(ref) if item.allowed]
    return [scope.tests(text) for text in texts]


def _is_allowed(value: Value, allowed: list[Expression]) -> bool:
    return all(tests.test(value) is True for tests in allowed)


def _samples(
    expression: Expression,
    kind: str,
    cells: tuple[Cell, ...],
    allowed: list[Expression],
    scope: ModelScope,
    sources: Mapping[str, model.Decision],
) -> tuple[Value, ...]:
    path = plain_path(expression.tree)
    if not path:
        return ()
    answers = _answers(path, scope, sources)
    if answers is not None:
        return answers
    constants = [value for cell in cells for value in cell.constants]
    constants += [value for tests in allowed for value in read_cell(tests).constants]
    return samples_of(kind, constants)


def _answers(
    path: str, scope: ModelScope, sources: Mapping[str, model.Decision]
) -> tuple[Value, ...] | None:
    """Return what a required decision can answer, () if unknown; None if it reads no decision."""
    decision = sources.get(path)
    if decision is None:
        return () if path.split(".", 1)[0] in sources else None
    logic = decision.logic
    if not isinstance(logic, model.DecisionTable) or len(logic.outputs) != 1:
        return ()
    if logic.aggregation is not None or logic.hit_policy.value in "ROC":
        return ()
    return _literal_outputs(logic, scope)


def _literal_outputs(table: model.DecisionTable, scope: ModelScope) -> tuple[Value, ...]:
    found: list[Value] = []
    for rule in table.rules:
        text = rule.results[0]
        known = constant(scope.expression(text).tree) if text.text not in {"", "-"} else None
        if known is None or known.value is None:
            return ()
        if known.value not in found:
            found.append(known.value)
    return tuple(found)


def _mask(cell: Cell, samples: tuple[Value, ...], *, allows_null: bool) -> int | None:
    if not cell.is_closed or not samples:
        return None
    mask = 1 if allows_null and cell.tests.test(None) is True else 0
    for bit, value in enumerate(samples, start=1):
        if cell.tests.test(value) is True:
            mask |= 1 << bit
    return mask
