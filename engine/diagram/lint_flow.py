"""Rules about the drawing of flow: ends of flows, starts, gateways, conditions."""

from __future__ import annotations

from engine.diagram.model import EventKind, Flow, Node, NodeKind, Process, Scope
from engine.diagram.report import Report
from engine.diagram.scopes import all_scopes
from engine.feel import FeelError, nodes, parse

GATEWAYS = frozenset(
    {
        NodeKind.EXCLUSIVE_GATEWAY,
        NodeKind.PARALLEL_GATEWAY,
        NodeKind.INCLUSIVE_GATEWAY,
        NodeKind.EVENT_BASED_GATEWAY,
    }
)
ACTIVITIES = frozenset(
    {
        NodeKind.TASK,
        NodeKind.USER_TASK,
        NodeKind.MANUAL_TASK,
        NodeKind.SERVICE_TASK,
        NodeKind.BUSINESS_RULE_TASK,
        NodeKind.SEND_TASK,
        NodeKind.RECEIVE_TASK,
        NodeKind.SUBPROCESS,
        NodeKind.CALL_ACTIVITY,
    }
)
_CONDITIONAL = frozenset({NodeKind.EXCLUSIVE_GATEWAY, NodeKind.INCLUSIVE_GATEWAY})


def lint_flow(process: Process, report: Report) -> None:
    """Check flows, starts and gateways of a process and its subprocesses."""
    for scope in all_scopes(process.scope):
        _check_starts(scope, report, is_process=scope is process.scope)
        for flow in scope.flows.values():
            _check_ends(flow, scope, report)
            _check_condition(flow, scope, report)
        for node in scope.nodes.values():
            _check_degree(node, report)
            if node.kind in _CONDITIONAL:
                _check_choice(node, scope, report)
            if node.kind is NodeKind.EVENT_BASED_GATEWAY:
                _check_event_gateway(node, scope, report)


def _check_starts(scope: Scope, report: Report, *, is_process: bool) -> None:
    starts = [node for node in scope.nodes.values() if node.kind is NodeKind.START_EVENT]
    if not scope.nodes:
        zh, en = "其中没有任何节点。", "There is no node in it."
        report.error("empty_scope", scope.id, zh=zh, en=en)
    elif not starts and is_process:
        zh, en = "流程没有开始事件。", "The process has no start event."
        report.error("no_start", scope.id, zh=zh, en=en)
    for extra in starts[1:]:
        report.error(
            "several_starts",
            extra.id,
            zh="只能有一个开始事件，多个起点请用网关表示。",
            en="There can be one start event only; draw alternatives with a gateway.",
        )
    for start in starts:
        if start.event is not None and start.event.kind is not EventKind.NONE:
            report.error(
                "unsupported_event",
                start.id,
                zh=f"开始事件不能带有{start.event.tag}；案件由人或由其他案件启动，请用空开始事件。",
                en=f"A start event cannot have a {start.event.tag}; a case is opened by a person or "
                "another case, so use a start event without definition.",
            )


def _check_ends(flow: Flow, scope: Scope, report: Report) -> None:
    for what, end in (("起点", flow.source), ("终点", flow.target)):
        if end in scope.nodes:
            continue
        name = "source" if end == flow.source and what == "起点" else "target"
        elsewhere = end in report.diagram.lines
        zh = f"连线的{what}“{end}”" + ("不在同一层流程内。" if elsewhere else "不存在。")
        en = f"The {name} '{end}' of the flow " + (
            "is not in the same process or subprocess." if elsewhere else "does not exist."
        )
        report.error("flow_without_end", flow.id, zh=zh, en=en)


def _check_condition(flow: Flow, scope: Scope, report: Report) -> None:
    source = scope.nodes.get(flow.source)
    if source is None or not flow.condition:
        return
    if source.kind not in _CONDITIONAL:
        report.error(
            "condition_ignored",
            flow.id,
            zh="只有排他网关或包容网关之后的连线才看条件；请在此加一个网关。",
            en="A condition counts only after an exclusive or inclusive gateway; add one here.",
        )
    elif flow.is_default:
        report.warn(
            "condition_on_default",
            flow.id,
            zh="默认连线上的条件不起作用。",
            en="The condition on a default flow has no effect.",
        )


