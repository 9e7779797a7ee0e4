"""Evaluate a decision table under any hit policy (clause 8.2.8 to 8.2.11)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from engine.decisions import model
from engine.decisions.errors import DecisionError
from engine.decisions.model import Aggregation, DecisionTable, HitPolicy, Rule
from engine.decisions.scope import Environment, ModelScope
from engine.feel import Expression, Message, Value, parse
from engine.feel.comparison import equal, is_in

_LISTS = frozenset({HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT})
_AGGREGATES = {Aggregation.SUM: "sum(x)", Aggregation.MIN: "min(x)", Aggregation.MAX: "max(x)"}


class Evaluator(Protocol):
    """What a table needs from the evaluation it is part of."""

    scope: ModelScope

    def note(self, message: Message) -> None:
        """Keep a message."""

    def feel(self, expression: Expression, env: Environment) -> Value:
        """Return the value of an expression."""
        ...

    def passes(self, tests: Expression, value: Value, env: Environment) -> bool:
        """Return whether a value passes unary tests."""
        ...


def evaluate_table(
    table: DecisionTable, env: Environment, ev: Evaluator, *, owner_type: str = ""
) -> tuple[Value, tuple[int, ...]]:
    """Return the result and the numbers of the matching rules.

    Raises DecisionError when rules that must not match together do.
    """
    values = _input_values(table, env, ev)
    if values is None:
        return None, ()
    matched = [rule for rule in table.rules if _matches(rule, values, env, ev)]
    numbers = tuple(rule.number for rule in matched)
    if table.hit_policy is HitPolicy.UNIQUE and len(matched) > 1:
        raise _conflict(table, numbers, "唯一（UNIQUE）", "UNIQUE")
    if not matched:
        return _no_match(table, env, ev), ()
    if table.hit_policy in {HitPolicy.UNIQUE, HitPolicy.FIRST}:
        return _output(table, matched[0], env, ev), numbers
    return _several(table, matched, env, ev, owner_type), numbers


def _conflict(
    table: DecisionTable, numbers: tuple[int, ...], policy_zh: str, policy_en: str
) -> DecisionError:
    shown = ", ".join(map(str, numbers))
    return DecisionError(
        f"命中策略为{policy_zh}，但规则{shown}同时命中。",
        f"The hit policy is {policy_en}, but the rules {shown} match together.",
        element_id=table.id,
    )


def _input_values(table: DecisionTable, env: Environment, ev: Evaluator) -> list[Value] | None:
    """Return the value of every column, None when one is not among its allowed values."""
    values: list[Value] = []
    for column in table.inputs:
        value = ev.feel(ev.scope.expression(column.expression), env)
        name = column.label or column.expression.text
        value = ev.scope.types.conform(value, column.type_ref, name, ev.note)
        if column.allowed and not ev.passes(ev.scope.tests(column.allowed), value, env):
            ev.note(
                Message(
                    f"输入“{name}”的值不在允许的范围（{column.allowed.text}）内。",
                    f"The value of '{name}' is not one of {column.allowed.text}.",
                )
            )
            return None
        values.append(value)
    return values


def _matches(rule: Rule, values: list[Value], env: Environment, ev: Evaluator) -> bool:
    return all(
        cell.text in {"-", ""} or ev.passes(ev.scope.tests(cell), value, env)
        for cell, value in zip(rule.conditions, values, strict=True)
    )


def _no_match(table: DecisionTable, env: Environment, ev: Evaluator) -> Value:
    if any(output.default for output in table.outputs):
        values = [
            ev.feel(ev.scope.expression(output.default), env) if output.default else None
            for output in table.outputs
        ]
        result = _compose(table, values)
        lists = table.hit_policy in _LISTS and table.aggregation is None
        return [result] if lists and not isinstance(result, list) else result
    if table.aggregation is Aggregation.COUNT:
        return Decimal(0)
    ev.note(Message("没有规则命中。", "No rule matches."))
    return [] if table.hit_policy in _LISTS and table.aggregation is None else None


def _results(table: DecisionTable, rule: Rule, env: Environment, ev: Evaluator) -> list[Value]:
    values: list[Value] = []
    for output, cell in zip(table.outputs, rule.results, strict=True):
        value = ev.feel(ev.scope.expression(cell), env) if cell.text not in {"", "-"} else None
        name = output.label or output.name or "output"
        value = ev.scope.types.conform(value, output.type_ref, name, ev.note)
        if output.allowed and not ev.passes(ev.scope.tests(output.allowed), value, env):
            ev.note(
                Message(
                    f"第{rule.number}条规则的输出“{name}”不在允许的值（{output.allowed.text}）内。",
                    f"Rule {rule.number}: '{name}' is not one of {output.allowed.text}.",
                )
            )
            value = None
        values.append(value)
    return values


def _compose(table: DecisionTable, values: list[Value]) -> Value:
    """Return a single output bare, several as a context by their names."""
    if len(values) == 1:
        return values[0]
    return {output.name: value for output, value in zip(table.outputs, values, strict=True)}


def _output(table: DecisionTable, rule: Rule, env: Environment, ev: Evaluator) -> Value:
    return _compose(table, _results(table, rule, env, ev))


def _several(
    table: DecisionTable, matched: list[Rule], env: Environment, ev: Evaluator, owner_type: str
) -> Value:
    rows = [_results(table, rule, env, ev) for rule in matched]
    if table.hit_policy in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER}:
        rows.sort(key=_priority(table, env, ev, owner_type))
    outputs = [_compose(table, row) for row in rows]
    match table.hit_policy:
        case HitPolicy.PRIORITY:
            return outputs[0]
        case HitPolicy.ANY:
            if any(equal(output, outputs[0]) is not True for output in outputs[1:]):
                numbers = tuple(rule.number for rule in matched)
                raise _conflict(table, numbers, "任意（ANY），输出却不同", "ANY with other outputs")
            return outputs[0]
        case _:
            return _aggregate(table, outputs, ev)


def _aggregate(table: DecisionTable, outputs: list[Value], ev: Evaluator) -> Value:
    if table.aggregation is None:
        return outputs
    if table.aggregation is Aggregation.COUNT:
        return Decimal(len(outputs))
    if len(table.outputs) > 1:
        raise DecisionError(
            "有多个输出列的决策表不能汇总。",
            "A table with several outputs cannot be aggregated.",
            element_id=table.id,
        )
    return ev.feel(parse(_AGGREGATES[table.aggregation]), {"x": outputs})


def _priority(
    table: DecisionTable, env: Environment, ev: Evaluator, owner_type: str
) -> Callable[[list[Value]], tuple[int, ...]]:
    """Return the sort key of a row: for each output its place among the output values."""
    orders = [_order_of(table, index, env, ev, owner_type) for index in range(len(table.outputs))]
    if not any(orders):
        raise DecisionError(
            "命中策略按优先级，但没有列出输出值（outputValues）。",
            "The hit policy needs the output values in order of priority.",
            element_id=table.id,
        )

    def key(row: list[Value]) -> tuple[int, ...]:
        return tuple(
            next((place for place, one in enumerate(order) if is_in(value, one)), len(order))
            for order, value in zip(orders, row, strict=True)
        )

    return key


def _order_of(
    table: DecisionTable, index: int, env: Environment, ev: Evaluator, owner_type: str
) -> list[Value]:
    text = priority_text(table, index, ev.scope, owner_type)
    if text is None:
        return []
    listed = model.Text(f"[{text.text}]", text.id, text.line, text.language)
    value = ev.feel(ev.scope.expression(listed), env)
    return value if isinstance(value, list) else []


def priority_text(
    table: DecisionTable, index: int, scope: ModelScope, owner_type: str
) -> model.Text | None:
    """Return the output values that give the priority: the column's own, or those of its type."""
    output = table.outputs[index]
    if output.allowed is not None:
        return output.allowed
    refs = [output.type_ref]
    if len(table.outputs) == 1:
        refs.append(owner_type)
    owner = scope.types.find(owner_type)
    for component in owner.components if owner else ():
        if component.name == output.name:
            if component.allowed is not None:
                return component.allowed
            refs.append(component.type_ref)
    return next((item.allowed for ref in refs for item in scope.types.allowed(ref)), None)
