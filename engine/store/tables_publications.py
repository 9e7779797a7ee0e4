"""What was made public, and what the public said about it.

A publication's words never change; only its state does. An objection names nobody: whoever filed
it holds a receipt code, of which only the hash is kept.
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, LargeBinary, Table, Text

from engine.store.columns import METADATA, Instant

publication = Table(
    "publication",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("number", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
    # The first instant at which an objection is too late.
    Column("objection_until", Instant),
    Column("state", Text, nullable=False),
    Column("closed_at", Instant),
    Column("closed_reason", Text),
    Column("supersedes", Text, ForeignKey("publication.id")),
    Column("superseded_by", Text, ForeignKey("publication.id")),
    Column("source", Text),
    Column("source_case", Text, ForeignKey("case_file.id"), index=True),
    Column("basis", Text),
    CheckConstraint("kind IN ('公示', '公告', '更正', '撤回')", name="kind"),
    CheckConstraint(
        "state IN ('published', 'corrected', 'withdrawn', 'superseded', 'ended')", name="state"
    ),
)
Index("ix_publication_published_at", publication.c.published_at, publication.c.id)

objection = Table(
    "objection",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("publication_id", Text, ForeignKey("publication.id"), nullable=False, index=True),
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("contact", Text),
    Column("filed_at", Instant, nullable=False),
    Column("receipt_hash", LargeBinary, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("answer", Text),
    Column("answered_at", Instant),
    Column("upheld", Boolean),
    CheckConstraint("state IN ('filed', 'answered')", name="state"),
)
