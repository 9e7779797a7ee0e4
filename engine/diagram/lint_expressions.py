"""Rules about texts in FEEL: that they parse, and that what they name exists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.diagram.model import Node, Process
from engine.diagram.reading import quoted
from engine.diagram.report import Report
from engine.diagram.scopes import all_nodes, all_scopes
from engine.feel import BUILTINS, Expression, FeelError, is_wrapped, nodes, parse
from engine.feel.walk import children
from engine.model.deadlines import parse_term
from engine.model.errors import InvalidArgument

_TERMS: Mapping[str, int] = {"deadline": 0, "extend": 1, "before": 1, "after": 1, "half": 0}
"""Our functions that take a term, and its position."""
_ACTIVITIES = frozenset({"performer", "performers", "times"})
_OTHER_LANGUAGES = ("==", "&&", "||", "!=null", ".equals(", "execution.", "task.")


def check_expression(text: str, element_id: str, report: Report) -> Expression | None:
    """Check one FEEL text, with or without wrapper; return it parsed, None where it is wrong."""
    report.expression_room -= len(text)
    if report.expression_room < 0:
        if report.expression_room + len(text) >= 0:
            report.error(
                "too_many_expressions",
                element_id,
                zh="流程图的表达式过多，其余的没有检查。",
                en="The diagram has too many expressions; the rest was not checked.",
            )
        return None
    try:
        parsed = parse(text)
    except FeelError as fault:
        hint_zh, hint_en = _hint(text)
        report.error(
            "bad_expression",
            element_id,
            zh=f"表达式“{quoted(text)}”有误：{fault.zh}{hint_zh}",
            en=f"The expression '{quoted(text)}' is wrong: {fault.en}{hint_en}",
        )
        return None
    _check_functions(parsed, element_id, report)
    for name, arguments in _calls(parsed.tree):
        _check_call(name, arguments, element_id, report)
    return parsed


def _hint(text: str) -> tuple[str, str]:
    if any(sign in text for sign in _OTHER_LANGUAGES):
        return "（FEEL 写作 =、and、or、not(…)、!= null）", " (FEEL writes =, and, or, not(…))"
    return "", ""


def _check_functions(parsed: Expression, element_id: str, report: Report) -> None:
    if report.known.functions is None:
        return
    known = report.known.functions | frozenset(BUILTINS)
    for name in sorted(parsed.functions - known):
        report.unknown(("function", "函数"), name, known, element_id)


def _calls(tree: nodes.Node) -> Iterator[tuple[str, tuple[nodes.Node, ...]]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Call) and isinstance(node.target, nodes.Name):
            yield node.target.name, node.args
        waiting.extend(children(node))


def _literal(arguments: tuple[nodes.Node, ...], at: int) -> str | None:
    argument = arguments[at] if at < len(arguments) else None
    if isinstance(argument, nodes.Literal) and isinstance(argument.value, str):
        return argument.value
    return None


def _check_call(
    name: str, arguments: tuple[nodes.Node, ...], element_id: str, report: Report
) -> None:
    text = _literal(arguments, _TERMS.get(name, 0))
    if text is None:
        return
    known = report.known
    if name == "setting" and known.settings is not None and text not in known.settings:
        report.unknown(("setting", "参数"), text, known.settings, element_id)
    elif name in _ACTIVITIES and text not in report.activities:
        report.unknown(("activity", "环节"), text, report.activities, element_id)
    elif name in _TERMS and (known.functions is None or name in known.functions):
        try:
            parse_term(text)
        except InvalidArgument as fault:
            report.error("bad_term", element_id, zh=str(fault), en=fault.en)


def check_text(
    text: str,
    element_id: str,
    report: Report,
    *,
    literal: Callable[[str], None] | None = None,
    is_feel: Callable[[str], bool] = is_wrapped,
) -> None:
    """Check a text that may be FEEL; `literal` judges any other, and constants."""
    if not is_feel(text):
        if literal is not None and text.strip():
            literal(text.strip())
        return
    parsed = check_expression(text, element_id, report)
    if parsed is not None and literal is not None and isinstance(parsed.tree, nodes.Literal):
        value = parsed.tree.value
        if isinstance(value, str):
            literal(value)


def lint_expressions(process: Process, report: Report) -> None:
    """Check every expression of a process, timers and due dates apart."""
    for node in all_nodes(process.scope):
        for text in _always_feel(node):
            check_expression(text, node.id, report)
        for text in _feel_when_wrapped(node):
            check_text(text, node.id, report)
    for scope in all_scopes(process.scope):
        for flow in scope.flows.values():
            if flow.condition:
                check_expression(flow.condition, flow.id, report)
    for text in process.properties.values():
        check_text(text, process.id, report)


def _always_feel(node: Node) -> Iterator[str]:
    if node.loop is not None:
        loop = node.loop
        texts = (loop.collection, loop.cardinality, loop.completion, loop.output_element)
        yield from (text for text in texts if text)
    if node.call is not None:
        yield from (source for source, _ in (*node.call.inputs, *node.call.outputs))
    for name, text in node.properties.items():
        if name == "correlation" or name.startswith("expect:"):
            yield text


def _feel_when_wrapped(node: Node) -> Iterator[str]:
    yield from (node.assignee, node.candidate_groups, node.candidate_users)
    yield from (text for _, text in (*node.inputs, *node.outputs))
    read_elsewhere = {"output_element", "correlation"}
    yield from (
        text
        for name, text in node.properties.items()
        if name not in read_elsewhere and not name.startswith("expect:")
    )
    if node.event is not None:
        yield node.event.reference
    if node.form is not None:
        for field in node.form.fields:
            yield field.default
            yield from (column.default for column in field.fields)
