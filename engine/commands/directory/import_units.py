"""Bring the units up to date from a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.commands.directory.differences import unit_change, unit_differences
from engine.commands.directory.keeping import Keeping
from engine.commands.directory.results import UnitsImported
from engine.commands.engine import Engine
from engine.commands.requests import command
from engine.definitions.system_chain import Change
from engine.identity import Unit, UnitTree, all_units, expect_sound_units, upsert_units
from engine.model.case import Actor, Clock
from engine.model.values import Value
from engine.store.recipients import rebuild_recipients
from engine.store.store import Session


@command(UnitsImported)
def import_units(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    units: Sequence[Unit],
    is_trial: bool = False,
    note: str = "",
    idempotency_key: str | None = None,
) -> UnitsImported:
    """Add units and change those that differ; units the list does not name stay as they are.

    One that cannot be kept, an unknown parent, a circle and a code given twice raise
    InvalidArgument; one beyond the keeper's reach NotPermitted. Then nothing is changed, and
    neither when it is only a trial. `note` says where the list came from.
    """
    del idempotency_key  # taken by the decorator
    keeping = Keeping(session, engine=engine, clock=clock, actor=actor)
    expect_sound_units(units)
    before = all_units(session)
    units = [_still_ended(each, before.get(each.code)) for each in units]
    after = UnitTree({**before, **{each.code: each for each in units}}.values())
    differing = [each for each in units if before.get(each.code) != each]
    for each in differing:
        keeping.expect_place(each, after)
    named = {each.code for each in units}
    known = [(before[each.code], each) for each in differing if each.code in before]
    changes = tuple(one for old, new in known for one in unit_differences(old, new))
    seq = 0
    if differing and not is_trial:
        upsert_units(session, differing)
        if any(old.parent != new.parent for old, new in known):
            rebuild_recipients(session)  # what is told to a unit is told above it
        counts: dict[str, Value] = {
            "added": len(differing) - len(known),
            "changed": len(known),
            "note": note,
        }
        summary = Change("units_imported", data=counts)
        events = (unit_change(before.get(each.code), each) for each in differing)
        seq = keeping.record(summary, *events)
    return UnitsImported(
        "", 0, "", seq,
        added=[each.code for each in differing if each.code not in before],
        changed=[new.code for _, new in known],
        changes=changes,
        unchanged=len(units) - len(differing),
        missing=[code for code in before if code not in named and keeping.reaches(code)],
    )  # fmt: skip


def _still_ended(listed: Unit, known: Unit | None) -> Unit:
    """Return a unit of a list, which says nothing of how it ended, as ended as it was."""
    if known is None:
        return listed
    return replace(listed, ended_on=known.ended_on, successor=known.successor)
