"""Change one person: their name, their unit, whether they are active."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.commands.directory.changes import expect_fields, text_of, truth_of
from engine.commands.directory.keeping import Keeping, expect_unchanged
from engine.commands.directory.merging import moved
from engine.commands.directory.results import EntryChanged
from engine.commands.directory.writing import write_person
from engine.commands.engine import Engine
from engine.commands.requests import command
from engine.model.case import Actor, Clock
from engine.model.values import Value
from engine.store.store import Session


@command(EntryChanged)
def change_person(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    person: str,
    changes: Mapping[str, Value],
    expected: str | None = None,
    idempotency_key: str | None = None,
) -> EntryChanged:
    """Change `name`, `unit` or `is_active` of a person; the rest stays.

    Who moves to another unit loses the posts they had in the old one, from today on; posts
    elsewhere stay, and posts in the new unit are granted apart. Who is deactivated keeps their
    open work until somebody assigns it. `expected` is the tag of the person as they were read:
    another one raises Conflict.
    """
    del idempotency_key  # taken by the decorator
    keeping = Keeping(session, engine=engine, clock=clock, actor=actor)
    before = keeping.entry(person)
    keeping.expect_reach(before.unit)
    expect_unchanged(before, expected)
    expect_fields(changes, ("name", "unit", "is_active"))
    unit = text_of(changes, "unit", before.unit)
    after = before if unit == before.unit else moved(before, unit, on=keeping.today)
    after = replace(
        after,
        name=text_of(changes, "name", before.name),
        is_active=truth_of(changes, "is_active", before=before.is_active),
    )
    return write_person(keeping, before, after, type="person_changed")
