"""Where messages reach, as keys that a person's posts find by an index.

An audience names people, and groups whose holders are meant at a unit and above it. Its keys are
each person, each group where there is no unit, and else each group at the unit and at every unit
above it: whoever holds a post finds what it is told by the group and the unit of the post alone.
When units move, the keys are made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Text, bindparam, delete, insert, select

from engine.model.message_kinds import CONTACT_CODE
from engine.model.values import Value
from engine.store.columns import Instant, TextList
from engine.store.rows import OutboxRow
from engine.store.statements import Cell, Statement
from engine.store.step_statements import inserting
from engine.store.store import Session
from engine.store.tables import message_recipient, outbox_message, unit_ancestor

_AT_ONCE = 1_000
_REST = ("created_at", "message_id", "kind", "excluded_units")
_ADD = inserting(message_recipient)
_ADD_ABOVE = Statement(
    insert(message_recipient).from_select(
        ["key", *_REST],
        select(
            bindparam("begin", type_=Text).concat(unit_ancestor.c.ancestor),
            bindparam("created_at", type_=Instant),
            bindparam("message_id", type_=Text),
            bindparam("kind", type_=Text),
            bindparam("excluded_units", type_=TextList),
        ).where(unit_ancestor.c.unit == bindparam("told_unit", type_=Text)),
    ),
    ["begin", *_REST, "told_unit"],
)
_FORGET = Statement(delete(message_recipient))


def keys_of(person: str, posts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the keys under which somebody is told something; posts are groups with units."""
    held = sorted(set(posts))
    anywhere = dict.fromkeys(_group(group) for group, _ in held)
    return (_person(person), *anywhere, *(_at(group) + unit for group, unit in held))


def recipient_writes(message: OutboxRow) -> Iterator[tuple[Statement, tuple[Cell, ...]]]:
    """Yield what writes the keys of a message; a code that confirms an address reaches no inbox."""
    if message.kind == CONTACT_CODE:
        return
    audience = message.audience if isinstance(message.audience, Mapping) else {}
    unit, groups = audience.get("unit"), _texts(audience.get("groups"))
    said = (
        message.created_at,
        message.id,
        message.kind,
        tuple(_texts(audience.get("excluded_units"))),
    )
    yield from ((_ADD, (_person(each), *said)) for each in _texts(audience.get("people")))
    if unit is None:
        yield from ((_ADD, (_group(each), *said)) for each in groups)
    else:
        yield from ((_ADD_ABOVE, (_at(each), *said, str(unit))) for each in groups)


def rebuild_recipients(session: Session) -> None:
    """Make the keys of all messages again, for after units were moved."""
    session.run(_FORGET)
    last = ""
    while rows := _messages_after(session, last):
        for row in rows:
            for statement, cells in recipient_writes(row):
                session.run(statement, *cells)
        last = rows[-1].id


def _messages_after(session: Session, last: str) -> list[OutboxRow]:
    query = (
        select(outbox_message)
        .where(outbox_message.c.id > last)
        .order_by(outbox_message.c.id)
        .limit(_AT_ONCE)
    )
    rows: list[Any] = list(session.execute(query))
    return [OutboxRow(*row) for row in rows]


def _person(person: str) -> str:
    return f"person:{person}"


def _group(group: str) -> str:
    return f"group:{group}"


def _at(group: str) -> str:
    """Return how the keys of a group at units begin; no group can look like another's."""
    return f"post:{len(group)}:{group}@"


def _texts(listed: Value) -> tuple[str, ...]:
    """Return the texts of a list, each once."""
    return tuple(dict.fromkeys(map(str, listed))) if isinstance(listed, list | tuple) else ()
