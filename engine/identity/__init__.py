"""People, units and roles: who may do what, and on whose behalf."""

from __future__ import annotations

from engine.identity.audience import Audience
from engine.identity.directory import Directory
from engine.identity.imports import ImportReport, upsert_people, upsert_units
from engine.identity.passwords import MAX_PASSWORD, HashCost, Passwords
from engine.identity.people import SERVICE, Membership, Person, PersonEntry, Post
from engine.identity.scope import (
    CaseScope,
    WorkScope,
    may_act_in,
    may_see,
    may_take,
    reaches,
    reaches_as,
)
from engine.identity.substitutions import Substitution
from engine.identity.units import Unit, UnitTree

__all__ = [
    "MAX_PASSWORD",
    "SERVICE",
    "Audience",
    "CaseScope",
    "Directory",
    "HashCost",
    "ImportReport",
    "Membership",
    "Passwords",
    "Person",
    "PersonEntry",
    "Post",
    "Substitution",
    "Unit",
    "UnitTree",
    "WorkScope",
    "may_act_in",
    "may_see",
    "may_take",
    "reaches",
    "reaches_as",
    "upsert_people",
    "upsert_units",
]
