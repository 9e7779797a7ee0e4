"""The inbox (站内消息): where each message reaches, who read it, what people want highlighted."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, Text

from engine.store.columns import METADATA, Instant, TextList

# Follows from the audiences of the outbox and the tree of units, and can be made again from them.
# `key` is a person, a group, or a group at a unit: see `engine.store.recipients`.
message_recipient = Table(
    "message_recipient",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("created_at", Instant, primary_key=True),
    Column("message_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("excluded_units", TextList, nullable=False),
    sqlite_with_rowid=False,
)

message_read = Table(
    "message_read",
    METADATA,
    Column("message_id", Text, ForeignKey("outbox_message.id"), primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("on_behalf_of", Text),
    Column("read_at", Instant, nullable=False),
    Column("how", Text, nullable=False),
    CheckConstraint("how IN ('opened', 'marked')", name="how"),
    sqlite_with_rowid=False,
)

# Up to `read_until` nothing is left to count, as long as `state` is what it was found for.
inbox_place = Table(
    "inbox_place",
    METADATA,
    Column("reader", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("read_until", Instant, nullable=False),
)

muted_kind = Table(
    "muted_kind",
    METADATA,
    Column("person", Text, ForeignKey("person.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("muted_at", Instant, nullable=False),
)
