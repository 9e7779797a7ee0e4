"""Problem items: projected from the items of multi-instances, kept when they have ended.

A row is written in the transaction of the step that changes it. Unlike open work it stays: the
register (台账) lists what has been struck off as well. The light is computed and never stored.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from engine.model.items import ItemStatus
from engine.store.columns import METADATA, Instant, TextList

_STATES = ", ".join(f"'{each.value}'" for each in ItemStatus)

# Under this collation texts sort on PostgreSQL as they do on SQLite, and an index does so, too.
_PLAIN = Text().with_variant(Text(collation="C"), "postgresql")

problem_item = Table(
    "problem_item",
    METADATA,
    # Sorts by case, multi-instance, batch and number.
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("node", Text, nullable=False),
    # Counts the runs of the multi-instance: problems that came back are in the second one.
    Column("batch", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    # NULL while the multi-instance has not begun.
    Column("scope", Integer),
    Column("title", _PLAIN, nullable=False),
    Column("kind", Text),
    Column("severity", Text),
    Column("demand", Text),
    Column("source", Text),
    Column("owner", _PLAIN),
    Column("person", Text),
    Column("status", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("due_at", Instant),
    Column("extensions", Integer, nullable=False),
    Column("measures", Text),
    Column("progress", Text),
    Column("evidence", Integer, nullable=False),
    Column("escalation", Text),
    Column("opened_at", Instant, nullable=False),
    Column("verified_at", Instant),
    Column("verified_by", TextList, nullable=False),
    Column("ended_at", Instant),
    # Once its due date is met: whether that was in time; NULL before, and without a due date.
    Column("on_time", Boolean),
    # That of the case, which never changes: who sees an item is told without reading its case.
    Column("unit", _PLAIN),
    CheckConstraint(f"status IN ({_STATES})", name="status"),
)
Index(
    "ix_problem_item_closed",
    problem_item.c.ended_at,
    problem_item.c.on_time,
    problem_item.c.owner,
    problem_item.c.kind,
    problem_item.c.case_id,
    postgresql_where=text("status = 'closed'"),
    sqlite_where=text("status = 'closed'"),
)
# One index for each order of the register. What says who sees an item stands behind, so that a walk
# along an order reads an item only when it may be listed.
_SEEN = (problem_item.c.unit, problem_item.c.owner, problem_item.c.status)
Index("ix_problem_item_due_at", problem_item.c.due_at, problem_item.c.id, *_SEEN)
Index("ix_problem_item_opened_at", problem_item.c.opened_at, problem_item.c.id, *_SEEN)
Index("ix_problem_item_title", problem_item.c.title, problem_item.c.id, *_SEEN)
Index("ix_problem_item_ended_at", problem_item.c.ended_at, problem_item.c.id, *_SEEN)
Index(
    "ix_problem_item_owner",
    problem_item.c.owner,
    problem_item.c.id,
    problem_item.c.unit,
    problem_item.c.status,
)
Index("ix_problem_item_unit", problem_item.c.unit, problem_item.c.id)
