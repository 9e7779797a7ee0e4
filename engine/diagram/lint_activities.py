"""Rules about activities: who performs them, what they call, over what they repeat."""

from __future__ import annotations

import re

from engine.diagram.model import Node, NodeKind, Process
from engine.diagram.reading import quoted
from engine.diagram.report import Report
from engine.diagram.scopes import all_nodes
from engine.feel import is_wrapped, strip_wrapper
from engine.model.form_free import name_fault

MOST_ITEMS = 1_000
"""Items of one multi-instance activity; the engine refuses more."""
_SHAPES = frozenset({"", "singleEntry", "singleResult", "collectEntries", "resultList"})
_NUMBER = re.compile(r"-?\d{1,18}")


def lint_activities(process: Process, report: Report) -> None:
    """Check the activities of a process and its subprocesses."""
    _check_groups(process.id, process.starter_groups, report)
    for node in all_nodes(process.scope):
        match node.kind:
            case NodeKind.USER_TASK:
                _check_performers(node, report)
            case NodeKind.SERVICE_TASK | NodeKind.SEND_TASK:
                _check_handler(node, report)
            case NodeKind.BUSINESS_RULE_TASK:
                _check_decision(node, report)
            case NodeKind.CALL_ACTIVITY:
                _check_call(node, process.id, report)
        _check_groups(node.id, node.candidate_groups, report)
        _check_loop(node, report)
        _check_names(node, report)


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a comma-separated text."""
    return tuple(word for part in text.split(",") if (word := part.strip()))


def _check_performers(node: Node, report: Report) -> None:
    if not any(
        text.strip() for text in (node.assignee, node.candidate_groups, node.candidate_users)
    ):
        report.warn(
            "nobody_can_perform",
            node.id,
            zh=f"没有人能办理“{node.name or node.id}”：请填写承办人、候选人或候选组。",
            en=f"Nobody can perform '{node.name or node.id}': give an assignee, candidate users or "
            "candidate groups.",
        )


def _check_groups(element_id: str, text: str, report: Report) -> None:
    known = report.known.groups
    if known is None or is_wrapped(text):
        return
    for group in listed(text):
        if group not in known:
            report.unknown(("group", "候选组"), group, known, element_id)


def _check_handler(node: Node, report: Report) -> None:
    known = report.known.handlers
    if not node.handler:
        if node.kind is NodeKind.SERVICE_TASK or node.event is None:
            report.error(
                "handler_missing",
                node.id,
                zh="没有指明处理程序（camunda:topic）"
                + ("。" if node.kind is NodeKind.SERVICE_TASK else "或消息（messageRef）。"),
                en="No handler is named (camunda:topic)"
                + ("." if node.kind is NodeKind.SERVICE_TASK else " and no message (messageRef)."),
            )
    elif known is not None and node.handler not in known:
        report.unknown(("handler", "处理程序"), node.handler, known, node.id)
    elif known is not None:
        _check_inputs(node, known[node.handler], report)


def _check_inputs(node: Node, documented: tuple[str, ...], report: Report) -> None:
    """Warn of inputs that are almost documented ones: a handler ignores what it does not know."""
    for name, _ in node.inputs:
        if not documented or name in documented:
            continue
        hint_zh, hint_en = report.hint(name, documented)
        if hint_zh:
            report.warn(
                "unknown_input",
                node.id,
                zh=f"处理程序“{node.handler}”没有输入参数“{quoted(name)}”{hint_zh}",
                en=f"The handler '{node.handler}' has no input '{quoted(name)}'{hint_en}",
            )


def _check_decision(node: Node, report: Report) -> None:
    known = report.known.decisions
    if not node.decision:
        report.error(
            "decision_missing",
            node.id,
            zh="没有指明决策（camunda:decisionRef）。",
            en="No decision is named (camunda:decisionRef).",
        )
    elif is_wrapped(node.decision):
        report.error(
            "decision_computed",
            node.id,
            zh="决策的标识应直接写出，不能用表达式。",
            en="Write the id of the decision; it cannot be an expression.",
        )
    elif known is not None and node.decision not in known:
        report.unknown(("decision", "决策"), node.decision, known, node.id)
    if node.result_shape not in _SHAPES:
        report.error(
            "bad_result_shape",
            node.id,
            zh=f"mapDecisionResult应为{'、'.join(sorted(_SHAPES - {''}))}之一，"
            f"现为“{quoted(node.result_shape)}”。",
            en=f"mapDecisionResult should be one of {', '.join(sorted(_SHAPES - {''}))}, found "
            f"'{quoted(node.result_shape)}'.",
        )
    elif node.result_shape in {"singleEntry", "collectEntries", "resultList"} and not (
        node.result_variable or node.outputs
    ):
        report.warn(
            "result_lost",
            node.id,
            zh="没有结果变量（camunda:resultVariable），决策的结果会丢失。",
            en="There is no camunda:resultVariable; the result of the decision is lost.",
        )


def _check_call(node: Node, process: str, report: Report) -> None:
    called = node.call.process if node.call is not None else ""
    in_file = report.processes
    known = report.known.processes
    if not called:
        zh, en = "没有指明调用哪个流程（calledElement）。", "No process to call (calledElement)."
        report.error("process_missing", node.id, zh=zh, en=en)
    elif is_wrapped(called):
        report.error(
            "process_computed",
            node.id,
            zh="被调用流程的标识应直接写出，不能用表达式。",
            en="Write the id of the called process; it cannot be an expression.",
        )
    elif called not in in_file and known is not None and called not in known:
        report.unknown(("process", "流程"), called, known | in_file, node.id)
    elif called in report.recursive.get(process, frozenset()):
        report.error(
            "recursive_call",
            node.id,
            zh=f"流程“{process}”通过“{called}”又调用了自己，会无休止地进行下去。",
            en=f"Process '{process}' calls itself through '{called}'; this would never end.",
        )


def _check_loop(node: Node, report: Report) -> None:
    if node.loop is None:
        return
    if not node.loop.collection and not node.loop.cardinality:
        report.error(
            "loop_without_collection",
            node.id,
            zh="多实例应指明对哪个列表逐项进行（camunda:collection），或进行几次（loopCardinality）。",
            en="A multi-instance activity needs camunda:collection or loopCardinality.",
        )
    written = strip_wrapper(node.loop.cardinality)
    if _NUMBER.fullmatch(written) and not 0 <= int(written) <= MOST_ITEMS:
        report.error(
            "bad_cardinality",
            node.id,
            zh=f"多实例的次数应在0至{MOST_ITEMS}之间，现为{written}。",
            en=f"A multi-instance activity runs 0 to {MOST_ITEMS} times, not {written}.",
        )


def _check_names(node: Node, report: Report) -> None:
    """Check that everything to be written is a name of a variable."""
    names = [name for name, _ in node.outputs]
    if node.result_variable:
        names.append(node.result_variable)
    if node.loop is not None:
        loop = node.loop
        names += [name for name in (loop.element, loop.output_collection) if name]
    if node.call is not None:
        names += [target for _, target in (*node.call.inputs, *node.call.outputs)]
    for name in names:
        if fault := name_fault(name):
            report.error(
                "bad_variable", node.id, zh=f"变量：{fault[0]}", en=f"Variable: {fault[1]}"
            )
