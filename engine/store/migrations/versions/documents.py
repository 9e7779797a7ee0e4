"""Add official documents, the register of numbers, content-addressed files and attachments."""

from __future__ import annotations

from datetime import datetime

import orjson
import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant

revision = "0003_documents"
down_revision = "0002_ledger"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; enter numbers that were taken before into the register."""
    op.create_table(
        "document_template",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "version", name=op.f("pk_document_template")),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "blob_chunk",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_blob_chunk_sha256")),
        sa.PrimaryKeyConstraint("sha256", "position", name=op.f("pk_blob_chunk")),
    )
    _add_numbers()
    _add_documents()
    _add_attachments()
    _enter_numbers_taken_before()


def _add_numbers() -> None:
    op.create_table(
        "allocated_number",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=True),
        sa.Column("allocated_at", Instant(), nullable=False),
        sa.Column("allocated_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_allocated_number_case_id")
        ),
        sa.PrimaryKeyConstraint("series", "year", "serial", name=op.f("pk_allocated_number")),
    )
    for column in ("number", "case_id"):
        op.create_index(op.f(f"ix_allocated_number_{column}"), "allocated_number", [column])


def _add_documents() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("aid", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("voided_by", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("rendered_at", Instant(), nullable=True),
        sa.Column("render_error", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('issued', 'void')", name=op.f("ck_document_status")),
        sa.CheckConstraint(
            "visibility IN ('internal', 'unit')", name=op.f("ck_document_visibility")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_document_case_id")),
        sa.ForeignKeyConstraint(
            ["template", "template_version"],
            ["document_template.key", "document_template.version"],
            name=op.f("fk_document_template_template_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("case_id", "aid", name=op.f("uq_document_case_id_aid")),
        sa.UniqueConstraint(
            "series", "year", "serial", name=op.f("uq_document_series_year_serial")
        ),
    )
    op.create_index(op.f("ix_document_number"), "document", ["number"])
    unrendered = sa.text("rendered_at IS NULL AND render_error IS NULL")
    op.create_index(
        "ix_document_unrendered",
        "document",
        ["issued_at"],
        postgresql_where=unrendered,
        sqlite_where=unrendered,
    )
    op.create_table(
        "document_file",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rendered_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_file_document_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_document_file_sha256")),
        sa.PrimaryKeyConstraint("document_id", "kind", name=op.f("pk_document_file")),
    )


def _add_attachments() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("work_id", sa.Text(), nullable=True),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.Column("removed_by", sa.Text(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "visibility IN ('internal', 'unit')", name=op.f("ck_attachment_visibility")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_attachment_case_id")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_attachment_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_case_id", "attachment", ["case_id", "uploaded_at"])


def downgrade() -> None:
    """Take documents, files, attachments and the register of numbers away."""
    for name in (
        "attachment",
        "document_file",
        "document",
        "allocated_number",
        "blob_chunk",
        "blob",
        "document_template",
    ):
        op.drop_table(name)


_EVENTS = sa.table("history_event", sa.column("body", sa.Text), sa.column("type", sa.Text))
_NUMBERS = sa.table(
    "allocated_number",
    *(sa.column(name) for name in ("series", "year", "serial", "number", "case_id", "node")),
    sa.column("allocated_at", Instant()),
    sa.column("allocated_by"),
)


def _enter_numbers_taken_before() -> None:
    """Read the numbers from the history: until now it alone knew which case took which."""
    connection = op.get_bind()
    is_taken = _EVENTS.c.type == "number_allocated"
    taken = sa.select(_EVENTS.c.body).where(is_taken, _EVENTS.c.body.is_not(None))
    for (body,) in connection.execute(taken).all():
        event = orjson.loads(body)
        data = event["data"]
        connection.execute(
            sa.insert(_NUMBERS).values(
                **{name: data[name] for name in ("series", "year", "serial", "number")},
                case_id=event["case"],
                node=event.get("node"),
                allocated_at=datetime.fromisoformat(event["at"]),
                allocated_by=event.get("person", "system"),
            )
        )
