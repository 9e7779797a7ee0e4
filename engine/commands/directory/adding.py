"""Add one unit, or one person without posts; what is there already is left alone."""

from __future__ import annotations

from engine.commands.directory.differences import person_change, unit_change
from engine.commands.directory.keeping import Keeping
from engine.commands.directory.results import EntryChanged
from engine.commands.engine import Engine
from engine.commands.requests import command
from engine.identity import (
    PersonEntry,
    Unit,
    UnitTree,
    etag_of,
    expect_sound_people,
    expect_sound_units,
    upsert_people,
    upsert_units,
)
from engine.model.case import Actor, Clock
from engine.model.errors import AlreadyExists
from engine.store.store import Session


@command(EntryChanged)
def add_unit(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    unit: Unit,
    idempotency_key: str | None = None,
) -> EntryChanged:
    """Add a unit below one within reach; a code that is taken raises AlreadyExists."""
    del idempotency_key  # taken by the decorator
    keeping = Keeping(session, engine=engine, clock=clock, actor=actor)
    tree = keeping.tree
    expect_sound_units((unit,))
    after = UnitTree({**tree.units, unit.code: unit}.values())
    keeping.expect_place(unit, after)
    if unit.code in tree:
        raise AlreadyExists(
            f"单位代码“{unit.code}”已有单位使用。",
            en=f"Expected a code that no unit has, but '{unit.code}' is taken.",
            code="unit_exists",
        )
    upsert_units(session, (unit,))
    seq = keeping.record(unit_change(None, unit))
    return EntryChanged("", 0, "", seq, unit.code, etag_of(unit))


@command(EntryChanged)
def add_person(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    person: PersonEntry,
    idempotency_key: str | None = None,
) -> EntryChanged:
    """Add a person to a unit within reach; an id that is taken raises AlreadyExists.

    Posts are granted apart, so that each has its day and its event.
    """
    del idempotency_key  # taken by the decorator
    keeping = Keeping(session, engine=engine, clock=clock, actor=actor)
    expect_sound_people((person,), groups=engine.groups, units=keeping.tree.units)
    keeping.expect_may_change(None, person)
    if keeping.knows(person.id):
        raise AlreadyExists(
            f"编号“{person.id}”已有人员使用。",
            en=f"Expected an id that nobody has, but '{person.id}' is taken.",
            code="person_exists",
        )
    upsert_people(session, (person,))
    seq = keeping.record(person_change(None, person))
    return EntryChanged("", 0, "", seq, person.id, etag_of(person))
