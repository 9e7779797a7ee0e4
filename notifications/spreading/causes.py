"""Why somebody is told: of two messages with one cause only one leaves the machine.

Whether a diagram reminds or a due date does, whoever is reminded of one thing twice on one day was
reminded once too often.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import NAMESPACE_OID, uuid5

from engine.model.deadlines import local_day
from engine.model.values import Value
from engine.store.rows import OutboxRow, WorkRow
from notifications.rules.model import DUE, NEAR_DUE, OVERDUE

URGED = "urged"
"""What somebody says by hand (催办)."""
FAMILIES: Mapping[str, str] = {
    NEAR_DUE: "reminder",
    "reminder": "reminder",
    DUE: "due",
    OVERDUE: "overdue",
    "urge": "overdue",
    "overdue": "overdue",
}
"""Kinds that remind of a due date, by what they have in common."""


def body_of(message: OutboxRow) -> Mapping[str, Value]:
    """Return what a message carries; nothing where it is no object."""
    return message.body if isinstance(message.body, Mapping) else {}


def cause_of(message: OutboxRow, work: WorkRow | None) -> str:
    """Return the cause of a message: its own id, or what it reminds of and on which local day."""
    family = FAMILIES.get(message.kind)
    if family is None or message.case_id is None:
        return message.id
    body = body_of(message)
    item = body.get("item", None if work is None else work.item)
    part = body.get("part", None if work is None else work.part)
    day = local_day(message.created_at)
    return f"{family}:{message.case_id}:{_number(item)}:{_number(part)}:{day.isoformat()}"


def delivery_id(channel: str, person: str, cause: str) -> str:
    """Return the id that the delivery of a cause has, however often it is made."""
    return str(uuid5(NAMESPACE_OID, f"delivery:{channel}:{person}:{cause}"))


def _number(value: Value) -> str:
    return "" if value is None else str(value)
