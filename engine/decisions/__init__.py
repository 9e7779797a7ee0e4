"""Decision tables and decision models of DMN 1.1 to 1.5, read, evaluated and linted."""

from __future__ import annotations

from engine.decisions.decisions import DecisionResult, Decisions, read_decisions
from engine.decisions.errors import DecisionError, DecisionSyntaxError
from engine.decisions.findings import DecisionFinding
from engine.decisions.lint import lint_decisions

__all__ = [
    "DecisionError",
    "DecisionFinding",
    "DecisionResult",
    "DecisionSyntaxError",
    "Decisions",
    "lint_decisions",
    "read_decisions",
]
