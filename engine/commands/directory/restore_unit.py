"""Restore a unit whose end was a mistake.

What is undone is the ending: the unit goes on as if it had no last day, and no unit takes its place.
Ending moves nothing, so there is nothing else to move back: a unit ends only when no running case,
person, post or unit hangs on it, and nothing can be put on it afterwards. What people moved away by
hand so that it could end stays where it is, and so does what was begun with its successor; whoever
restores it moves back what belongs to it, by the commands for that. The history keeps both events.

It cannot be restored while the unit above it has ended: it would hang on a unit that is no more.
"""

from __future__ import annotations

from dataclasses import replace

from engine.commands.directory.differences import unit_change
from engine.commands.directory.keeping import Keeping, expect_unchanged
from engine.commands.directory.results import EntryChanged
from engine.commands.engine import Engine
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.identity import Unit, UnitTree, etag_of, upsert_units
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidState
from engine.store.store import Session


@command(EntryChanged)
def restore_unit(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    code: str,
    reason: str,
    expected: str | None = None,
    idempotency_key: str | None = None,
) -> EntryChanged:
    """Let a unit that has ended go on, with a reason; who may end it may restore it.

    InvalidState when it has not ended (`unit_goes_on`), or the unit above it has
    (`upper_unit_ended`).
    """
    del idempotency_key  # taken by the decorator
    keeping = Keeping(session, engine=engine, clock=clock, actor=actor)
    tree = keeping.tree
    before = tree.unit(code)
    keeping.expect_reach(code)
    expect_unchanged(before, expected)
    because = expect_reason(reason)
    _expect_ended(before)
    _expect_upper_goes_on(tree, before)
    after = replace(before, ended_on=None, successor=None)
    upsert_units(session, (after,))
    change = unit_change(before, after)
    seq = keeping.record(replace(change, type="unit_restored", data={"reason": because}))
    return EntryChanged("", 0, "", seq, code, etag_of(after))


def _expect_ended(unit: Unit) -> None:
    if unit.ended_on is None:
        raise InvalidState(
            f"{unit.name}没有撤销，不需要恢复。",
            en=f"{unit.name} has not ended.",
            code="unit_goes_on",
        )


def _expect_upper_goes_on(tree: UnitTree, unit: Unit) -> None:
    upper = None if unit.parent is None else tree.unit(unit.parent)
    if upper is not None and upper.ended_on is not None:
        raise InvalidState(
            f"上级单位{upper.name}已于{upper.ended_on}撤销，不能恢复。"
            "请先恢复上级单位，或者先把本单位移到另一个上级单位下面。",
            en=f"{upper.name}, the unit above it, ended on {upper.ended_on}. "
            "Restore that one first, or move this unit below another one.",
            code="upper_unit_ended",
        )
