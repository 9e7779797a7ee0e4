"""What there is to say about a diagram."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: an error stops a deployment, a warning asks a person to look."""

    severity: Severity
    code: str
    """Stable identifier of the kind of finding."""
    element_id: str
    """Id of the BPMN element, "" if it is about the file or an element without id."""
    zh: str
    en: str
    line: int = 0
    """Line of the file, 0 if it is not known."""


class DiagramError(Exception):
    """The bytes are no diagram at all; `findings` say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.zh for finding in findings))
        self.findings = findings


def is_deployable(findings: Iterable[Finding]) -> bool:
    """Return whether nothing among the findings is an error."""
    return all(finding.severity != "error" for finding in findings)


def refused(code: str, zh: str, en: str, *, line: int = 0) -> DiagramError:
    """Return the error for a file that is refused as a whole."""
    return DiagramError((Finding("error", code, "", zh, en, line),))
