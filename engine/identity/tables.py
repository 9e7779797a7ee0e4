"""The columns that identity reads and writes; the schema itself belongs to the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Boolean, CursorResult, Date, Executable, Integer, Text, column, table

unit = table(
    "unit",
    column("code", Text),
    column("name", Text),
    column("parent", Text),
    column("kind", Text),
    column("ended_on", Date),
    column("successor", Text),
)
unit_ancestor = table("unit_ancestor", column("ancestor", Text), column("unit", Text))
person = table(
    "person",
    column("id", Text),
    column("name", Text),
    column("unit", Text),
    column("is_active", Boolean),
)
membership = table(
    "membership",
    column("person", Text),
    column("group_name", Text),
    column("from_on", Date),
    column("unit", Text),
    column("until_on", Date),
)
substitution = table(
    "substitution",
    column("id", Text),
    column("absent", Text),
    column("substitute", Text),
    column("from_on", Date),
    column("until_on", Date),
    column("ended_at"),
)
revision = table("revision", column("id", Integer), column("number", Integer))


class Session(Protocol):
    """What identity needs of a unit of work; the store's session has it."""

    has_changed_configuration: bool

    def execute(
        self, statement: Executable, values: Sequence[dict[str, object]] | None = None
    ) -> CursorResult[*tuple[object, ...]]:
        """Run a Core statement."""
        ...
