"""Rules about events: where each kind can stand, and that what is thrown can be caught."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.diagram.lint_flow import ACTIVITIES
from engine.diagram.model import EventKind, Node, NodeKind, Process, Scope
from engine.diagram.report import Report
from engine.diagram.scopes import all_nodes

_PLACES: Mapping[NodeKind, frozenset[EventKind]] = {
    NodeKind.END_EVENT: frozenset(
        {
            EventKind.NONE,
            EventKind.MESSAGE,
            EventKind.ERROR,
            EventKind.ESCALATION,
            EventKind.TERMINATE,
        }
    ),
    NodeKind.CATCH_EVENT: frozenset({EventKind.TIMER, EventKind.MESSAGE}),
    NodeKind.THROW_EVENT: frozenset({EventKind.NONE, EventKind.MESSAGE, EventKind.ESCALATION}),
    NodeKind.BOUNDARY_EVENT: frozenset(
        {EventKind.TIMER, EventKind.MESSAGE, EventKind.ERROR, EventKind.ESCALATION}
    ),
}
_PLACES_ZH: Mapping[NodeKind, str] = {
    NodeKind.END_EVENT: "结束事件",
    NodeKind.CATCH_EVENT: "中间捕获事件",
    NodeKind.THROW_EVENT: "中间抛出事件",
    NodeKind.BOUNDARY_EVENT: "边界事件",
}
_RAISING = frozenset(
    {NodeKind.SERVICE_TASK, NodeKind.SEND_TASK, NodeKind.SUBPROCESS, NodeKind.CALL_ACTIVITY}
)
_HOLDING = frozenset({NodeKind.SUBPROCESS, NodeKind.CALL_ACTIVITY})


def lint_events(process: Process, report: Report) -> None:
    """Check the events of a process and its subprocesses."""
    for node in all_nodes(process.scope):
        if node.kind in _PLACES:
            _check_place(node, report)
        _check_near_message(node, report)
    _check_scope(process.scope, (), report)


def _check_place(node: Node, report: Report) -> None:
    kind = EventKind.NONE if node.event is None else node.event.kind
    if kind in _PLACES[node.kind]:
        return
    place = _PLACES_ZH[node.kind]
    if kind is EventKind.NONE:
        zh = f"{place}没有事件定义。"
        en = f"A {node.tag} needs an event definition."
    else:
        written = node.event.tag if node.event is not None else ""
        zh = f"{place}不执行{written}。"
        en = f"A {written} in a {node.tag} is not executed."
    report.error("unsupported_event", node.id, zh=zh, en=en)


def _check_near_message(node: Node, report: Report) -> None:
    """Warn of a message that is almost, but not quite, one that somebody sends."""
    waits = node.kind in {NodeKind.CATCH_EVENT, NodeKind.BOUNDARY_EVENT, NodeKind.RECEIVE_TASK}
    if not waits or node.event is None or node.event.kind is not EventKind.MESSAGE:
        return
    name, known = node.event.reference, report.known.messages
    if name and name not in known and name not in report.thrown:
        hint_zh, hint_en = report.hint(name, known)
        if hint_zh:
            report.warn(
                "unknown_message",
                node.id,
                zh=f"没有流程会发出消息“{name}”{hint_zh}",
                en=f"No process sends the message '{name}'{hint_en}",
            )


def _check_scope(scope: Scope, catchers: tuple[tuple[Node, ...], ...], report: Report) -> None:
    """Check boundaries of a scope, and what is thrown in it; `catchers` are those around it."""
    boundaries: dict[str, list[Node]] = {}
    for node in scope.nodes.values():
        if node.kind is NodeKind.BOUNDARY_EVENT:
            boundaries.setdefault(node.attached_to, []).append(node)
            _check_boundary(node, scope, report)
        elif node.kind in {NodeKind.END_EVENT, NodeKind.THROW_EVENT}:
            _check_thrown(node, catchers, report)
    for host, attached in boundaries.items():
        _check_alike(host, attached, report)
    for node in scope.nodes.values():
        if node.scope is not None:
            _check_scope(node.scope, (*catchers, tuple(boundaries.get(node.id, ()))), report)


def _check_boundary(node: Node, scope: Scope, report: Report) -> None:
    host = scope.nodes.get(node.attached_to)
    if host is None or host.kind not in ACTIVITIES | {NodeKind.UNSUPPORTED}:
        zh, en = "边界事件没有附着在任何活动上。", "The boundary event is attached to no activity."
        report.error("boundary_without_activity", node.id, zh=zh, en=en)
        return
    kind = EventKind.NONE if node.event is None else node.event.kind
    if kind is EventKind.ERROR and not node.is_interrupting:
        zh, en = "错误边界事件必须中断活动。", "An error boundary event always interrupts."
        report.error("error_not_interrupting", node.id, zh=zh, en=en)
    if kind not in {EventKind.ERROR, EventKind.ESCALATION} or host.kind is NodeKind.UNSUPPORTED:
        return
    able = _RAISING if kind is EventKind.ERROR else _HOLDING
    if host.kind not in able:
        report.error(
            "nothing_to_catch",
            node.id,
            zh=f"“{host.name or host.id}”不会产生{'错误' if kind is EventKind.ERROR else '升级'}，"
            "这个边界事件永远不会触发。",
            en=f"'{host.name or host.id}' cannot raise an {kind.value}; this never fires.",
        )
    elif host.scope is not None and not _may_raise(host.scope, node, kind):
        report.warn(
            "nothing_to_catch",
            node.id,
            zh=f"“{host.name or host.id}”之内没有什么会抛出它，这个边界事件不会触发。",
            en=f"Nothing inside '{host.name or host.id}' raises it; this never fires.",
        )


def _may_raise(scope: Scope, catcher: Node, kind: EventKind) -> bool:
    code = catcher.event.reference if catcher.event is not None else ""
    return any(
        each.kind is NodeKind.CALL_ACTIVITY
        or (kind is EventKind.ERROR and each.handler != "")
        or (_throws(each, kind) and code in {"", each.event.reference if each.event else ""})
        for each in all_nodes(scope)
    )


def _throws(node: Node, kind: EventKind) -> bool:
    throwing = node.kind in {NodeKind.END_EVENT, NodeKind.THROW_EVENT}
    return throwing and node.event is not None and node.event.kind is kind


def _check_thrown(node: Node, catchers: tuple[tuple[Node, ...], ...], report: Report) -> None:
    if node.event is None or node.event.kind not in {EventKind.ERROR, EventKind.ESCALATION}:
        return
    kind, code = node.event.kind, node.event.reference
    if any(_catches(each, kind, code) for attached in catchers for each in attached):
        return
    if kind is EventKind.ERROR and not catchers:
        report.warn(
            "error_ends_process",
            node.id,
            zh=f"错误“{code}”在流程最外层抛出，案件将以该错误办结。",
            en=f"Error '{code}' is raised at process level; the case ends with it.",
        )
        return
    report.warn(
        "nobody_catches",
        node.id,
        zh=f"“{code}”没有外层的边界事件捕获。",
        en=f"No boundary event around it catches {kind.value} '{code}'.",
    )


def _catches(node: Node, kind: EventKind, code: str) -> bool:
    event = node.event
    return event is not None and event.kind is kind and event.reference in {"", code}


def _check_alike(host: str, attached: list[Node], report: Report) -> None:
    for node in _repeated(attached):
        report.error(
            "same_boundary_twice",
            node.id,
            zh=f"“{host}”上有两个边界事件捕获同一代码。",
            en=f"Two boundary events of '{host}' catch the same code.",
        )


def _repeated(attached: list[Node]) -> Iterator[Node]:
    seen: set[tuple[EventKind, str]] = set()
    for node in attached:
        if node.event is None or node.event.kind not in {EventKind.ERROR, EventKind.ESCALATION}:
            continue
        key = (node.event.kind, node.event.reference)
        if key in seen:
            yield node
        seen.add(key)
