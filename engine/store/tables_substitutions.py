"""Absence substitution (代理): who acted in whose place is kept for good."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Table, Text

from engine.store.columns import METADATA, Instant

substitution = Table(
    "substitution",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("absent", Text, ForeignKey("person.id"), nullable=False, index=True),
    Column("substitute", Text, ForeignKey("person.id"), nullable=False, index=True),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", Text),
    CheckConstraint("absent <> substitute", name="two_people"),
    CheckConstraint("from_on <= until_on", name="days"),
)
