"""What a step leaves behind for good: history, outgoing messages, request keys, numbers."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    literal_column,
)

from engine.store.columns import METADATA, Instant, ValueText

# No foreign key to case_file: the chain "system" belongs to no case, and an archive may keep
# the history of a case that is gone. `body` and `salt` are empty after a redaction.
history_event = Table(
    "history_event",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("type", Text, nullable=False),
    Column("person", Text),
    Column("on_behalf_of", Text),
    Column("node", Text),
    Column("body", Text),
    Column("salt", LargeBinary),
    Column("commitment", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("definition_version", Text),
    Column("calendar_version", Text),
)

# Spelled out in statements, because a partial index does not serve bound values.
DONE: ColumnElement[bool] = history_event.c.type == literal_column("'task_completed'", Text)
STIRS: ColumnElement[bool] = history_event.c.type.in_(
    [
        literal_column(f"'{each}'", Text)
        for each in (
            "task_created", "task_claimed", "task_unclaimed", "task_assigned", "task_delegated",
            "task_completed", "task_canceled", "task_withdrawn", "deadline_changed",
            "deadline_extended", "case_suspended", "case_resumed", "case_closed", "case_canceled",
        )
    ]
)  # fmt: skip
"""Events after which a list of open work may be another one."""
SETS: ColumnElement[bool] = history_event.c.type == literal_column("'setting_changed'", Text)
Index(
    "ix_history_event_done_by",
    history_event.c.person,
    history_event.c.at,
    postgresql_where=DONE,
    sqlite_where=DONE,
)
Index(
    "ix_history_event_done_for",
    history_event.c.on_behalf_of,
    history_event.c.at,
    postgresql_where=DONE,
    sqlite_where=DONE,
)
Index(
    "ix_history_event_settings",
    history_event.c.case_id,
    history_event.c.seq,
    postgresql_where=SETS,
    sqlite_where=SETS,
)
Index("ix_history_event_stirs", history_event.c.at, postgresql_where=STIRS, sqlite_where=STIRS)

# Spelled out in statements, because a partial index does not serve a bound value.
PENDING: ColumnElement[str] = literal_column("'pending'", Text)

outbox_message = Table(
    "outbox_message",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", Text),
    Column("created_at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("audience", ValueText, nullable=False),
    Column("body", ValueText, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant),
    Column("claimed_by", Text),
    CheckConstraint("status IN ('pending', 'sent', 'dead')", name="status"),
)
Index(
    "ix_outbox_message_next_at",
    outbox_message.c.next_at,
    postgresql_where=outbox_message.c.status == PENDING,
    sqlite_where=outbox_message.c.status == PENDING,
)
Index("ix_outbox_message_case_id", outbox_message.c.case_id)

idempotency_key = Table(
    "idempotency_key",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("command", Text, nullable=False),
    Column("request_hash", LargeBinary, nullable=False),
    Column("result", ValueText),
    Column("created_at", Instant, nullable=False, index=True),
)

number_series = Table(
    "number_series",
    METADATA,
    Column("series", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

void_number = Table(
    "void_number",
    METADATA,
    Column("series", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("voided_at", Instant, nullable=False),
    Column("voided_by", Text, nullable=False),
)
