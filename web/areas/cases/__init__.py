"""Cases: the register, and each case with its tabs and what may be done with it."""

from __future__ import annotations

from web.areas.cases import overview, problem_items, register
from web.areas.cases.area import CASES

__all__ = ["CASES", "overview", "problem_items", "register"]
