"""Create the whole schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, TextList, ValueText

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the whole schema."""
    op.create_table(
        "calendar_upload",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_calendar_upload")),
    )
    op.create_index(
        op.f("ix_calendar_upload_version"), "calendar_upload", ["version"], unique=False
    )
    op.create_table(
        "decision_table",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("deployed_at", Instant(), nullable=False),
        sa.Column("deployed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_table")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_decision_table_key_version")),
    )
    op.create_table(
        "definition",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("calls", ValueText(), nullable=False),
        sa.Column("deployed_at", Instant(), nullable=False),
        sa.Column("deployed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_definition_key_version")),
    )
    op.create_table(
        "history_event",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("node", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("definition_version", sa.Text(), nullable=True),
        sa.Column("calendar_version", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_history_event")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("result", ValueText(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_index(
        op.f("ix_idempotency_key_created_at"), "idempotency_key", ["created_at"], unique=False
    )
    op.create_table(
        "number_series",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("audience", ValueText(), nullable=False),
        sa.Column("body", ValueText(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant(), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'sent', 'dead')", name=op.f("ck_outbox_message_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    op.create_index("ix_outbox_message_case_id", "outbox_message", ["case_id"], unique=False)
    op.create_index(
        "ix_outbox_message_next_at",
        "outbox_message",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
        sqlite_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_revision_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", ValueText(), nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "unit",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["unit.code"], name=op.f("fk_unit_parent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
    )
    op.create_table(
        "void_number",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=False),
        sa.Column("voided_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", "number", name=op.f("pk_void_number")),
    )
    op.create_table(
        "calendar_override",
        sa.Column("upload", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload"], ["calendar_upload.number"], name=op.f("fk_calendar_override_upload")
        ),
        sa.PrimaryKeyConstraint("upload", "on_date", name=op.f("pk_calendar_override")),
    )
    op.create_table(
        "case_file",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("definition_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("end_code", sa.Text(), nullable=True),
        sa.Column("suspended_at", Instant(), nullable=True),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("parent_aid", sa.Integer(), nullable=True),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.LargeBinary(), nullable=False),
        sa.Column("undo", sa.LargeBinary(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'suspended', 'closed', 'canceled')",
            name=op.f("ck_case_file_status"),
        ),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_case_file_definition_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["case_file.id"], name=op.f("fk_case_file_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_file_reference")),
    )
    op.create_index("ix_case_file_opened_at", "case_file", ["opened_at"], unique=False)
    op.create_index(
        "ix_case_file_parent_id",
        "case_file",
        ["parent_id"],
        unique=False,
        postgresql_where=sa.text("parent_id IS NOT NULL"),
        sqlite_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_index("ix_case_file_status_due_at", "case_file", ["status", "due_at"], unique=False)
    op.create_index(op.f("ix_case_file_unit"), "case_file", ["unit"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_person_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_unit"), "person", ["unit"], unique=False)
    op.create_table(
        "unit_ancestor",
        sa.Column("ancestor", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor"], ["unit.code"], name=op.f("fk_unit_ancestor_ancestor")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_unit_ancestor_unit")),
        sa.PrimaryKeyConstraint("ancestor", "unit", name=op.f("pk_unit_ancestor")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_unit_ancestor_unit", "unit_ancestor", ["unit"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("aid", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_incident_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_case_id"), "incident", ["case_id"], unique=False)
    op.create_index(
        "ix_incident_open",
        "incident",
        ["raised_at"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "membership",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_membership_person")),
        sa.PrimaryKeyConstraint("person", "group_name", "from_on", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_group_name", "membership", ["group_name"], unique=False)
    op.create_table(
        "open_work",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("aid", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("excluded_units", TextList(), nullable=False),
        sa.Column("groups", TextList(), nullable=False),
        sa.Column("users", TextList(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("deadline", ValueText(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("status IN ('CREATED', 'ASSIGNED')", name=op.f("ck_open_work_status")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_open_work_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_work")),
        sa.UniqueConstraint("case_id", "aid", name=op.f("uq_open_work_case_id_aid")),
    )
    op.create_index(
        "ix_open_work_assignee",
        "open_work",
        ["assignee"],
        unique=False,
        postgresql_where=sa.text("assignee IS NOT NULL"),
        sqlite_where=sa.text("assignee IS NOT NULL"),
    )
    op.create_index("ix_open_work_due_at", "open_work", ["due_at", "id"], unique=False)
    op.create_index("ix_open_work_unit", "open_work", ["unit"], unique=False)
    op.create_table(
        "outcome",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("body", ValueText(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_outcome_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_case_id"), "outcome", ["case_id"], unique=False)
    op.create_index(op.f("ix_outcome_person"), "outcome", ["person"], unique=False)
    op.create_index(op.f("ix_outcome_unit"), "outcome", ["unit"], unique=False)
    op.create_table(
        "timer",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("aid", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.Column("claimed_until", Instant(), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("kind IN ('bpmn', 'retry')", name=op.f("ck_timer_kind")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_timer_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint("case_id", "aid", "kind", name=op.f("uq_timer_case_id_aid_kind")),
    )
    op.create_index(
        "ix_timer_due_at_id",
        "timer",
        ["due_at", "id"],
        unique=False,
        postgresql_where=sa.text("NOT paused"),
        sqlite_where=sa.text("paused = 0"),
    )
    op.create_table(
        "waiting_message",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("aid", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("correlation", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_waiting_message_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "aid", name=op.f("pk_waiting_message")),
    )
    op.create_index(
        "ix_waiting_message_message", "waiting_message", ["message", "correlation"], unique=False
    )
    op.create_table(
        "work_candidate",
        sa.Column("work_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('group', 'user')", name=op.f("ck_work_candidate_kind")),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["open_work.id"],
            name=op.f("fk_work_candidate_work_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("work_id", "kind", "value", name=op.f("pk_work_candidate")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_work_candidate_kind_value", "work_candidate", ["kind", "value"], unique=False
    )
    op.execute("INSERT INTO revision (id, number) VALUES (1, 0)")


def downgrade() -> None:
    """Undo it."""
    op.drop_index("ix_work_candidate_kind_value", table_name="work_candidate")
    op.drop_table("work_candidate")
    op.drop_index("ix_waiting_message_message", table_name="waiting_message")
    op.drop_table("waiting_message")
    op.drop_index(
        "ix_timer_due_at_id",
        table_name="timer",
        postgresql_where=sa.text("NOT paused"),
        sqlite_where=sa.text("paused = 0"),
    )
    op.drop_table("timer")
    op.drop_index(op.f("ix_outcome_unit"), table_name="outcome")
    op.drop_index(op.f("ix_outcome_person"), table_name="outcome")
    op.drop_index(op.f("ix_outcome_case_id"), table_name="outcome")
    op.drop_table("outcome")
    op.drop_index("ix_open_work_unit", table_name="open_work")
    op.drop_index("ix_open_work_due_at", table_name="open_work")
    op.drop_index(
        "ix_open_work_assignee",
        table_name="open_work",
        postgresql_where=sa.text("assignee IS NOT NULL"),
        sqlite_where=sa.text("assignee IS NOT NULL"),
    )
    op.drop_table("open_work")
    op.drop_index("ix_membership_group_name", table_name="membership")
    op.drop_table("membership")
    op.drop_index(
        "ix_incident_open",
        table_name="incident",
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_incident_case_id"), table_name="incident")
    op.drop_table("incident")
    op.drop_index("ix_unit_ancestor_unit", table_name="unit_ancestor")
    op.drop_table("unit_ancestor")
    op.drop_index(op.f("ix_person_unit"), table_name="person")
    op.drop_table("person")
    op.drop_index(op.f("ix_case_file_unit"), table_name="case_file")
    op.drop_index("ix_case_file_status_due_at", table_name="case_file")
    op.drop_index(
        "ix_case_file_parent_id",
        table_name="case_file",
        postgresql_where=sa.text("parent_id IS NOT NULL"),
        sqlite_where=sa.text("parent_id IS NOT NULL"),
    )
    op.drop_index("ix_case_file_opened_at", table_name="case_file")
    op.drop_table("case_file")
    op.drop_table("calendar_override")
    op.drop_table("void_number")
    op.drop_table("unit")
    op.drop_table("setting")
    op.drop_table("revision")
    op.drop_index(
        "ix_outbox_message_next_at",
        table_name="outbox_message",
        postgresql_where=sa.text("status = 'pending'"),
        sqlite_where=sa.text("status = 'pending'"),
    )
    op.drop_index("ix_outbox_message_case_id", table_name="outbox_message")
    op.drop_table("outbox_message")
    op.drop_table("number_series")
    op.drop_index(op.f("ix_idempotency_key_created_at"), table_name="idempotency_key")
    op.drop_table("idempotency_key")
    op.drop_table("history_event")
    op.drop_table("definition")
    op.drop_table("decision_table")
    op.drop_index(op.f("ix_calendar_upload_version"), table_name="calendar_upload")
    op.drop_table("calendar_upload")
