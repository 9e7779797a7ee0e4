"""Processes: what is published and what happens in each, proposals, and their publication."""

from __future__ import annotations

from web.areas.processes import deciding, process, proposals, proposing, published, tables
from web.areas.processes.area import PROCESSES

__all__ = [
    "PROCESSES",
    "deciding",
    "process",
    "proposals",
    "proposing",
    "published",
    "tables",
]
