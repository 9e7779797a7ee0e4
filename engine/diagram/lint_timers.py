"""Rules about times: timers and due dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from engine.diagram.lint_expressions import check_text
from engine.diagram.model import Event, Node, NodeKind, Process, TimerKind
from engine.diagram.reading import quoted
from engine.diagram.report import Report
from engine.diagram.scopes import all_nodes
from engine.feel import is_wrapped
from engine.model.deadlines import parse_term
from engine.model.durations import parse_elapsed
from engine.model.errors import InvalidArgument
from engine.model.time_texts import is_time_expression

_CYCLE = re.compile(r"R(\d{0,6})/(?:([^/]*)/)?([^/]+)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EXAMPLES = "P10D、PT24H、15工作日、2026-09-01T09:00:00+08:00"


def lint_timers(process: Process, report: Report) -> None:
    """Check the timers and due dates of a process."""
    for node in all_nodes(process.scope):
        if node.due_date:
            check_text(
                node.due_date,
                node.id,
                report,
                literal=_moment(node, report),
                is_feel=_is_feel(report),
            )
        if node.event is not None and node.event.timer is not None:
            _check_timer(node, node.event, report)


def _check_timer(node: Node, event: Event, report: Report) -> None:
    is_cycle = event.timer is TimerKind.CYCLE
    judge = _cycle(node, report) if is_cycle else _moment(node, report)
    check_text(event.expression, node.id, report, literal=judge, is_feel=_is_feel(report))
    if not is_cycle:
        return
    once = node.kind is NodeKind.CATCH_EVENT
    if once or (node.kind is NodeKind.BOUNDARY_EVENT and node.is_interrupting):
        report.warn(
            "cycle_fires_once",
            node.id,
            zh="此处的循环定时只会触发一次；如需多次，请用不中断的边界事件。",
            en="A cycle fires only once here; use a non-interrupting boundary event for more.",
        )


def _is_feel(report: Report) -> Callable[[str], bool]:
    """Tell FEEL from written times; a bare word is FEEL only as the name of a variable."""

    def is_feel(text: str) -> bool:
        if not is_time_expression(text):
            return False
        bare = text.strip()
        return is_wrapped(text) or not bare.isidentifier() or bare in report.variables

    return is_feel


def _moment(node: Node, report: Report) -> Callable[[str], None]:
    def judge(text: str) -> None:
        if not is_moment(text):
            _bad_time(text, node, report)

    return judge


def is_moment(text: str) -> bool:
    """Return whether a text is a date, an instant, an ISO duration or a term of law."""
    if _DATE.match(text):
        return _is_instant(text)
    return _is_length(text)


def _is_instant(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_length(text: str) -> bool:
    for read in (parse_elapsed, parse_term):
        try:
            read(text)
        except InvalidArgument:
            continue
        return True
    return False


def _bad_time(text: str, node: Node, report: Report) -> None:
    if re.fullmatch(r"[0-9.]+", text):
        zh = f"时间“{quoted(text)}”没有单位，应写作 {_EXAMPLES} 等。"
        en = f"The time '{quoted(text)}' has no unit; write P10D, PT24H or 15工作日."
    elif text.startswith("-"):
        zh = f"时间“{quoted(text)}”是负的。"
        en = f"The time '{quoted(text)}' is negative."
    else:
        zh = f"时间“{quoted(text)}”无法识别，应写作 {_EXAMPLES} 等；表达式请用 ${{…}}。"
        en = f"The time '{quoted(text)}' is none; write P10D, 15工作日 or, for FEEL, ${{…}}."
    report.error("bad_time", node.id, zh=zh, en=en)


def _cycle(node: Node, report: Report) -> Callable[[str], None]:
    def judge(text: str) -> None:
        found = _CYCLE.fullmatch(text)
        if found is None or found[1] == "0" or not _is_length(found[3].strip()):
            report.error(
                "bad_time",
                node.id,
                zh=f"循环定时“{quoted(text)}”应写作 R3/P1D、R/P5D、R3/5工作日 等（R0不会触发）。",
                en=f"The cycle '{quoted(text)}' should read R3/P1D, R/P5D or R3/5工作日 (R0 never "
                "fires).",
            )
        elif found[2] and not _is_instant(found[2]):
            _bad_time(found[2], node, report)

    return judge
