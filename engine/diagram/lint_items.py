"""Rules about problem items: what a multi-instance and its user tasks say of them.

The texts are evaluated at the end of every step, so they may not fail and may not depend on the
clock: besides FEEL's own functions they may call only those that look something up.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagram.model import Node, NodeKind, Process
from engine.diagram.reading import quoted
from engine.diagram.report import Report
from engine.diagram.scopes import all_nodes
from engine.feel import BUILTINS, FeelError, is_wrapped, nodes, parse
from engine.model.items import COLUMNS, STATUS, TITLE, ItemStatus

_LOOKING_UP = frozenset({"is_within", "performer", "performers", "times", "unit_name"})
_ALLOWED = (_LOOKING_UP | frozenset(BUILTINS)) - {"now", "today"}
_DECLARED = frozenset(each.value for each in ItemStatus if not each.is_ended)
_LITERAL = frozenset({"item_verifiers"})


def lint_items(process: Process, report: Report) -> None:
    """Check the properties about problem items."""
    for node in all_nodes(process.scope):
        _check_columns(node, report)
        if STATUS in node.properties:
            _check_status(node, report)


def _check_columns(node: Node, report: Report) -> None:
    named = [name for name in COLUMNS if name in node.properties]
    if not named:
        return
    if node.loop is None or not node.loop.collection:
        report.error(
            "items_without_loop",
            node.id,
            zh=f"只有带集合（camunda:collection）的多实例能列出问题项（{named[0]}）。",
            en=f"Only a multi-instance over a collection can list problem items ({named[0]}).",
        )
    elif TITLE not in named:
        report.error(
            "items_without_title",
            node.id,
            zh=f"问题项应有标题（{TITLE}）。",
            en=f"Problem items need a title ({TITLE}).",
        )
    for name in named:
        _check_text(node, name, report)


def _check_text(node: Node, name: str, report: Report) -> None:
    text = node.properties[name]
    if name in _LITERAL:
        if text not in report.activities:
            report.unknown(("activity", "环节"), text, report.activities, node.id)
        return
    if name == "item_due" and not is_wrapped(text):
        report.error(
            "bad_item",
            node.id,
            zh="问题项的期限（item_due）应为表达式，如 ${item_due}。",
            en="The due date of a problem item (item_due) should be an expression.",
        )
        return
    _check_functions(node, name, report)


def _check_functions(node: Node, name: str, report: Report) -> nodes.Node | None:
    """Report functions that may not be called here; return the tree of an expression."""
    text = node.properties[name]
    if not is_wrapped(text):
        return None
    try:
        parsed = parse(text)
    except FeelError:
        return None  # said by the rules about expressions
    for function in sorted(parsed.functions - _ALLOWED):
        report.error(
            "bad_item",
            node.id,
            zh=f"{name}不得调用{quoted(function)}：问题项每步都重新取值，只能用FEEL自带的函数"
            f"和{'、'.join(sorted(_LOOKING_UP))}。",
            en=f"{name} may not call {quoted(function)}: it is evaluated after every step; use "
            f"FEEL's own functions and {', '.join(sorted(_LOOKING_UP))}.",
        )
    return parsed.tree


def _check_status(node: Node, report: Report) -> None:
    if node.kind is not NodeKind.USER_TASK:
        report.error(
            "bad_item",
            node.id,
            zh=f"只有用户任务能说明问题项的状态（{STATUS}）。",
            en=f"Only user tasks can say in which state a problem item is ({STATUS}).",
        )
        return
    tree = _check_functions(node, STATUS, report)
    found = [node.properties[STATUS]] if tree is None else list(_results(tree))
    for text in found:
        if tree is None and is_wrapped(text):
            continue
        if text not in _DECLARED:
            report.unknown(("item_status", "问题项状态"), text, _DECLARED, node.id)


def _results(tree: nodes.Node) -> Iterator[str]:
    """Yield the texts that an expression can give, as far as they stand in it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.If):
            waiting += [node.yes, node.no]
        elif isinstance(node, nodes.Literal) and isinstance(node.value, str):
            yield node.value
