"""How far computing provisional deadlines again has come: one row for each time it was asked for."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from engine.store.columns import METADATA, Instant

# All cases up to `last_case` are done. It moves on in the unit of work that does the next case.
recomputation = Table(
    "recomputation",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("last_case", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("moved_at", Instant, nullable=False),
    CheckConstraint("state IN ('running', 'finished', 'superseded')", name="state"),
)
Index("ix_recomputation_state", recomputation.c.state, recomputation.c.asked_at)
