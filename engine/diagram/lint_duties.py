"""Rules about our own properties: separation of duties, and names that are almost right."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagram.known import nearest
from engine.diagram.lint_activities import listed
from engine.diagram.model import Node, NodeKind, Process
from engine.diagram.reading import quoted
from engine.diagram.report import START, Report
from engine.diagram.scopes import all_nodes
from engine.feel import strip_wrapper
from engine.model.items import COLUMNS, STATUS

_PROPERTIES = frozenset(
    {
        "correlation", "excluded_units", "light", "notify", "output_collection", "output_element",
        "phase", "reference_series", "separate_from", "settings", "unit", "withdraw",
        STATUS, *COLUMNS,
    }
)  # fmt: skip
_WORDS = {"notify": "none", "withdraw": "no"}


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
    other = report.performed.get(activity)
    if other is None and activity != START:
        report.unknown(("activity", "用户任务"), activity, {*report.performed, START}, node.id)
        return
    opens = other is None or other.kind is NodeKind.START_EVENT
    fixed = strip_wrapper(node.assignee)
    same = fixed == "case.opened_by" if opens else other is not None and _only(other) == fixed
    is_itself = activity == node.id
    if fixed and _only(node) == fixed and same and (not is_itself or _is_repeated(node)):
        report.warn(
            "duty_unsatisfiable",
            node.id,
            zh=f"“{node.name or node.id}”不得由办理“{activity}”的人办理，而两者的承办人是同一人。",
            en=f"'{node.id}' is separated from '{activity}', but both have the same assignee.",
        )


def _only(node: Node) -> str:
    """Return the assignee of a task that nobody else may perform, without its wrapper."""
    others = node.candidate_groups or node.candidate_users
    return "" if others else strip_wrapper(node.assignee)


def _is_repeated(node: Node) -> bool:
    # Inside an item the assignee may be another person each time.
    return node.loop is not None and (
        not node.loop.element or node.loop.element not in node.assignee
    )
