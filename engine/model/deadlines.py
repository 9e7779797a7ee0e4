"""Deadlines: terms, due days, extensions, suspensions, lights, explanations.

This is the door to the modules ``deadline_*``; import from here.
"""

from __future__ import annotations

from engine.model.deadline_arithmetic import (
    before,
    compute_deadline,
    difference,
    recompute,
    resume,
)
from engine.model.deadline_explanation import CountedDay, counted_days, explain
from engine.model.deadline_extension import Cap, extend
from engine.model.deadline_lights import (
    NEAR,
    Bounds,
    Light,
    Remaining,
    light,
    light_bounds,
    remaining,
)
from engine.model.deadline_records import (
    deadline_from_record,
    deadline_record,
    policy_from_record,
    policy_record,
)
from engine.model.deadline_terms import Term, Unit, parse_term
from engine.model.deadline_values import (
    DEFAULT,
    Adjustment,
    Deadline,
    Extension,
    Policy,
    Suspension,
    is_overdue,
    local_day,
)

__all__ = [
    "DEFAULT",
    "NEAR",
    "Adjustment",
    "Bounds",
    "Cap",
    "CountedDay",
    "Deadline",
    "Extension",
    "Light",
    "Policy",
    "Remaining",
    "Suspension",
    "Term",
    "Unit",
    "before",
    "compute_deadline",
    "counted_days",
    "deadline_from_record",
    "deadline_record",
    "difference",
    "explain",
    "extend",
    "is_overdue",
    "light",
    "light_bounds",
    "local_day",
    "parse_term",
    "policy_from_record",
    "policy_record",
    "recompute",
    "remaining",
    "resume",
]
