"""Cases: the register, and each case with its tabs and what may be done with it."""

from __future__ import annotations

from web.areas.cases import (
    attachments,
    deadlines,
    deeds,
    documents,
    going_on,
    holding,
    mending,
    notifications,
    overview,
    problem_items,
    register,
    timeline,
)
from web.areas.cases.area import CASES

__all__ = [
    "CASES",
    "attachments",
    "deadlines",
    "deeds",
    "documents",
    "going_on",
    "holding",
    "mending",
    "notifications",
    "overview",
    "problem_items",
    "register",
    "timeline",
]
