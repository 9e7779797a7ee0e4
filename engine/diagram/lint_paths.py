"""Rules about paths: what is never reached, never ends, never waits, never comes together."""

from __future__ import annotations

from engine.diagram.graph import Edges, cycles, reachable, reversed_edges, successors
from engine.diagram.model import EventKind, Node, NodeKind, Process, Scope
from engine.diagram.report import WAITING, Report
from engine.diagram.scopes import all_scopes

_MAX_WORK = 300_000
"""Gateway pairs times flows looked at for joins that starve; it bounds the time of one lint."""
_ENDING = frozenset({EventKind.TERMINATE, EventKind.ERROR})


def lint_paths(process: Process, report: Report) -> None:
    """Check the paths through a process and its subprocesses."""
    cut_off = _cut_off(process)
    for scope in all_scopes(process.scope):
        edges = successors(scope)
        starts = _starts(scope)
        reached = reachable(edges, starts)
        _check_reached(scope, reached, report)
        if scope.id not in cut_off:
            _check_ending(scope, edges, reached, report)
        _check_spinning(scope, edges, report)
        _check_inclusive(scope, edges, report)
        _check_joins(scope, edges, starts, report)


def _cut_off(process: Process) -> set[str]:
    """Return the scopes that something may end as a whole, so that a branch need not end."""
    found = set()
    for scope in all_scopes(process.scope):
        for node in scope.nodes.values():
            kind = node.event.kind if node.event is not None else EventKind.NONE
            if node.kind is NodeKind.BOUNDARY_EVENT and node.is_interrupting:
                found.add(node.attached_to)
            elif node.kind is NodeKind.END_EVENT and kind in _ENDING:
                found.add(scope.id)
    return found


def _starts(scope: Scope) -> list[str]:
    events = [node.id for node in scope.nodes.values() if node.kind is NodeKind.START_EVENT]
    return events or [
        node.id
        for node in scope.nodes.values()
        if not node.incoming and node.kind is not NodeKind.BOUNDARY_EVENT
    ]


def _check_reached(scope: Scope, reached: set[str], report: Report) -> None:
    for node in scope.nodes.values():
        if node.id not in reached:
            report.warn(
                "unreachable",
                node.id,
                zh=f"从开始事件走不到“{node.name or node.id}”。",
                en=f"No path leads from the start to '{node.name or node.id}'.",
            )


def _check_ending(scope: Scope, edges: Edges, reached: set[str], report: Report) -> None:
    ends = [node.id for node in scope.nodes.values() if not node.outgoing]
    ending = reachable(reversed_edges(edges), ends)
    for node in scope.nodes.values():
        if node.id in reached and node.id not in ending:
            report.warn(
                "no_end",
                node.id,
                zh=f"从“{node.name or node.id}”走不到任何结束，案件永远不会办结。",
                en=f"No path leads from '{node.name or node.id}' to an end; cases never close.",
            )


def _check_spinning(scope: Scope, edges: Edges, report: Report) -> None:
    moving = frozenset(node.id for node in scope.nodes.values() if not _waits(node, report))
    position = {node: number for number, node in enumerate(scope.nodes)}
    for component in cycles(edges, moving):
        members = sorted(component, key=position.__getitem__)
        names = "、".join(members[:6])
        report.error(
            "spinning_loop",
            members[0],
            zh=f"循环（{names}）中没有等待人、消息或时间的节点，会空转不停。",
            en=f"The loop ({names}) waits for no person, message or time; it would spin.",
        )


def _waits(node: Node, report: Report) -> bool:
    if node.kind is NodeKind.BOUNDARY_EVENT:
        return node.event is not None and node.event.kind in {EventKind.TIMER, EventKind.MESSAGE}
    if node.call is not None:  # of a process in another file we know nothing
        return node.call.process not in report.processes or node.call.process in report.pausing
    if node.scope is not None:
        return any(_waits(each, report) for each in node.scope.nodes.values())
    return node.kind in WAITING


def _check_inclusive(scope: Scope, edges: Edges, report: Report) -> None:
    inclusive = [node for node in scope.nodes.values() if node.kind is NodeKind.INCLUSIVE_GATEWAY]
    joins = {node.id for node in inclusive if len(node.incoming) > 1}
    leading = reachable(reversed_edges(edges), joins)
    for node in inclusive:
        leads_on = any(following in leading for following in edges.get(node.id, ()))
        if len(node.outgoing) > 1 and not leads_on:
            report.warn(
                "inclusive_without_join",
                node.id,
                zh="包容网关分出的支路之后没有用包容网关汇合，后面的节点可能重复执行。",
                en="No inclusive gateway joins the branches, so what follows may run repeatedly.",
            )


def _check_joins(scope: Scope, edges: Edges, starts: list[str], report: Report) -> None:
    nodes = scope.nodes.values()
    joins = [n for n in nodes if n.kind is NodeKind.PARALLEL_GATEWAY and len(n.incoming) > 1]
    splits = [
        n
        for n in nodes
        if n.kind in {NodeKind.EXCLUSIVE_GATEWAY, NodeKind.EVENT_BASED_GATEWAY}
        and len(n.outgoing) > 1
    ]
    if len(joins) * len(splits) * len(scope.flows) > _MAX_WORK:
        return
    for join in joins:
        for split in splits:
            if _starves(join, split, scope, edges, starts):
                report.warn(
                    "join_never_complete",
                    join.id,
                    zh=f"并行网关等待的支路由“{split.name or split.id}”分出，而后者只走其中一条，"
                    "汇合可能永远等不齐。",
                    en=f"The branches that this parallel gateway waits for leave '{split.id}', "
                    "which takes only one of them; the join may wait for ever.",
                )


def _starves(join: Node, split: Node, scope: Scope, edges: Edges, starts: list[str]) -> bool:
    """Return whether no single choice at the split can fill the join, but all together would."""
    beyond = {node: following for node, following in edges.items() if node != join.id}
    sources = {scope.flows[name].source for name in join.incoming}
    direct = {scope.flows[n].source for n in join.incoming if scope.flows[n].source == split.id}
    if direct and sources == {split.id}:
        return True  # every flow of the join comes straight from the split
    given = reachable(beyond, starts, without=split.id) & sources
    chosen = [
        reachable(beyond, [scope.flows[name].target], without=split.id) & sources
        | ({split.id} if scope.flows[name].target == join.id else set())
        for name in split.outgoing
    ]
    everything = set().union(given, *chosen)
    return sources <= everything and not any(sources <= given | each for each in chosen)
