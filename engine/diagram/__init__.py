"""Diagrams: reading BPMN with the Camunda 7 extensions, and judging what was read."""
