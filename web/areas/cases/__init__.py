"""Cases: the register, and each case with its tabs and what may be done with it."""

from __future__ import annotations

from web.areas.cases import deeds, going_on, mending, overview, problem_items, reasons, register
from web.areas.cases.area import CASES

__all__ = [
    "CASES",
    "deeds",
    "going_on",
    "mending",
    "overview",
    "problem_items",
    "reasons",
    "register",
]
