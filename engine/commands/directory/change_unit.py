"""Change one unit: its name, the unit above it, its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.commands.directory.changes import expect_fields, text_of
from engine.commands.directory.differences import unit_change
from engine.commands.directory.keeping import Keeping, expect_unchanged
from engine.commands.directory.results import EntryChanged
from engine.commands.engine import Engine
from engine.commands.requests import command
from engine.identity import UnitTree, etag_of, expect_sound_units, upsert_units
from engine.model.case import Actor, Clock
from engine.model.values import Value
from engine.store.recipients import rebuild_recipients
from engine.store.store import Session


@command(EntryChanged)
def change_unit(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    code: str,
    changes: Mapping[str, Value],
    expected: str | None = None,
    idempotency_key: str | None = None,
) -> EntryChanged:
    """Change `name`, `parent` (None: no unit above it) or `kind` of a unit; the rest stays.

    `expected` is the tag of the unit as it was read: another one raises Conflict. Units below
    move along with it; a unit below itself raises InvalidArgument.
    """
    del idempotency_key  # taken by the decorator
    keeping = Keeping(session, engine=engine, clock=clock, actor=actor)
    tree = keeping.tree
    before = tree.unit(code)
    keeping.expect_reach(code)
    expect_unchanged(before, expected)
    expect_fields(changes, ("name", "parent", "kind"))
    parent = changes.get("parent", before.parent)
    after = replace(
        before,
        name=text_of(changes, "name", before.name),
        parent=None if parent in (None, "") else text_of(changes, "parent", before.parent or ""),
        kind=text_of(changes, "kind", before.kind),
    )
    if after == before:
        return EntryChanged("", 0, "", 0, code, etag_of(before))
    expect_sound_units((after,))
    keeping.expect_place(after, UnitTree({**tree.units, code: after}.values()))
    upsert_units(session, (after,))
    if after.parent != before.parent:
        rebuild_recipients(session)  # what is told to a unit is told above it
    seq = keeping.record(unit_change(before, after))
    return EntryChanged("", 0, "", seq, code, etag_of(after))
