"""Official documents, their numbers and files, and what people attach to a case."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from engine.store.columns import METADATA, Instant

document_template = Table(
    "document_template",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("published_by", Text, nullable=False),
)

# Every number that was ever taken, with the case that took it: what makes gaplessness provable.
allocated_number = Table(
    "allocated_number",
    METADATA,
    Column("series", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("serial", Integer, primary_key=True, autoincrement=False),
    Column("number", Text, nullable=False, index=True),
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("node", Text),
    Column("allocated_at", Instant, nullable=False),
    Column("allocated_by", Text, nullable=False),
)

# Spelled out in statements, because a partial index does not serve a bound value.
VOID: ColumnElement[str] = literal_column("'void'", Text)

# `series`, `year` and `serial` are there when the document took its number itself. `content` is
# canonical JSON: what is hashed, and all that is needed to set the document again.
document = Table(
    "document",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False),
    Column("aid", Integer, nullable=False),
    Column("node", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("template_version", Integer, nullable=False),
    Column("series", Text),
    Column("year", Integer),
    Column("serial", Integer),
    Column("number", Text, index=True),
    Column("title", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("addressee", Text),
    Column("content", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("voided_at", Instant),
    Column("voided_by", Text),
    Column("void_reason", Text),
    Column("rendered_at", Instant),
    Column("render_error", Text),
    ForeignKeyConstraint(
        ["template", "template_version"], ["document_template.key", "document_template.version"]
    ),
    UniqueConstraint("case_id", "aid"),
    UniqueConstraint("series", "year", "serial"),
    CheckConstraint("status IN ('issued', 'void')", name="status"),
    CheckConstraint("visibility IN ('internal', 'unit')", name="visibility"),
)
Index(
    "ix_document_void",
    document.c.series,
    document.c.year,
    document.c.serial,
    postgresql_where=document.c.status == VOID,
    sqlite_where=document.c.status == VOID,
)
Index(
    "ix_document_unrendered",
    document.c.issued_at,
    postgresql_where=document.c.rendered_at.is_(None) & document.c.render_error.is_(None),
    sqlite_where=document.c.rendered_at.is_(None) & document.c.render_error.is_(None),
)

# Bytes named by their SHA-256, in pieces, so that no statement carries a whole file.
blob = Table(
    "blob",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("stored_at", Instant, nullable=False),
)
blob_chunk = Table(
    "blob_chunk",
    METADATA,
    Column("sha256", Text, ForeignKey("blob.sha256"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

document_file = Table(
    "document_file",
    METADATA,
    Column("document_id", Text, ForeignKey("document.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("sha256", Text, ForeignKey("blob.sha256"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("rendered_at", Instant, nullable=False),
)

# `unit` is that of the person who attached the file. `work_id` may name work that has ended.
attachment = Table(
    "attachment",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False),
    Column("work_id", Text),
    Column("item", Integer),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, ForeignKey("blob.sha256"), nullable=False),
    Column("visibility", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("uploaded_at", Instant, nullable=False),
    Column("uploaded_by", Text, nullable=False),
    Column("removed_at", Instant),
    Column("removed_by", Text),
    Column("removal_reason", Text),
    CheckConstraint("visibility IN ('internal', 'unit')", name="visibility"),
)
# Files chosen for a case that is not opened yet; opening it makes attachments of them, with their ids.
held_file = Table(
    "held_file",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("held_by", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, ForeignKey("blob.sha256"), nullable=False),
    Column("held_at", Instant, nullable=False),
)
Index("ix_held_file_held_by", held_file.c.held_by, held_file.c.process)
Index("ix_held_file_held_at", held_file.c.held_at)
Index("ix_held_file_sha256", held_file.c.sha256)
Index("ix_attachment_sha256", attachment.c.sha256)
Index("ix_document_file_sha256", document_file.c.sha256)
Index("ix_attachment_case_id", attachment.c.case_id, attachment.c.uploaded_at)
