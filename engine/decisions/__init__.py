"""Decision tables and decision models of DMN 1.1 to 1.5, read, evaluated and linted."""

from __future__ import annotations

from engine.decisions.decisions import DecisionResult, Decisions, read_decisions
from engine.decisions.errors import DecisionError, DecisionSyntaxError

__all__ = [
    "DecisionError",
    "DecisionResult",
    "DecisionSyntaxError",
    "Decisions",
    "read_decisions",
]
