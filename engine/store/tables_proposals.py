"""What was handed in to be published, with how it was judged; the files stay byte for byte."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.columns import METADATA, Instant, ValueText

proposal = Table(
    "proposal",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("note", Text, nullable=False),
    Column("state", Text, nullable=False),
    # Counted once, so that a list reads no judgement.
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("scenarios", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("keys", ValueText, nullable=False),
    Column("closed_by", Text),
    Column("closed_at", Instant),
    Column("reason", Text),
    # The versions that publishing made.
    Column("made", ValueText),
    Column("judgement", ValueText, nullable=False),
    CheckConstraint(
        "state IN ('faulty', 'awaiting', 'published', 'withdrawn', 'refused')", name="state"
    ),
)
Index("ix_proposal_proposed_at", proposal.c.proposed_at, proposal.c.id)

proposal_file = Table(
    "proposal_file",
    METADATA,
    Column("proposal_id", Text, ForeignKey("proposal.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    UniqueConstraint("proposal_id", "name"),
    CheckConstraint("kind IN ('diagram', 'table', 'scenario')", name="kind"),
)
