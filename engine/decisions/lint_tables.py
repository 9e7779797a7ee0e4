"""Find what is wrong in one decision table: hit policy, types, overlaps, gaps, idle rules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from engine.decisions import coverage, model
from engine.decisions.cells import constant, constants_in
from engine.decisions.columns import Column, read_columns
from engine.decisions.coverage import Witness
from engine.decisions.errors import DecisionSyntaxError
from engine.decisions.findings import DecisionFinding, Severity
from engine.decisions.model import DecisionTable, HitPolicy, Rule
from engine.decisions.scope import ModelScope
from engine.decisions.tables import priority_text
from engine.feel import Value
from engine.feel.comparison import equal
from engine.feel.library.text import text_of
from engine.feel.limits import DEFAULT_LIMITS, Budget
from engine.feel.types import SIMPLE_TYPES
from engine.feel.values import kind_of, kind_zh

_MAX_OVERLAPS = 20
_MAX_GAPS = 3
_MAX_RULES = 300  # pairs of rules are compared; larger tables are not
_SINGLE_HIT = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY})


def lint_table(
    table: DecisionTable, scope: ModelScope, *, owner_id: str, owner_type: str
) -> Iterator[DecisionFinding]:
    """Yield the findings about a table of a decision."""
    yield from _policy(table, scope, owner_id, owner_type)
    yield from _output_types(table, scope, owner_type)
    decisions = scope.definitions.decisions
    required = [decisions[i] for i in decisions[owner_id].decisions]
    columns = read_columns(table, scope, required)
    if columns is None:
        return  # unparsable cells are reported elsewhere
    yield from _input_types(table, scope, columns)
    if len(table.rules) <= _MAX_RULES:
        yield from _overlapping(table, scope, columns, owner_id)
        yield from _idle(table, columns)
        yield from _missing(table, columns, owner_id)


# ------------------------------------------------------------------------------------ hit policy


def _policy(
    table: DecisionTable, scope: ModelScope, owner_id: str, owner_type: str
) -> Iterator[DecisionFinding]:
    def wrong(severity: Severity, zh: str, en: str) -> DecisionFinding:
        return DecisionFinding(severity, "hit_policy", table.id or owner_id, zh, en)

    if table.aggregation is not None:
        if table.hit_policy is not HitPolicy.COLLECT:
            yield wrong("error", "只有COLLECT可以汇总。", "Only COLLECT can aggregate.")
        elif len(table.outputs) > 1:
            yield wrong(
                "error", "有多个输出列时不能汇总。", "Several outputs cannot be aggregated."
            )
    if table.hit_policy in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER} and not any(
        priority_text(table, index, scope, owner_type) for index in range(len(table.outputs))
    ):
        yield wrong(
            "error",
            "按优先级命中，需要在输出列列出输出值（outputValues），其顺序就是优先级。",
            "This hit policy needs output values; their order is the priority.",
        )
    names = [output.name for output in table.outputs]
    if len(names) > 1 and (len(set(names)) < len(names) or "" in names):
        yield wrong(
            "error",
            "有多个输出列时，每列都要有不同的名称。",
            "With several outputs, each needs a name of its own.",
        )
    if not table.rules:
        yield wrong("warning", "决策表没有规则。", "The table has no rules.")


# ----------------------------------------------------------------------------------------- types


def _mismatch(what: str, value: Value, kind: str, text: model.Text, rule: Rule) -> DecisionFinding:
    return DecisionFinding(
        "error",
        "type_mismatch",
        text.id or rule.id,
        f"第{rule.number}条规则：“{what}”的类型是{kind}，这里却是{kind_zh(value)}{shown(value)}。",
        f"Rule {rule.number}: '{what}' is a {kind}, but here is a {kind_of(value)}.",
        rule=rule.number,
        line=text.line,
    )


def _fits(value: Value, kind: str) -> bool:
    known = kind in SIMPLE_TYPES and kind not in {"Any", "list", "context", "duration"}
    return value is None or not known or kind_of(value) == kind


def _input_types(
    table: DecisionTable, scope: ModelScope, columns: tuple[Column, ...]
) -> Iterator[DecisionFinding]:
    for index, column in enumerate(columns):
        allowed = table.inputs[index].allowed
        for rule, cell in zip(table.rules, column.cells, strict=True):
            text = rule.conditions[index]
            for value in cell.constants:
                if not _fits(value, column.kind):
                    yield _mismatch(column.title, value, column.kind, text, rule)
            if allowed is None:
                continue
            for value in constants_in(cell.tests):
                if _fits(value, column.kind) and scope.tests(allowed).test(value) is False:
                    yield _not_allowed("warning", column.title, value, text, rule)


def _output_types(
    table: DecisionTable, scope: ModelScope, owner_type: str
) -> Iterator[DecisionFinding]:
    for index, output in enumerate(table.outputs):
        ref = output.type_ref or (owner_type if len(table.outputs) == 1 else "")
        if table.hit_policy.value in "ROC" and not output.type_ref:
            ref = ""  # the decision's type is that of the list or of the aggregate
        kind = scope.types.base(ref)
        for rule in table.rules:
            text = rule.results[index]
            try:
                tree = scope.expression(text).tree if text.text not in {"", "-"} else None
                known = constant(tree) if tree else None
                if known is None:
                    continue
                name = output.label or output.name or "输出"
                if not _fits(known.value, kind):
                    yield _mismatch(name, known.value, kind, text, rule)
                elif output.allowed and scope.tests(output.allowed).test(known.value) is not True:
                    yield _not_allowed("error", name, known.value, text, rule)
            except DecisionSyntaxError:
                continue  # reported elsewhere


def _not_allowed(
    severity: Severity, what: str, value: Value, text: model.Text, rule: Rule
) -> DecisionFinding:
    return DecisionFinding(
        severity,
        "not_allowed",
        text.id or rule.id,
        f"第{rule.number}条规则：{shown(value)}不是“{what}”允许的值。",
        f"Rule {rule.number}: {shown(value)} is not an allowed value of '{what}'.",
        rule=rule.number,
        line=text.line,
    )


# -------------------------------------------------------------------------------------- coverage


def shown(value: Value) -> str:
    """Return a value as one writes it in a cell."""
    text = text_of(value, Budget(DEFAULT_LIMITS))
    return f'"{text}"' if isinstance(value, str) else text


def _example(witness: Witness, comma: str) -> str:
    return comma.join(f"{title}={shown(value)}" for title, value in witness)


def _overlapping(
    table: DecisionTable, scope: ModelScope, columns: tuple[Column, ...], owner_id: str
) -> Iterator[DecisionFinding]:
    if table.hit_policy not in {HitPolicy.UNIQUE, HitPolicy.ANY}:
        return
    pairs = (
        pair
        for pair in coverage.overlaps(columns, len(table.rules))
        if table.hit_policy is HitPolicy.UNIQUE or _outputs_differ(table, scope, pair)
    )
    for pair in islice(pairs, _MAX_OVERLAPS):
        zh, en = "对所有输入", "for every input"
        if pair.witness:
            zh = f"例如 {_example(pair.witness, '，')}"
            en = f"for instance {_example(pair.witness, ', ')}"
        yield DecisionFinding(
            "warning" if pair.is_fractional else "error",
            "overlap",
            table.rules[pair.second - 1].id or owner_id,
            f"命中策略{table.hit_policy.name}下，第{pair.first}条与第{pair.second}条规则重叠：{zh}。",
            f"Under {table.hit_policy.name}, the rules {pair.first} and {pair.second} overlap: {en}.",
            rule=pair.second,
        )


def _outputs_differ(table: DecisionTable, scope: ModelScope, pair: coverage.Overlap) -> bool:
    """Return whether the outputs of two rules are constants of which some differ."""
    first, second = table.rules[pair.first - 1].results, table.rules[pair.second - 1].results
    for a, b in zip(first, second, strict=True):
        if "" in {a.text, b.text} or "-" in {a.text, b.text}:
            continue
        try:
            one = constant(scope.expression(a).tree)
            other = constant(scope.expression(b).tree)
        except DecisionSyntaxError:
            continue
        if one and other and equal(one.value, other.value) is False:
            return True
    return False


def _idle(table: DecisionTable, columns: tuple[Column, ...]) -> Iterator[DecisionFinding]:
    never = coverage.never_matching(columns, len(table.rules))
    for number in never:
        yield DecisionFinding(
            "warning",
            "unreachable",
            table.rules[number - 1].id,
            f"第{number}条规则永远不会命中：没有值符合它的条件。",
            f"Rule {number} never matches: no value passes its conditions.",
            rule=number,
        )
    if table.hit_policy is not HitPolicy.FIRST:
        return
    for number in set(coverage.hidden(columns, len(table.rules))) - set(never):
        yield DecisionFinding(
            "warning",
            "unreachable",
            table.rules[number - 1].id,
            f"第{number}条规则永远轮不到：它的情形已被前面的规则覆盖。",
            f"Rule {number} is never reached: earlier rules take all its cases.",
            rule=number,
        )


def _missing(
    table: DecisionTable, columns: tuple[Column, ...], owner_id: str
) -> Iterator[DecisionFinding]:
    if table.hit_policy not in _SINGLE_HIT or any(output.default for output in table.outputs):
        return
    if not table.rules:
        return
    for gap in coverage.gaps(columns, len(table.rules), at_most=_MAX_GAPS):
        zh, en = _example(gap.witness, "，"), _example(gap.witness, ", ")
        if gap.is_fractional:
            zh, en = f"{zh}（只影响非整数）", f"{en} (only fractions)"
        yield DecisionFinding(
            "warning",
            "gap",
            table.id or owner_id,
            f"没有规则覆盖：{zh}；此时结果为空。",
            f"No rule covers {en}; the result is then null.",
        )