def _check_degree(node: Node, report: Report) -> None:
    many = len(node.outgoing) > 1
    if node.kind is NodeKind.END_EVENT and node.outgoing:
        zh, en = "结束事件之后不能有连线。", "No flow can leave an end event."
        report.error("flow_after_end", node.id, zh=zh, en=en)
    elif many and node.kind not in GATEWAYS and node.kind is not NodeKind.UNSUPPORTED:
        report.error(
            "several_outgoing",
            node.id,
            zh="此节点有多条出线；请用网关表明是选择其一还是同时进行。",
            en="Several flows leave this node; use a gateway to say whether one or all are taken.",
        )
    if node.kind in {NodeKind.START_EVENT, NodeKind.BOUNDARY_EVENT} and node.incoming:
        zh, en = "开始事件和边界事件不能有进线。", "No flow can lead to a start or boundary event."
        report.error("flow_to_start", node.id, zh=zh, en=en)
    if node.kind in GATEWAYS and not node.outgoing:
        zh, en = "网关之后没有连线。", "No flow leaves the gateway."
        report.warn("gateway_without_outgoing", node.id, zh=zh, en=en)


def _check_choice(node: Node, scope: Scope, report: Report) -> None:
    flows = [scope.flows[name] for name in node.outgoing]
    if len(flows) < 2:  # noqa: PLR2004 - a join
        return
    always = [flow for flow in flows if not flow.condition and not flow.is_default]
    if node.kind is NodeKind.EXCLUSIVE_GATEWAY:
        for flow in always:
            report.error(
                "missing_condition",
                flow.id,
                zh=f"排他网关“{node.name or node.id}”的这条出线既无条件，也不是默认连线。",
                en=f"This flow of exclusive gateway '{node.id}' has no condition and is not the "
                "default.",
            )
    if not always and not any(flow.is_default for flow in flows) and not _covers(flows):
        report.warn(
            "no_default",
            node.id,
            zh="没有默认连线；如果条件全部不成立，案件会停在这里成为异常。",
            en="There is no default flow; if no condition holds, the case stops with an incident.",
        )


def _covers(flows: list[Flow]) -> bool:
    """Return whether two conditions are plainly each other's opposite."""
    try:
        first, second = (_normal(parse(flow.condition).tree) for flow in flows)
    except (FeelError, ValueError):
        return False
    return first[0] == second[0] and first[1] != second[1]


_OPPOSITES = {"=": ("=", True), "!=": ("=", False), "<": ("<", True), ">=": ("<", False),
              ">": (">", True), "<=": (">", False)}  # fmt: skip


def _normal(tree: nodes.Node) -> tuple[object, bool]:
    """Return a condition without its negation, and whether it was not negated."""
    match tree:
        case nodes.Compare("=", left, nodes.Literal(bool(value))):
            inner, sign = _normal(left)
            return inner, sign is value
        case nodes.Compare(op, left, right):
            name, sign = _OPPOSITES[op]
            return (name, left, right), sign
        case nodes.Call(nodes.Name("not"), (operand,), None):
            inner, sign = _normal(operand)
            return inner, not sign
    return tree, True


def _check_event_gateway(node: Node, scope: Scope, report: Report) -> None:
    for name in node.outgoing:
        target = scope.nodes.get(scope.flows[name].target)
        if target is None:
            continue
        waits = target.kind in {NodeKind.CATCH_EVENT, NodeKind.RECEIVE_TASK}
        if not waits or len(target.incoming) > 1:
            report.error(
                "event_gateway_target",
                node.id,
                zh=f"事件网关之后只能是捕获事件或接收任务，且它们只能有这一条进线，“{target.id}”不是。",
                en="Only catch events and receive tasks with no other incoming flow can follow an "
                f"event-based gateway; '{target.id}' does not fit.",
            )
