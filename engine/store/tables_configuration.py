"""What changes rarely and is read at every step: definitions, people, units, settings, calendar."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.columns import METADATA, Instant, ValueText

definition = Table(
    "definition",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("calls", ValueText, nullable=False),
    Column("deployed_at", Instant, nullable=False),
    Column("deployed_by", Text, nullable=False),
    UniqueConstraint("key", "version"),
)

decision_table = Table(
    "decision_table",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("deployed_at", Instant, nullable=False),
    Column("deployed_by", Text, nullable=False),
    UniqueConstraint("key", "version"),
)

unit = Table(
    "unit",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent", Text, ForeignKey("unit.code")),
    Column("kind", Text, nullable=False),
    Column("ended_on", Date),
    Column("successor", Text),
)

# One row for each unit and each unit above it, itself included: "within" is one look-up.
unit_ancestor = Table(
    "unit_ancestor",
    METADATA,
    Column("ancestor", Text, ForeignKey("unit.code"), primary_key=True),
    Column("unit", Text, ForeignKey("unit.code"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("ix_unit_ancestor_unit", unit_ancestor.c.unit)

person = Table(
    "person",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit", Text, ForeignKey("unit.code"), nullable=False, index=True),
    Column("is_active", Boolean, nullable=False),
)

# Both days belong to the membership; without `until_on` it goes on. A post in the person's own
# unit names that unit too.
membership = Table(
    "membership",
    METADATA,
    Column("person", Text, ForeignKey("person.id"), primary_key=True),
    Column("group_name", Text, primary_key=True),
    Column("from_on", Date, primary_key=True),
    Column("unit", Text, ForeignKey("unit.code"), primary_key=True),
    Column("until_on", Date),
)
Index("ix_membership_group_name", membership.c.group_name)

setting = Table(
    "setting",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("value", ValueText),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", Text, nullable=False),
)

calendar_upload = Table(
    "calendar_upload",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", Text, nullable=False, index=True),
    Column("note", Text, nullable=False),
    Column("uploaded_at", Instant, nullable=False),
    Column("uploaded_by", Text, nullable=False),
)

calendar_override = Table(
    "calendar_override",
    METADATA,
    Column("upload", Integer, ForeignKey("calendar_upload.number"), primary_key=True),
    Column("on_date", Date, primary_key=True),
    Column("working", Boolean, nullable=False),
    Column("name", Text, nullable=False),
)

# One row. The number grows with every change of people, units, settings, calendar or decision
# tables; a step reads it along with its case and keeps what it has cached while it stands.
revision = Table(
    "revision",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    CheckConstraint("id = 1", name="single"),
)
