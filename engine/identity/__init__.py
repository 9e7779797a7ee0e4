"""People, units and roles: who may do what, and on whose behalf."""

from __future__ import annotations

from engine.identity.audience import Audience
from engine.identity.directory import Directory
from engine.identity.entries import (
    FIRST_DAY,
    FORMULA_MARKS,
    LAST_DAY,
    MAX_ID,
    MAX_KIND,
    MAX_NAME,
    etag_of,
    expect_sound_people,
    expect_sound_units,
    nameless_record,
    person_record,
    post_key,
    post_record,
    unit_record,
)
from engine.identity.holders import holders_of
from engine.identity.imports import (
    ImportReport,
    all_people,
    all_units,
    tidied,
    upsert_people,
    upsert_units,
)
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
    "FIRST_DAY",
    "FORMULA_MARKS",
    "LAST_DAY",
    "MAX_ID",
    "MAX_KIND",
    "MAX_NAME",
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
    "all_people",
    "all_units",
    "etag_of",
    "expect_sound_people",
    "expect_sound_units",
    "holders_of",
    "may_act_in",
    "may_see",
    "may_take",
    "nameless_record",
    "person_record",
    "post_key",
    "post_record",
    "reaches",
    "reaches_as",
    "tidied",
    "unit_record",
    "upsert_people",
    "upsert_units",
]
