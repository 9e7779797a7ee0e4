"""The rules that come with the product, and what the shipped diagrams say themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bpmn.catalogue import catalogue
from dudao.composition import case_types
from dudao.groups import GROUPS
from engine.diagram.model import EventKind, Node, NodeKind, Scope
from engine.diagram.reader import read_diagram
from engine.model.own_reminders import DUE, NEAR_DUE, OVERDUE, REMINDING_KINDS
from engine.store import Store
from notifications.rules.checking import errors_of, warnings_of
from notifications.rules.defaults import shipped_rules
from notifications.rules.known import CHANNELS, Known, KnownProcess
from notifications.rules.model import OPENER, TOLD
from notifications.rules.stored import rules_in_force

TYPES = case_types()
OWN = TYPES.own_reminders


def _scopes(process: str) -> Iterator[Scope]:
    diagram = read_diagram(catalogue()[process].diagrams[f"{process}.bpmn"])
    waiting = [each.scope for each in diagram.processes]
    while waiting:
        scope = waiting.pop()
        yield scope
        waiting += [node.scope for node in scope.nodes.values() if node.scope is not None]


def _nodes(process: str) -> dict[str, Node]:
    return {each.id: each for scope in _scopes(process) for each in scope.nodes.values()}


def _reminds(node: Node) -> bool:
    said = dict(node.inputs)
    return any(f'"{kind}"' in said.get("kind", "") for kind in REMINDING_KINDS) or (
        said.get("kind") in REMINDING_KINDS
    )


def _attached(process: str) -> Iterator[tuple[str, str]]:
    """Yield each user task on which a timer reminds without ending it, with who reminds."""
    nodes = _nodes(process)
    flows = {f.source: f.target for scope in _scopes(process) for f in scope.flows.values()}
    for node in nodes.values():
        is_timer = node.event is not None and node.event.kind is EventKind.TIMER
        if not is_timer or not node.attached_to or node.is_interrupting:
            continue
        on, reached = nodes[node.attached_to], nodes[flows[node.id]]
        if on.kind is NodeKind.USER_TASK and _reminds(reached):
            yield on.id, reached.id


@pytest.mark.parametrize("process", sorted(catalogue()))
def test_whatever_reminds_on_an_activity_is_known(process: str) -> None:
    known = {(each.node, each.by) for each in OWN if each.process == process}
    assert set(_attached(process)) <= known


@pytest.mark.parametrize("own", OWN, ids=lambda own: f"{own.process}.{own.node}.{own.event}")
def test_each_exception_names_a_task_with_a_due_date_and_what_reminds(own: object) -> None:
    assert own in OWN
    process, node, by = (getattr(own, name) for name in ("process", "node", "by"))
    nodes = _nodes(process)
    assert nodes[node].kind is NodeKind.USER_TASK
    assert nodes[node].due_date
    assert _reminds(nodes[by])


def test_where_a_diagram_goes_on_reminding_nobody_is_told_once_more(database_url: str) -> None:
    store = Store(database_url)
    try:
        with store.read() as session:
            rules = rules_in_force(session, OWN)
    finally:
        store.close()
    found = rules.of(OVERDUE, process="rectification", node="submit_report")
    assert [each.to for each in found] == [()]
    assert "流程图自己提醒" in found[0].note
    assert rules.of(DUE, process="rectification", node="submit_report")[0].to == (TOLD,)


def test_where_a_diagram_reminds_once_the_ladder_goes_on_from_there() -> None:
    rules = [r for r in shipped_rules(OWN) if r.node == "verify_item" and r.event == OVERDUE]
    assert [(r.to, r.days, r.every) for r in rules] == [
        ((TOLD,), 3, 2),
        ((OPENER,), 3, 0),
        (("group:leader",), 5, 5),
    ]


def test_without_any_version_of_ones_own_those_of_the_product_are_in_force(
    database_url: str,
) -> None:
    store = Store(database_url)
    try:
        with store.read() as session:
            rules = rules_in_force(session)
    finally:
        store.close()
    assert rules.version == 0
    assert rules.of(NEAR_DUE, process="interview", node="hold_meeting")[0].days == 3
    ladder = rules.of(OVERDUE, process="announcement", node="redact")
    assert [(r.to, r.days, r.every) for r in ladder] == [
        ((TOLD,), 1, 2),
        ((OPENER,), 3, 0),
        (("group:leader",), 5, 5),
    ]


def test_the_rules_of_the_product_can_be_kept_and_name_only_what_there_is() -> None:
    processes = {
        key: KnownProcess(
            key,
            key,
            tasks={n.id: n.name for n in _nodes(key).values() if n.kind is NodeKind.USER_TASK},
            nodes={n.id: n.name for n in _nodes(key).values()},
            kinds=frozenset(),
        )
        for key in catalogue()
    }
    known = Known(TYPES.message_kinds.known, processes, GROUPS, frozenset(CHANNELS))
    assert list(errors_of(shipped_rules(OWN), known, OWN)) == []
    assert list(warnings_of(shipped_rules(OWN), known)) == []


def test_each_rule_has_an_id_of_its_own_and_names_a_kind_that_is_said() -> None:
    rules = shipped_rules(OWN)
    assert len({rule.id for rule in rules}) == len(rules)
    known = {*TYPES.message_kinds.known, "*"}
    assert {rule.event for rule in rules} <= known
