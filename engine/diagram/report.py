"""The findings of one diagram while its rules are applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.diagram.findings import Finding, Severity
from engine.diagram.graph import cycles
from engine.diagram.known import Known, nearest
from engine.diagram.model import Diagram, Node, NodeKind
from engine.diagram.reading import MAX_FINDINGS, quoted
from engine.diagram.scopes import all_nodes

START = "start"
"""What `separate_from` and `performer` call the opening of the case."""
_MAX_SUGGESTIONS = 50
WAITING = frozenset(
    {
        NodeKind.USER_TASK,
        NodeKind.RECEIVE_TASK,
        NodeKind.CATCH_EVENT,
        NodeKind.EVENT_BASED_GATEWAY,
        NodeKind.UNSUPPORTED,
    }
)
"""Nodes at which a case waits, or which are refused anyway."""
_THROWING = frozenset({NodeKind.THROW_EVENT, NodeKind.END_EVENT, NodeKind.SEND_TASK})


class Report:
    """Collect findings about one diagram."""

    def __init__(self, diagram: Diagram, known: Known) -> None:
        self.diagram = diagram
        self.known = known
        self.findings: list[Finding] = list(diagram.findings)
        self.matches_left = 8
        """Patterns still to be tried on a default; a hostile one takes a tenth of a second."""
        self._suggestions = 0
        nodes = [(each.id, node) for each in diagram.processes for node in all_nodes(each.scope)]
        self.activities = frozenset(node.id for _, node in nodes) | {START}
        """What `performer("…")` and the like can name."""
        self.performed = {
            node.id: node
            for _, node in nodes
            if node.kind in {NodeKind.USER_TASK, NodeKind.START_EVENT}
        }
        """What a person performs, by id."""
        self.thrown = frozenset(
            node.event.reference
            for _, node in nodes
            if node.kind in _THROWING and node.event is not None
        )
        """Names of the messages that the diagram itself sends, and codes it raises."""
        self.variables = frozenset(name for _, node in nodes for name in _set_by(node))
        """Names of variables that forms, items, results and mappings set."""
        self.processes = frozenset(process.id for process in diagram.processes)
        self.pausing = frozenset(
            process for process, node in nodes if node.kind in WAITING or node.call is not None
        )
        """Processes of the file that wait for something, or call others that may."""
        self.recursive = _recursive(_calls(nodes, known))
        """Process → processes that call each other in a circle with it, itself included."""
        self.has_separation = any("separate_from" in node.properties for _, node in nodes)
        """Whether anything in the file is separated from anything."""
        self.duty_room = 4_000
        """Activities and subprocesses still to be looked at for duties; it bounds the time too."""
        self.expression_room = 60_000
        """Characters of expressions still to be parsed; it bounds the time of one lint."""

    def error(self, code: str, element_id: str, *, zh: str, en: str) -> None:
        """Report what stops a deployment."""
        self._add("error", code, element_id, zh, en)

    def warn(self, code: str, element_id: str, *, zh: str, en: str) -> None:
        """Report what a person should look at."""
        self._add("warning", code, element_id, zh, en)

    def _add(self, severity: Severity, code: str, element_id: str, zh: str, en: str) -> None:
        if len(self.findings) < MAX_FINDINGS:
            line = self.diagram.lines.get(element_id, 0)
            self.findings.append(Finding(severity, code, element_id, zh, en, line))

    def unknown(
        self, what: tuple[str, str], word: str, known: Iterable[str], element_id: str
    ) -> None:
        """Report a name that nobody declares; `what` names its kind, for code and sentence."""
        kind, zh = what
        hint_zh, hint_en = self.hint(word, known)
        self.error(
            f"unknown_{kind}",
            element_id,
            zh=f"没有名为“{quoted(word)}”的{zh}{hint_zh or '。'}",
            en=f"There is no {kind.replace('_', ' ')} '{quoted(word)}'{hint_en or '.'}",
        )

    def hint(self, word: str, known: Iterable[str]) -> tuple[str, str]:
        """Return which known word was probably meant, as the end of a sentence."""
        if self._suggestions >= _MAX_SUGGESTIONS:
            return "", ""
        self._suggestions += 1
        meant = nearest(word, known)
        return (f"，是否应为“{meant}”？", f"; did you mean '{meant}'?") if meant else ("", "")


def _calls(nodes: Iterable[tuple[str, Node]], known: Known) -> Mapping[str, frozenset[str]]:
    found = dict(known.calls)
    drawn: dict[str, set[str]] = {}
    for process, node in nodes:
        called = drawn.setdefault(process, set())
        if node.call is not None:
            called.add(node.call.process)
    return found | {process: frozenset(called) for process, called in drawn.items()}


def _recursive(calls: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    circles = cycles(calls, frozenset(calls))
    return {process: frozenset(circle) for circle in circles for process in circle}


def _set_by(node: Node) -> Iterable[str]:
    if node.form is not None:
        yield from (field.id for field in node.form.fields)
    if node.loop is not None:
        yield from (node.loop.element, node.loop.output_collection)
    if node.call is not None:
        yield from (name for _, name in (*node.call.inputs, *node.call.outputs))
    yield from (name for name, _ in node.outputs)
    yield node.result_variable
