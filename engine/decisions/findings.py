"""What the linter has to say about a decision file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class DecisionFinding:
    """One finding: an error stops a deployment, a warning asks a person to look."""

    severity: Severity
    code: str
    """Stable identifier of the kind of finding."""
    element_id: str
    zh: str
    en: str
    rule: int = 0
    """Number of the rule from 1, 0 if it is not about one rule."""
    line: int = 0
    """Line of the file, 0 if it is not known."""
