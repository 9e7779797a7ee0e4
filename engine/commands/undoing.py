"""What 撤回 needs: the case before a person's step, kept with the case until the next step.

The record is valid only while the case has the version that the step led to; every other step
overwrites it, a claim included. A step that did something irrevocable leaves none.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TypeVar, cast

import orjson

from engine.commands.step import Step
from engine.commands.tuples import tuples
from engine.model.values import from_json, to_json
from engine.store.rows import CaseRow, ItemRow, TimerRow, WaitRow, WorkRow

NOT_WITHDRAWABLE = "no"


def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


# Rows are kept as their values in the order of the fields; dataclasses.asdict copies deeply.
_WORK = attrgetter(*_names(WorkRow))
_TIMER = attrgetter(*_names(TimerRow))
_WAIT = attrgetter(*_names(WaitRow))
_ITEM = attrgetter(*_names(ItemRow))
_FAST = 1  # the level of zlib: at this size higher ones cost more time than they save bytes


@dataclass(frozen=True, slots=True)
class Undo:
    """The state before a step and the rows it took away or moved, and which it added."""

    person: str
    on_behalf_of: str | None
    node: str
    aid: int
    name: str
    state: bytes
    due_at: object
    work: tuple[WorkRow, ...]
    timers: tuple[TimerRow, ...]
    waits: tuple[WaitRow, ...]
    items: tuple[ItemRow, ...]
    added_work: tuple[int, ...]
    added_timers: tuple[int, ...]
    added_waits: tuple[int, ...]
    added_items: tuple[str, ...]


def prepare(step: Step) -> None:
    """Let a person's step leave an undo record, unless the diagram forbids it."""
    if step.completed is None:
        return
    node = step.published.node(step.completed.work.node)
    if node.properties.get("withdraw") != NOT_WITHDRAWABLE:
        step.make_undo = lambda: _packed(step)


def _packed(step: Step) -> bytes:
    done = step.completed
    assert done is not None  # noqa: S101 - prepared so
    removed = step.removed
    record = {
        "person": step.turn.actor.person,
        "on_behalf_of": step.turn.actor.on_behalf_of or done.work.owner,
        "node": done.work.node,
        "aid": done.work.aid,
        "name": done.work.name,
        "due_at": step.loaded.due_at,
        "work": [_WORK(row) for row in removed.work.values()],
        "timers": [_TIMER(row) for row in removed.timers.values()],
        "waits": [_WAIT(row) for row in removed.waits.values()],
        "items": [_ITEM(row) for row in removed.items.values()],
        "added_work": list(step.added_work),
        "added_timers": [aid for aid in step.armed if aid not in removed.timers],
        "added_waits": [aid for aid in step.added_waits if aid not in removed.waits],
        "added_items": sorted(step.added_items),
    }
    head = orjson.dumps(to_json(record))
    return zlib.compress(len(head).to_bytes(4) + head + step.loaded.state, _FAST)


def unpacked(case: CaseRow) -> Undo | None:
    """Return the undo record of a case; None when its last step cannot be withdrawn."""
    if case.undo is None:
        return None
    plain = zlib.decompress(case.undo)
    split = 4 + int.from_bytes(plain[:4])
    record = cast("Mapping[str, object]", from_json(orjson.loads(plain[4:split])))
    rows = {name: cast("list[list[object]]", record[name]) for name in _KINDS}
    added = {name: tuple(cast("list[int]", record[name])) for name in _ADDED}
    # A record left by a release without problem items does not have these two.
    items = cast("list[list[object]]", record.get("items", []))
    added_items = cast("list[str]", record.get("added_items", []))
    return Undo(
        person=str(record["person"]),
        on_behalf_of=cast("str | None", record["on_behalf_of"]),
        node=str(record["node"]),
        aid=cast("int", record["aid"]),
        name=str(record["name"]),
        state=plain[split:],
        due_at=record["due_at"],
        work=tuple(_read(WorkRow, row) for row in rows["work"]),
        timers=tuple(_read(TimerRow, row) for row in rows["timers"]),
        waits=tuple(_read(WaitRow, row) for row in rows["waits"]),
        items=tuple(_read(ItemRow, row) for row in items),
        added_work=added["added_work"],
        added_timers=added["added_timers"],
        added_waits=added["added_waits"],
        added_items=tuple(added_items),
    )


Row = TypeVar("Row", WorkRow, TimerRow, WaitRow, ItemRow)


def _read(kind: type[Row], values: list[object]) -> Row:
    # A record left by an earlier release lacks the columns added since, which are the last ones.
    return tuples(kind, dict(zip(_names(kind), values, strict=False)))


_KINDS = ("work", "timers", "waits")
_ADDED = ("added_work", "added_timers", "added_waits")
