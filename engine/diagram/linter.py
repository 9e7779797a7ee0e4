"""The linter: what a diagram says that we would not execute faithfully, and what looks wrong.

An error stops a deployment; a warning asks a person to look. Each finding says where and helps.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.diagram.findings import DiagramError, Finding
from engine.diagram.known import Known
from engine.diagram.lint_activities import lint_activities
from engine.diagram.lint_duties import lint_duties
from engine.diagram.lint_events import lint_events
from engine.diagram.lint_expressions import lint_expressions
from engine.diagram.lint_flow import lint_flow
from engine.diagram.lint_forms import lint_forms
from engine.diagram.lint_items import lint_items
from engine.diagram.lint_paths import lint_paths
from engine.diagram.lint_timers import lint_timers
from engine.diagram.model import Diagram, Process
from engine.diagram.reader import read_diagram
from engine.diagram.report import Report

RESERVED = frozenset({"proposals", "tables"})
"""Names that stand beside the keys of processes in the addresses of pages (`/processes/…`)."""

_RULES: tuple[Callable[[Process, Report], None], ...] = (
    lint_flow,
    lint_events,
    lint_activities,
    lint_expressions,
    lint_timers,
    lint_forms,
    lint_duties,
    lint_items,
    lint_paths,
)


def lint(data: bytes, *, known: Known | None = None) -> tuple[Finding, ...]:
    """Return what there is to say about a file; it never raises, whatever the bytes are."""
    try:
        diagram = read_diagram(data)
    except DiagramError as refusal:
        return refusal.findings
    return lint_diagram(diagram, known)


def lint_diagram(diagram: Diagram, known: Known | None = None) -> tuple[Finding, ...]:
    """Return what was found while reading and what the rules find, by line, errors first."""
    report = Report(diagram, known or Known())
    _check_whole(diagram, report)
    for process in diagram.processes:
        for rule in _RULES:
            rule(process, report)
    return tuple(sorted(dict.fromkeys(report.findings), key=_place))


def _place(finding: Finding) -> tuple[bool, int, str]:
    return finding.severity != "error", finding.line, finding.element_id


def _check_whole(diagram: Diagram, report: Report) -> None:
    if not diagram.processes:
        report.error(
            "no_process",
            "",
            zh="文件中没有流程（process）。",
            en="There is no process in the file.",
        )
    for process in diagram.processes:
        if process.id in RESERVED:
            report.error(
                "reserved_key",
                process.id,
                zh=f"流程的标识不能是“{process.id}”：这个词已用作页面的地址，请换一个标识。",
                en=f"A process cannot be called '{process.id}': pages have that address.",
            )
        if not process.is_executable:
            report.warn(
                "not_executable",
                process.id,
                zh="流程没有标为可执行（isExecutable）。",
                en="The process is not marked as executable.",
            )
    if not diagram.has_drawing:
        report.warn(
            "no_drawing",
            "",
            zh="文件中没有图形（BPMN DI），不能显示成图；dudao draw 可以画出。",
            en="The file has no drawing (BPMN DI), so it cannot be shown; dudao draw makes one.",
        )
