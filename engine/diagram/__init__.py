"""Diagrams: reading BPMN with the Camunda 7 extensions, and judging what was read."""

from __future__ import annotations

from engine.diagram.findings import DiagramError, Finding, is_deployable
from engine.diagram.known import Known
from engine.diagram.linter import lint, lint_diagram
from engine.diagram.reader import read_diagram

__all__ = [
    "DiagramError",
    "Finding",
    "Known",
    "is_deployable",
    "lint",
    "lint_diagram",
    "read_diagram",
]
