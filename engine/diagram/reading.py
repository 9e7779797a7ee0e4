"""What is kept while one file is read: declarations, lines, and findings."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from engine.diagram.findings import Finding, Severity
from engine.diagram.xml import attribute, line_of, part, parts, tag

MAX_FINDINGS = 500
"""Findings kept of one file; nobody reads more, and a hostile file could cause millions."""
_MAX_QUOTED = 80


def quoted(text: str) -> str:
    """Return a text short enough to stand in a sentence."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _MAX_QUOTED else flat[: _MAX_QUOTED - 1] + "…"


class Reading:
    """The state of reading one `definitions` element."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.lines: dict[str, int] = {}
        self.pattern_room = 20_000
        """Characters of patterns still to be compiled; it bounds the time of one reading."""
        self.messages = _declared(root, "message", "name")
        self.errors = _declared(root, "error", "errorCode")
        self.escalations = _declared(root, "escalation", "escalationCode")
        self.event_definitions: Mapping[str, etree._Element] = {
            attribute(each, "id"): each
            for each in parts(root)
            if tag(each).endswith("EventDefinition")
        }

    def error(self, code: str, element: etree._Element, *, zh: str, en: str) -> None:
        """Report what stops a deployment."""
        self._report("error", code, element, zh, en)

    def warn(self, code: str, element: etree._Element, *, zh: str, en: str) -> None:
        """Report what a person should look at."""
        self._report("warning", code, element, zh, en)

    def _report(
        self, severity: Severity, code: str, element: etree._Element, zh: str, en: str
    ) -> None:
        if len(self.findings) < MAX_FINDINGS:
            found = Finding(severity, code, owner_id(element), zh, en, line_of(element))
            self.findings.append(found)


def _declared(root: etree._Element, name: str, value: str) -> Mapping[str, str]:
    return {attribute(each, "id"): attribute(each, value) for each in parts(root, name)}


def owner_id(element: etree._Element) -> str:
    """Return the id of an element, or of the nearest BPMN element around it."""
    at: etree._Element | None = element
    while at is not None:
        inside_extensions = any(tag(each) == "extensionElements" for each in at.iterancestors("*"))
        if not inside_extensions and (found := attribute(at, "id")):
            return found
        at = at.getparent()
    return ""


def documentation(element: etree._Element) -> str:
    """Return the documentation text of an element."""
    found = part(element, "documentation")
    return "" if found is None else "".join(str(each) for each in found.itertext()).strip()
