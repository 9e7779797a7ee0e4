"""Rules about our own properties: separation of duties, and names that are almost right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from engine.diagram.approvals import BATCH, approvals_of
from engine.diagram.duty_proofs import impossible_rules
from engine.diagram.duty_rules import Binding, DutyRules, Rule, duty_rules, name_of
from engine.diagram.known import nearest
from engine.diagram.lint_activities import listed
from engine.diagram.model import Node, NodeKind, Process
from engine.diagram.reading import quoted
from engine.diagram.report import START, Report
from engine.diagram.scopes import all_nodes
from engine.model.items import COLUMNS, STATUS

_PROPERTIES = frozenset(
    {
        BATCH, "correlation", "excluded_units", "light", "notify", "output_collection", "output_element",
        "phase", "reference_series", "separate_from", "senders", "settings", "unit", "withdraw",
        "words",
        STATUS, *COLUMNS,
    }
)  # fmt: skip
_WORDS = {BATCH: "yes", "notify": "none", "withdraw": "no"}


def lint_duties(process: Process, report: Report) -> None:
    """Check the properties of a process and its nodes."""
    _check_properties(process.id, process.properties.keys(), report)
    for node in all_nodes(process.scope):
        _check_properties(node.id, node.properties.keys(), report)
        for name, expected in _WORDS.items():
            value = node.properties.get(name, expected)
            if value != expected:
                report.warn(
                    "bad_property",
                    node.id,
                    zh=f"扩展属性{name}只能是“{expected}”，现为“{quoted(value)}”。",
                    en=f"The property {name} can only be '{expected}', found '{quoted(value)}'.",
                )
        for activity in listed(node.properties.get("separate_from", "")):
            _check_separation(node, activity, report)
    _check_batches(process, report)
    _check_rules(process, report)


def _check_batches(process: Process, report: Report) -> None:
    """Warn of tasks that are to be agreed to several at once and decide nothing."""
    approvals = {node_id for node_id, _ in approvals_of(process.scope)}
    for node in all_nodes(process.scope):
        if BATCH in node.properties and node.id not in approvals:
            report.warn(
                "batch_without_approval",
                node.id,
                zh="只有审批才能一并同意（batch）：表单先问是否同意，其后的排他网关照此分流，"
                "并有职责分离（separate_from）。",
                en="Only an approval can have the property batch: its form asks for a decision"
                " first, an exclusive gateway goes by it, and it has separate_from.",
            )


def _check_properties(element_id: str, names: Iterable[str], report: Report) -> None:
    for name in names:
        known = name in _PROPERTIES or name.startswith(("expect:", "message:"))
        meant = "" if known else nearest(name, _PROPERTIES)
        if meant:
            report.warn(
                "unknown_property",
                element_id,
                zh=f"扩展属性“{quoted(name)}”不起作用，是否应为“{meant}”？",
                en=f"The property '{quoted(name)}' has no effect; did you mean '{meant}'?",
            )


def _check_separation(node: Node, activity: str, report: Report) -> None:
    if node.kind is not NodeKind.USER_TASK:
        report.error(
            "duty_without_task",
            node.id,
            zh="只有用户任务能规定职责分离（separate_from）。",
            en="Only user tasks can have the property separate_from.",
        )
        return
    if activity != START and activity not in report.performed:
        report.unknown(("activity", "用户任务"), activity, {*report.performed, START}, node.id)


def _check_rules(process: Process, report: Report) -> None:
    """Check that each rule binds at some time, and can be kept by the people there may be."""
    if report.duty_room <= 0 or not report.has_separation:
        return
    duties = duty_rules(process, {each.id: each for each in report.diagram.processes})
    report.duty_room -= duties.scopes + len(duties.duties)
    own = {node.id for node in all_nodes(process.scope)}
    for rule in duties.rules:
        is_told_here = rule.names in own or rule.names == START or rule.binding is Binding.UNSEEN
        if rule.node.id in own and is_told_here:
            _check_binding(rule, duties, report)
    certain = impossible_rules(duties, certain=True)
    for rule in certain:
        report.error("duty_unsatisfiable", rule.node.id, **_impossible(rule, duties, "一定"))
    for rule in impossible_rules(duties, certain=False):
        if rule not in certain:
            report.warn("duty_unsatisfiable", rule.node.id, **_impossible(rule, duties, "可能"))


def _check_binding(rule: Rule, duties: DutyRules, report: Report) -> None:
    node, other = rule.node, name_of(rule.names, duties.nodes)
    task = name_of(node.id, duties.nodes)
    match rule.binding:
        case Binding.REPEATED:
            report.warn(
                "duty_exhausts_people",
                node.id,
                zh=f"“{task}”每重做一次都要换一个人（separate_from写了它自己），次数没有上限，"
                "人总会用完。",
                en=f"'{node.id}' needs another person each time it is performed again, without "
                "limit.",
            )
        case Binding.UNSEEN:
            report.warn(
                "duty_never_binds",
                node.id,
                zh=f"“{task}”不得由办理“{other}”的人办理，但后者在被调用的流程之内，"
                "从这里看不到是谁办理的：这一规定不起作用。",
                en=f"'{node.id}' is separated from '{rule.names}', which is performed in a "
                "called process and is not seen from here; the rule never binds.",
            )
        case Binding.LATER:
            report.warn(
                "duty_never_binds",
                node.id,
                zh=f"“{task}”不得由办理“{other}”的人办理，但"
                + ("它只办理一次" if rule.names == node.id else "没有一条路径先办理后者")
                + "：这一规定不起作用。",
                en=f"'{node.id}' is separated from '{rule.names}', which is never performed "
                "before it; the rule never binds.",
            )


class _Said(TypedDict):
    zh: str
    en: str


def _impossible(rule: Rule, duties: DutyRules, how: str) -> _Said:
    task, other = name_of(rule.node.id, duties.nodes), name_of(rule.names, duties.nodes)
    if rule.names == rule.node.id:
        zh = f"“{task}”每次须由不同的人办理，而能办理的{how}不够"
        en = f"'{rule.node.id}' needs a different person each time"
    else:
        zh = f"“{task}”不得由办理“{other}”的人办理，而两者{how}只能由同一人（或同样几个人）办理"
        en = f"'{rule.node.id}' is separated from '{rule.names}'"
    en += ", but nobody is left to perform it" + ("." if how == "一定" else " if the two coincide.")
    end = "：这一环节永远无人能办。" if how == "一定" else "：请核对。"
    return {"zh": zh + end, "en": en}
